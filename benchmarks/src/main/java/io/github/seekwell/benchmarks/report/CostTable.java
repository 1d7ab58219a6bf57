package io.github.seekwell.benchmarks.report;

import io.github.seekwell.benchmarks.report.StoreCost.Figure;
import io.github.seekwell.benchmarks.report.StoreCost.Latency;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The accounts of several witnesses as lines of text. */
public final class CostTable {
  private CostTable() {}

  public static List<String> lines(List<StoreCost> costs) {
    List<String> lines = new ArrayList<>();
    for (StoreCost cost : costs) {
      if (cost.figures().isEmpty() && cost.latencies().isEmpty()) {
        continue;
      }
      lines.add("as " + cost.source() + " tells it");
      for (Figure figure : cost.figures()) {
        lines.add(String.format(Locale.ROOT, "  %-42s %16s", figure.name(), value(figure)));
      }
      if (!cost.latencies().isEmpty()) {
        lines.add(
            String.format(
                Locale.ROOT,
                "  %-32s %9s %9s %9s %9s %9s",
                "milliseconds",
                "count",
                "p50",
                "p95",
                "p99",
                "max"));
      }
      for (Latency latency : cost.latencies()) {
        lines.add(
            String.format(
                Locale.ROOT,
                "  %-32s %,9d %9.1f %9.1f %9.1f %9.1f",
                latency.name(),
                latency.count(),
                latency.p50(),
                latency.p95(),
                latency.p99(),
                latency.max()));
      }
    }
    return lines;
  }

  static String value(Figure figure) {
    return switch (figure.unit()) {
      case COUNT -> String.format(Locale.ROOT, "%,.0f", figure.value());
      case BYTES -> String.format(Locale.ROOT, "%,.0f bytes", figure.value());
      case SECONDS -> String.format(Locale.ROOT, "%.1f s", figure.value());
      case RATIO -> String.format(Locale.ROOT, "%.2f", figure.value());
    };
  }
}
