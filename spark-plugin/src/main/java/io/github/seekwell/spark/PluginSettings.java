package io.github.seekwell.spark;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.apache.spark.SparkConf;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the user wants of the plugin, beside {@link Schemes#SETTING}. A value that makes no sense is
 * complained of once, in a line, and the default is taken.
 *
 * @param report where to write the report, or null
 * @param csv where to write it as a table, or null
 * @param interval how often to log a line while the application runs; zero for never
 * @param accumulators whether Spark's own pages show the figures of each stage
 */
record PluginSettings(
    @Nullable String report, @Nullable String csv, Duration interval, boolean accumulators) {
  /** A path or a URI of any file system that Hadoop knows; as CSV if it ends in {@code .csv}. */
  static final String REPORT = "spark.seekwell.report";

  /** The same as CSV, whatever it ends in. */
  static final String CSV = "spark.seekwell.report.csv";

  /** A duration. */
  static final String INTERVAL = "spark.seekwell.report.interval";

  /** True or false. */
  static final String ACCUMULATORS = "spark.seekwell.accumulators";

  static final List<String> KEYS = List.of(Schemes.SETTING, REPORT, CSV, INTERVAL, ACCUMULATORS);

  private static final Logger LOG = LoggerFactory.getLogger(PluginSettings.class);
  private static final String PREFIX = "spark.seekwell.";

  /** How often executors tell of tasks that take long, unless a line is wanted more often. */
  private static final Duration PULSE = Duration.ofSeconds(10);

  private static final Duration SHORTEST = Duration.ofMillis(100);

  static PluginSettings of(SparkConf conf) {
    final String report = text(conf, REPORT);
    final String csv = text(conf, CSV);
    final boolean table = csv == null && report != null && report.endsWith(".csv");
    return new PluginSettings(
        table ? null : report,
        table ? report : csv,
        setting(INTERVAL, () -> interval(conf), Duration.ZERO),
        setting(ACCUMULATORS, () -> truth(conf), true));
  }

  /** Keys that look like ours and are not. */
  static List<String> unknown(SparkConf conf) {
    return Arrays.stream(conf.getAllWithPrefix(PREFIX))
        .map(setting -> PREFIX + setting._1())
        .filter(key -> !KEYS.contains(key))
        .sorted()
        .toList();
  }

  /** How often executors tell what is new. */
  Duration pulse() {
    return interval.isZero() || interval.compareTo(PULSE) > 0 ? PULSE : interval;
  }

  private static @Nullable String text(SparkConf conf, String key) {
    final String value = conf.get(key, "").trim();
    return value.isEmpty() ? null : value;
  }

  private static Duration interval(SparkConf conf) {
    final Duration wanted = Duration.ofMillis(conf.getTimeAsMs(INTERVAL, "0"));
    if (wanted.isNegative()) {
      throw new IllegalArgumentException(INTERVAL + " is below zero");
    }
    return wanted.isZero() || wanted.compareTo(SHORTEST) > 0 ? wanted : SHORTEST;
  }

  private static boolean truth(SparkConf conf) {
    return switch (conf.get(ACCUMULATORS, "true").trim().toLowerCase(Locale.ROOT)) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException(ACCUMULATORS + " is neither true nor false");
    };
  }

  private static <T> T setting(String key, Supplier<T> read, T otherwise) {
    final T value = Quietly.get("read " + key, () -> sense(key, read));
    return value == null ? otherwise : value;
  }

  /** Null for a value that is none: what is wrong with it is all there is to say. */
  private static <T> @Nullable T sense(String key, Supplier<T> read) {
    try {
      return read.get();
    } catch (IllegalArgumentException e) {
      if (Quietly.isNews("read " + key)) {
        LOG.warn("Seekwell goes on without {}: {}", key, e.getMessage());
      }
      return null;
    }
  }
}
