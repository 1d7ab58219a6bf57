package io.github.seekwell.spark;

import io.github.seekwell.core.metrics.AddressFigures;
import io.github.seekwell.core.metrics.Count;
import io.github.seekwell.core.metrics.ReadSnapshot;
import io.github.seekwell.core.metrics.SlowRead;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A report for programs. Counters and histograms carry the names of {@code core.metrics}. Times are
 * nanoseconds, sizes bytes. Counters that are 0 are left out, but for the application's that are of
 * no operation.
 */
final class ReportJson {
  private final Account account;
  private final Json json = new Json();

  private ReportJson(Account account) {
    this.account = account;
  }

  static String of(Account account) {
    return new ReportJson(account).write();
  }

  private String write() {
    final ReadSnapshot sum = account.total();
    json.open("").text("application", account.application());
    json.list("advice");
    Advice.of(account).forEach(finding -> json.word(finding.words()));
    json.end();
    json.number("requests_unheard", Account.unheard(sum.counters()));
    figures(sum, true);
    json.open("attribution");
    counters("tasks", account.byTasks().counters());
    counters("driver", account.byDriver());
    counters("unattributed", account.unattributed());
    json.close().open("schemes");
    for (Map.Entry<String, ReadSnapshot> each : account.schemes().entrySet()) {
      counters(each.getKey().isEmpty() ? "none" : each.getKey(), each.getValue().counters());
    }
    json.close().list("stages");
    account.stages().forEach(this::stage);
    json.end().list("executors");
    account.executors().forEach(this::executor);
    json.end().open("sources");
    for (Account.Executor each : account.executors()) {
      json.open(each.executor() + "/" + each.source())
          .number("reads", Account.reads(each.counters()))
          .number("requests", Account.of(each.counters(), Count.REQUESTS_SENT.metric()))
          .close();
    }
    json.close().list("missing");
    account.missing().forEach(this::missing);
    json.end().number("missing_beyond_count", account.unknown());
    return json.close().toString();
  }

  private void figures(ReadSnapshot figures, boolean zeros) {
    final SortedMap<String, Long> counters = new TreeMap<>(figures.counters());
    if (zeros) { // snapshots that were sent have none
      for (Count each : Count.values()) {
        counters.putIfAbsent(each.metric(), 0L);
      }
    }
    json.open("counters");
    counters.forEach((name, value) -> counter(name, value, zeros));
    json.close().open("ratios");
    json.number("read.amplification", figures.amplification());
    json.number("read.hit_ratio", figures.hitRatio());
    json.close().open("histograms");
    for (String name : figures.spreads()) {
      histogram(name, figures.spread(name));
    }
    json.close().open("addresses");
    for (Map.Entry<String, AddressFigures> each : figures.addresses().entrySet()) {
      address(each.getKey(), each.getValue());
    }
    json.close().list("slowest_reads");
    figures.slowest().forEach(this::slow);
    json.end();
  }

  private void counters(String name, SortedMap<String, Long> counters) {
    json.open(name);
    counters.forEach((metric, value) -> counter(metric, value, false));
    json.close();
  }

  private void counter(String name, long value, boolean zeros) {
    if (zeros || value != 0) {
      json.number(name, value);
    }
  }

  private void stage(Account.Stage stage) {
    json.item()
        .text("stage", stage.key())
        .text("name", stage.name())
        .number("tasks", stage.tasks())
        .number("failed", stage.failed())
        .number("killed", stage.killed())
        .number("task_nanos", stage.nanos())
        .number("stall_share", stage.stallShare())
        .number("spark_bytes_read", stage.sparkBytes())
        .number("requests_unheard", Account.unheard(stage.counters()));
    figures(stage.figures(), false);
    json.close();
  }

  private void executor(Account.Executor executor) {
    json.item()
        .text("executor", executor.executor())
        .text("source", executor.source())
        .number("tasks", executor.tasks())
        .number("task_nanos", executor.nanos())
        .number("requests_unheard", Account.unheard(executor.counters()));
    figures(executor.figures(), false);
    counters("by_tasks", executor.byTasks());
    json.close();
  }

  private void missing(Roll.Missing missing) {
    json.item().text("executor", missing.executor()).text("lost", missing.lost());
    json.open("tasks");
    missing.tasks().forEach((stage, tasks) -> json.number(stage.toString(), (long) tasks));
    json.close().close();
  }

  private void slow(SlowRead read) {
    json.item()
        .text("object", read.object())
        .number("position", read.position())
        .number("bytes", read.bytes())
        .number("nanos", read.nanos())
        .text("address", read.address())
        .text("request_id", read.requestId())
        .close();
  }

  private void histogram(String name, ReadSnapshot.Figures figures) {
    json.open(name)
        .number("count", figures.count())
        .number("mean", figures.mean())
        .number("p50", figures.p50())
        .number("p95", figures.p95())
        .number("p99", figures.p99())
        .number("max", figures.max())
        .close();
  }

  private void address(String name, AddressFigures figures) {
    json.open(name)
        .number("requests", figures.requests())
        .number("failures", figures.failures())
        .number("bytes", figures.bytes())
        .number("mean_first_byte_nanos", figures.meanFirstByteNanos())
        .number("opened", figures.opened())
        .number("closed", figures.closed())
        .close();
  }
}
