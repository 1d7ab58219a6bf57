package io.github.seekwell.spark;

import java.util.Comparator;

/** One attempt of a stage. Spark begins stages and their attempts at 0. */
record StageKey(int stage, int attempt) implements Comparable<StageKey> {
  private static final Comparator<StageKey> ORDER =
      Comparator.comparingInt(StageKey::stage).thenComparingInt(StageKey::attempt);

  @Override
  public int compareTo(StageKey other) {
    return ORDER.compare(this, other);
  }

  /** As Spark's UI writes it. */
  @Override
  public String toString() {
    return stage + "." + attempt;
  }
}
