package io.github.seekwell.spark;

import io.github.seekwell.core.metrics.ReadSnapshot;
import java.util.Arrays;
import java.util.Locale;
import org.apache.spark.util.AccumulatorV2;

/**
 * A mergeable histogram of latencies whose value is a line of percentiles, in Spark's stage page
 * and event log.
 *
 * <p>Four classes to each doubling, from a microsecond to an hour, so that a percentile is told
 * within a fifth. Its Java form is part of task results, read by the driver's copy of this class.
 */
public final class LatencyAccumulator extends AccumulatorV2<ReadSnapshot, String> {
  private static final long serialVersionUID = 1;

  private static final int TO_EACH_DOUBLING = 4;
  private static final int CLASSES = 32 * TO_EACH_DOUBLING;
  private static final double FINEST_NANOS = 1000;

  /** Of a histogram's name; the driver's choice. */
  private final String metric;

  private final long[] classes = new long[CLASSES];

  LatencyAccumulator(String metric) {
    this.metric = metric;
  }

  /** Adds what a task has waited. */
  @Override
  public void add(ReadSnapshot figures) {
    figures.each(metric, (nanos, count) -> classes[classOf(nanos)] += count);
  }

  @Override
  public boolean isZero() {
    return count() == 0;
  }

  @Override
  public AccumulatorV2<ReadSnapshot, String> copy() {
    final LatencyAccumulator copy = new LatencyAccumulator(metric);
    System.arraycopy(classes, 0, copy.classes, 0, CLASSES);
    return copy;
  }

  @Override
  public void reset() {
    Arrays.fill(classes, 0);
  }

  @Override
  public void merge(AccumulatorV2<ReadSnapshot, String> other) {
    final long[] more = ((LatencyAccumulator) other).classes;
    for (int i = 0; i < CLASSES; i++) {
      classes[i] += more[i];
    }
  }

  /** Such as {@code 1,200 of them; p50 3.1 ms, p95 20 ms, p99 45 ms, max 120 ms}. */
  @Override
  public String value() {
    return String.format(
        Locale.ROOT,
        "%,d of them; p50 %s, p95 %s, p99 %s, max %s",
        count(),
        millis(0.5),
        millis(0.95),
        millis(0.99),
        millis(1));
  }

  private long count() {
    return Arrays.stream(classes).sum();
  }

  /** Under which so many are, as words. */
  private String millis(double share) {
    final long wanted = (long) Math.ceil(share * count());
    long sum = 0;
    for (int i = 0; i < CLASSES; i++) {
      sum += classes[i];
      if (sum >= wanted && sum > 0) {
        final double millis = FINEST_NANOS * Math.pow(2, (i + 1) / (double) TO_EACH_DOUBLING) / 1e6;
        return String.format(Locale.ROOT, millis < 10 ? "%.2g ms" : "%.0f ms", millis);
      }
    }
    return "0 ms";
  }

  private static int classOf(long nanos) {
    final double doublings = Math.log(Math.max(nanos, FINEST_NANOS) / FINEST_NANOS) / Math.log(2);
    return Math.min(CLASSES - 1, (int) (doublings * TO_EACH_DOUBLING));
  }
}
