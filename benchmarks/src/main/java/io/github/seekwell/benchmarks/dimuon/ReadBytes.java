package io.github.seekwell.benchmarks.dimuon;

import io.github.seekwell.benchmarks.report.ConnectorReport;
import io.github.seekwell.benchmarks.report.StoreCost;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import org.apache.hadoop.fs.FileSystem;

/**
 * What this thread of the driver reads, which is what the splits are made from: no task has it in
 * its metrics. With it the accounts of Spark and of the connector must be equal to the byte, since
 * both mean what a reader was given, wherever it came from.
 */
final class ReadBytes {
  /** The figure of what the driver has read. */
  static final String DRIVER = "bytes read to make the splits";

  private final long before = ofThisThread();

  /** What was read since this was made; to be asked by the thread that made it. */
  long soFar() {
    return ofThisThread() - before;
  }

  /** As Spark asks it for a task: Hadoop counts for every thread by itself. */
  @SuppressWarnings("deprecation")
  private static long ofThisThread() {
    return FileSystem.getAllStatistics().stream()
        .mapToLong(statistics -> statistics.getThreadStatistics().getBytesRead())
        .sum();
  }

  /** Whether the accounts agree, in words; empty if the connector has told nothing. */
  static Optional<String> comparison(List<StoreCost> costs) {
    OptionalDouble delivered = figure(costs, ConnectorReport.DELIVERED);
    if (delivered.isEmpty()) {
      return Optional.empty();
    }
    long tasks = (long) figure(costs, Progress.INPUT_BYTES).orElse(0);
    long driver = (long) figure(costs, DRIVER).orElse(0);
    long all = (long) delivered.getAsDouble();
    return Optional.of(
        String.format(
            Locale.ROOT,
            "input bytes of Spark's tasks %,d + of the driver %,d %s delivered by the connector %,d",
            tasks,
            driver,
            tasks + driver == all ? "=" : "DIFFER FROM",
            all));
  }

  private static OptionalDouble figure(List<StoreCost> costs, String name) {
    return costs.stream()
        .map(cost -> cost.value(name))
        .filter(OptionalDouble::isPresent)
        .findFirst()
        .orElse(OptionalDouble.empty());
  }
}
