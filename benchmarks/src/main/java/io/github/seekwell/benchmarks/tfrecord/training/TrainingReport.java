package io.github.seekwell.benchmarks.tfrecord.training;

import io.github.seekwell.benchmarks.replay.Store.Dialect;
import io.github.seekwell.benchmarks.report.Medians;
import io.github.seekwell.benchmarks.tfrecord.RecordSum;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** The tables, as Markdown. */
final class TrainingReport {
  /** Object store ÷ local, in the first epoch beside a consumer and in later ones without. */
  private static final double GOAL = 1.05;

  private final TrainingOptions options;
  private final StringBuilder text = new StringBuilder();

  TrainingReport(TrainingOptions options, RecordSum data, int files, double localNanos) {
    this.options = options;
    line("# Training from TFRecords, %s", LocalDate.now());
    line("");
    line(
        "%d processors, %s, %s %s. Store: %s. %,d records of %,.0f MB in %d files; %d"
            + " readers over %d files at a time, %d records mixed, batches of %d. %d rounds of %d"
            + " epochs.",
        Runtime.getRuntime().availableProcessors(),
        System.getProperty("os.name"),
        System.getProperty("java.vm.name"),
        System.getProperty("java.version"),
        store(),
        data.records(),
        data.bytes() / 1e6,
        files,
        options.shape().readers(),
        options.shape().interleave(),
        options.shape().shuffle(),
        options.shape().batch(),
        options.rounds(),
        options.epochs());
    line("");
    line(
        "Local: the same training over a `FileChannel` with the page cache warm, %.2f s an epoch"
            + " without a consumer, %.0f MB/s. The consumer computes for %d times that.",
        localNanos / 1e9, data.bytes() / localNanos * 1e3, options.computeFactor());
    line("");
    line("    %s", options.command());
  }

  /** What the store is like, in words. */
  String store() {
    return options.uri().orElseGet(this::model);
  }

  private String model() {
    return String.format(
        Locale.ROOT,
        "first byte median %d ms, log-normal sigma %s; %d MB/s a connection; %d ms for a new"
            + " connection",
        options.model().firstByteMillis(),
        options.model().sigma(),
        options.model().connectionMegabytes(),
        options.model().newConnectionMillis());
  }

  /** Adds what one store has shown. */
  void add(Dialect dialect, List<Contestant> contestants, List<Measured> all) {
    line("");
    line("## %s", dialect);
    line("");
    line("| reader | what it is | heap |");
    line("| --- | --- | --- |");
    contestants.forEach(c -> line("| %s | %s | %s |", c.name(), c.sentence(), c.heap()));
    line("");
    line("Seconds an epoch (object store ÷ local, each beside its own local epochs), medians:");
    line("");
    line("| reader | consumer, 1st | consumer, later | no consumer, 1st | no consumer, later |");
    line("| --- | --- | --- | --- | --- |");
    for (Contestant each : contestants) {
      line(
          "| %s | %s | %s | %s | %s |",
          each.name(),
          cell(all, each, true, true, TrainingReport::time),
          cell(all, each, true, false, TrainingReport::time),
          cell(all, each, false, true, TrainingReport::time),
          cell(all, each, false, false, TrainingReport::time));
    }
    line("");
    line(
        "What it takes, without a consumer: requests / MB sent by the store / seconds of processor"
            + " in the reader's JVM%s; and seconds to the first batch with one:",
        options.uri().isPresent() ? " (0 where nobody counts)" : "");
    line("");
    line("| reader | 1st epoch | later | first batch, 1st epoch | later |");
    line("| --- | --- | --- | --- | --- |");
    for (Contestant each : contestants) {
      line(
          "| %s | %s | %s | %s | %s |",
          each.name(),
          cell(all, each, false, true, TrainingReport::cost),
          cell(all, each, false, false, TrainingReport::cost),
          cell(all, each, true, true, TrainingReport::firstBatch),
          cell(all, each, true, false, TrainingReport::firstBatch));
    }
    goals(contestants, all);
    failures(all);
  }

  String markdown() {
    return text.toString();
  }

  private static List<Measured> pick(
      List<Measured> all, Contestant who, boolean computing, boolean first) {
    return all.stream()
        .filter(m -> m.contestant().equals(who.name()) && m.computing() == computing)
        .filter(m -> !m.failed() && (m.epoch() == 1) == first)
        .toList();
  }

  /** What a table has of some epochs; with {@code --epochs 1} there are no later ones. */
  private String cell(
      List<Measured> all,
      Contestant who,
      boolean computing,
      boolean first,
      Function<List<Measured>, String> told) {
    List<Measured> some = pick(all, who, computing, first);
    if (some.isEmpty()) {
      return first || options.epochs() > 1 ? "failed" : "none";
    }
    return told.apply(some);
  }

  private static OptionalDouble median(List<Measured> some, ToDoubleFunction<Measured> figure) {
    return Medians.of(some.stream().map(figure::applyAsDouble).toList());
  }

  private static String time(List<Measured> some) {
    return String.format(
        Locale.ROOT,
        "%.2f (%.2f)",
        median(some, Measured::nanos).orElseThrow() / 1e9,
        median(some, Measured::ratio).orElseThrow());
  }

  private static String cost(List<Measured> some) {
    return String.format(
        Locale.ROOT,
        "%.0f / %.0f / %.1f",
        median(some, m -> m.cost().requests()).orElseThrow(),
        median(some, m -> m.cost().bytes() / 1e6).orElseThrow(),
        median(some, m -> m.result().orElseThrow().cpuNanos() / 1e9).orElseThrow());
  }

  private static String firstBatch(List<Measured> some) {
    return String.format(
        Locale.ROOT,
        "%.2f",
        median(some, m -> m.result().orElseThrow().firstBatchNanos() / 1e9).orElseThrow());
  }

  private void goals(List<Contestant> contestants, List<Measured> all) {
    line("");
    for (Contestant each : contestants) {
      if (each.client().ours()) {
        goal(each.name() + ", first epoch, with the consumer", pick(all, each, true, true));
        goal(each.name() + ", later epochs, without one", pick(all, each, false, false));
      }
    }
  }

  private void goal(String what, List<Measured> some) {
    median(some, Measured::ratio)
        .ifPresent(
            ratio ->
                line("- %s: %.2f, %s %.2f", what, ratio, ratio <= GOAL ? "within" : "ABOVE", GOAL));
  }

  private void failures(List<Measured> all) {
    List<Measured> failed = all.stream().filter(Measured::failed).toList();
    if (failed.isEmpty()) {
      return;
    }
    line("");
    line("### Failures");
    line("");
    failed.forEach(m -> line("- %s, epoch %d: %s", m.contestant(), m.epoch(), m.failure()));
  }

  private void line(String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values)).append('\n');
  }
}
