package io.github.seekwell.spark;

import io.github.seekwell.core.metrics.Count;
import io.github.seekwell.core.metrics.ReadSnapshot;
import io.github.seekwell.core.metrics.Spread;
import java.util.Locale;
import java.util.StringJoiner;

/** A report as a table: the application, each attempt of a stage, and each executor on a line. */
final class ReportCsv {
  private static final String HEADER =
      "scope,key,name,tasks,failed,killed,task_seconds,stall_seconds,reads,hits,waits,misses,"
          + "delivered_bytes,fetched_bytes,written_bytes,requests,retries,throttled,seeks,"
          + "look_ahead_bytes,look_ahead_used_bytes,refetched_bytes,amplification,"
          + "miss_p50_ms,miss_p95_ms,miss_p99_ms,miss_max_ms,"
          + "wait_p50_ms,wait_p95_ms,wait_p99_ms,wait_max_ms,"
          + "first_byte_p50_ms,first_byte_p95_ms,first_byte_p99_ms,first_byte_max_ms,"
          + "requests_unheard";

  private final StringBuilder out = new StringBuilder(HEADER).append('\n');

  private ReportCsv() {}

  static String of(Account account) {
    final ReportCsv table = new ReportCsv();
    table.row(
        "application",
        account.application(),
        "",
        account.tasks(),
        "" + account.stages().stream().mapToLong(Account.Stage::failed).sum(),
        "" + account.stages().stream().mapToLong(Account.Stage::killed).sum(),
        account.taskNanos(),
        Account.stall(account.total().counters()),
        account.total());
    for (Account.Stage each : account.stages()) {
      table.row(
          "stage",
          each.key(),
          each.name(),
          each.tasks(),
          "" + each.failed(),
          "" + each.killed(),
          each.nanos(),
          Account.stall(each.counters()),
          each.figures());
    }
    for (Account.Executor each : account.executors()) {
      table.row(
          "executor",
          each.executor(),
          each.source(),
          each.tasks(),
          "", // Spark tells how tasks of a stage ended, and not those of an executor
          "",
          each.nanos(),
          Account.stall(each.byTasks()),
          each.figures());
    }
    return table.out.toString();
  }

  /**
   * A line.
   *
   * @param stall time that was waited in {@code nanos}, as far as tasks are told apart
   */
  private void row(
      String scope,
      String key,
      String name,
      long tasks,
      String failed,
      String killed,
      long nanos,
      long stall,
      ReadSnapshot figures) {
    final StringJoiner row = new StringJoiner(",", "", "\n");
    row.add(scope).add(quoted(key)).add(quoted(name));
    row.add("" + tasks).add(failed).add(killed);
    row.add(decimal(nanos / 1e9)).add(decimal(stall / 1e9));
    row.add("" + figures.reads());
    for (Count count : new Count[] {Count.READ_HITS, Count.READ_WAITS, Count.READ_MISSES}) {
      row.add("" + figures.count(count));
    }
    row.add("" + figures.count(Count.BYTES_DELIVERED));
    row.add("" + figures.bytesFetched());
    row.add("" + figures.count(Count.BYTES_WRITTEN));
    row.add("" + figures.count(Count.REQUESTS_SENT));
    row.add("" + figures.count(Count.RETRIES));
    row.add("" + figures.count(Count.THROTTLED));
    row.add("" + (figures.count(Count.SEEKS_FORWARD) + figures.count(Count.SEEKS_BACK)));
    row.add("" + figures.count(Count.FETCH_LOOK_AHEAD_BYTES));
    row.add("" + figures.count(Count.LOOK_AHEAD_USED_BYTES));
    row.add("" + figures.count(Count.REFETCHED_BYTES));
    row.add(figures.count(Count.BYTES_DELIVERED) == 0 ? "" : decimal(figures.amplification()));
    percentiles(row, figures.spread(Spread.READ_MISS));
    percentiles(row, figures.spread(Spread.READ_WAIT));
    percentiles(row, figures.spread("request.get.first_byte"));
    row.add("" + Account.unheard(figures.counters()));
    out.append(row);
  }

  private static void percentiles(StringJoiner row, ReadSnapshot.Figures figures) {
    if (figures.count() == 0) {
      row.add("").add("").add("").add("");
      return;
    }
    row.add(decimal(figures.p50() / 1e6));
    row.add(decimal(figures.p95() / 1e6));
    row.add(decimal(figures.p99() / 1e6));
    row.add(decimal(figures.max() / 1e6));
  }

  private static String decimal(double value) {
    return String.format(Locale.ROOT, "%.3f", value);
  }

  private static String quoted(String text) {
    return '"' + text.replace("\"", "\"\"") + '"';
  }
}
