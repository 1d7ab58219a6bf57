package io.github.seekwell.benchmarks.report;

import java.util.List;
import java.util.OptionalDouble;

/**
 * What reading has cost, as one witness tells it: Spark, the connector or the store. Holds what is
 * known and nothing else.
 *
 * @param source who tells it, such as {@code the connector}
 * @param figures in the order in which they are to be shown
 * @param latencies in the order in which they are to be shown
 */
public record StoreCost(String source, List<Figure> figures, List<Latency> latencies) {

  /** What a number counts. */
  public enum Unit {
    COUNT,
    BYTES,
    SECONDS,
    RATIO
  }

  /** One number. */
  public record Figure(String name, double value, Unit unit) {}

  /** How long something took, in milliseconds; {@code count} times it happened. */
  public record Latency(String name, long count, double p50, double p95, double p99, double max) {}

  public StoreCost {
    figures = List.copyOf(figures);
    latencies = List.copyOf(latencies);
  }

  /** The value of a figure, if this witness tells it. */
  public OptionalDouble value(String name) {
    return figures.stream()
        .filter(figure -> figure.name().equals(name))
        .mapToDouble(Figure::value)
        .findFirst();
  }
}
