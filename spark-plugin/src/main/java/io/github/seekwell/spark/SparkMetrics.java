package io.github.seekwell.spark;

import com.codahale.metrics.Gauge;
import com.codahale.metrics.MetricRegistry;
import io.github.seekwell.core.metrics.Accounts;
import io.github.seekwell.core.metrics.ConnectorMetrics;
import io.github.seekwell.core.metrics.ConnectorMetrics.Metric;
import io.github.seekwell.core.metrics.ReadSnapshot;
import io.github.seekwell.core.metrics.Spread;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * The connector's figures in Spark's metrics system, under the names of {@code core.metrics} with
 * the scheme before them; what belongs to no scheme has none. All are registered at once, whatever
 * happens later, so their number is bounded.
 */
final class SparkMetrics {
  /** Before the names of what is summed over driver and executors; on the driver only. */
  static final String APPLICATION = "application.";

  /** In the documentation, where a scheme stands in a name. */
  static final String ANY_SCHEME = "<scheme>";

  private static final Duration OWN_AGE = Duration.ofSeconds(1);

  /** Adding up what a thousand executors have told takes a while. */
  private static final Duration APPLICATION_AGE = Duration.ofSeconds(3);

  /** Of caches, disks, connections and names, which serve all schemes: {@link Accounts} knows. */
  private static final List<String> COMMON =
      List.of(
          "look_ahead.wasted_bytes",
          "cache.",
          "disk.miss.",
          "disk.bypassed.",
          "disk.damaged.",
          "disk.written",
          "disk.refused.",
          "disk.dropped.",
          "disk.evicted",
          "disk.lost.",
          "fetch.in_flight_bytes",
          "request.resent.",
          "write.buffer_bytes",
          "connection.",
          "address.",
          "lookup.");

  private static final String MEDIAN = ".p50_";

  private SparkMetrics() {}

  /** What is registered under one name; the scheme is {@link #ANY_SCHEME}. */
  record Entry(String name, String type, String unit, String description) {}

  /**
   * Registers what this class loader counts, for these schemes.
   *
   * @return where the gauges have their figures from
   */
  static Latest registerHere(Source here, List<String> schemes, MetricRegistry registry) {
    final Latest latest = new Latest(here::figures, OWN_AGE);
    register("", latest, schemes, registry);
    Aliases.register(latest, schemes, registry);
    return latest;
  }

  /**
   * Registers the sums of the whole application, for these schemes.
   *
   * @return where the gauges have their figures from
   */
  static Latest registerApplication(
      Supplier<Map<String, ReadSnapshot>> sums, List<String> schemes, MetricRegistry registry) {
    final Latest latest = new Latest(sums, APPLICATION_AGE);
    register(APPLICATION, latest, schemes, registry);
    return latest;
  }

  /** Everything there may be, without {@link #APPLICATION}. */
  static List<Entry> catalogue() {
    final List<Entry> all = new ArrayList<>();
    for (Metric metric : ConnectorMetrics.all()) {
      final String prefix = common(metric.name()) ? "" : ANY_SCHEME + ".";
      final String type = metric.type() == ConnectorMetrics.Type.COUNTER ? "rising" : "gauge";
      all.add(new Entry(prefix + metric.name(), type, metric.unit(), metric.description()));
      if (spread(metric)) {
        all.add(
            new Entry(
                prefix + base(metric),
                "histogram",
                metric.unit(),
                metric.description().replace(": median", "")));
      }
    }
    all.addAll(Aliases.catalogue());
    return all;
  }

  private static void register(
      String prefix, Latest latest, List<String> schemes, MetricRegistry registry) {
    for (String scheme : schemes) {
      register(prefix + scheme + ".", latest, scheme, false, registry);
    }
    register(prefix, latest, Accounts.NO_SCHEME, true, registry);
  }

  private static void register(
      String prefix, Latest latest, String scheme, boolean common, MetricRegistry registry) {
    final Supplier<ReadSnapshot> source = () -> latest.of(scheme);
    // By a clock that goes on when figures are taken, so that they do not grow old a second time.
    new ConnectorMetrics(source, () -> Duration.ofSeconds(latest.takings()).toNanos())
        .visit(
            new ConnectorMetrics.Visitor() {
              @Override
              public void whole(Metric metric, LongSupplier value) {
                if (common(metric.name()) == common) {
                  final Gauge<Long> gauge = value::getAsLong;
                  registry.register(prefix + metric.name(), gauge);
                  if (spread(metric)) {
                    registry.register(
                        prefix + base(metric), new HistogramView(source, base(metric)));
                  }
                }
              }

              @Override
              public void fraction(Metric metric, DoubleSupplier value) {
                if (common(metric.name()) == common) {
                  final Gauge<Double> gauge = value::getAsDouble;
                  registry.register(prefix + metric.name(), gauge);
                }
              }
            });
  }

  private static boolean common(String metric) {
    return COMMON.stream().anyMatch(metric::startsWith);
  }

  /** Whether it is the first of a histogram that is worth being shown as one. */
  private static boolean spread(Metric metric) {
    return metric.name().contains(MEDIAN)
        && (metric.name().startsWith("operation.")
            || metric.name().startsWith("request.get.")
            || Arrays.stream(Spread.values()).anyMatch(s -> s.metric().equals(base(metric))));
  }

  private static String base(Metric metric) {
    return metric.name().substring(0, metric.name().indexOf(MEDIAN));
  }
}
