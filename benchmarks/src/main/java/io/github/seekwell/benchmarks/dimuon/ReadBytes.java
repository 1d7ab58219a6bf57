package io.github.seekwell.benchmarks.dimuon;

import io.github.seekwell.benchmarks.report.ConnectorReport;
import io.github.seekwell.benchmarks.report.StoreCost;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import org.apache.hadoop.fs.FileSystem;

/**
 * What this JVM reads while it makes the splits, as the driver, before there are tasks: none of
 * them has it in its metrics. With it the accounts of Spark and of the connector must be equal to
 * the byte, since both mean what a reader was given, wherever it came from.
 */
final class ReadBytes {
  /** The figure of what the driver has read. */
  static final String DRIVER = "bytes read to make the splits";

  private final long before = all();

  /** What was read since this was made. */
  long soFar() {
    return all() - before;
  }

  /** Of all threads, since several look into files. */
  @SuppressWarnings("deprecation")
  private static long all() {
    return FileSystem.getAllStatistics().stream()
        .mapToLong(FileSystem.Statistics::getBytesRead)
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
