package io.github.seekwell.benchmarks.ingest;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;

/**
 * What brings every feature of the events to train with between 0 and 1. Those to test with are
 * brought there by the same numbers, so that nothing of them is known while training.
 */
record Scale(List<Range> ranges) {

  /** From where to where a feature goes. */
  record Range(Feature feature, double low, double high) {

    boolean constant() {
      return low == high;
    }

    /** A feature that never changes becomes 0. */
    String expression() {
      return constant()
          ? "float(0)"
          : "float((" + feature.column() + " - " + low + "D) / " + (high - low) + "D)";
    }
  }

  /** Of a row with the least and the greatest of each feature. */
  static Scale of(Row bounds) {
    List<Range> ranges = new ArrayList<>();
    for (Feature feature : Feature.values()) {
      int at = 2 * feature.ordinal();
      ranges.add(new Range(feature, bounds.getDouble(at), bounds.getDouble(at + 1)));
    }
    return new Scale(ranges);
  }

  /** The scaled features, with commas. */
  String expressions() {
    return ranges.stream().map(Range::expression).collect(Collectors.joining(", "));
  }
}
