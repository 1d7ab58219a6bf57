package io.github.seekwell.benchmarks.report;

import java.util.List;
import java.util.OptionalDouble;

/** The middle of what was measured. */
public final class Medians {
  private Medians() {}

  /** Empty of nothing; between the two in the middle of an even number. */
  public static OptionalDouble of(List<Double> values) {
    if (values.isEmpty()) {
      return OptionalDouble.empty();
    }
    List<Double> sorted = values.stream().sorted().toList();
    int middle = sorted.size() / 2;
    return OptionalDouble.of(
        sorted.size() % 2 == 1
            ? sorted.get(middle)
            : (sorted.get(middle - 1) + sorted.get(middle)) / 2);
  }
}
