package io.github.seekwell.core.metrics;

import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;
import org.jspecify.annotations.Nullable;

/**
 * A histogram that is written without locks and read as a running total.
 *
 * <p>Ranges are fixed, so that recording never resizes anything; what lies above is counted as the
 * upper end. Histograms of one kind have the same layout, which makes them mergeable.
 */
final class Distribution {
  /** Nothing that we time lasts longer and is still worth telling apart. */
  static final long HOUR = 3_600_000_000_000L;

  /** Beyond the largest object of any store we know. */
  static final long PEBIBYTE = 1L << 50;

  /** Times are told apart by the microsecond: 10 bits less to keep a histogram of. */
  private static final long TICK = 1024;

  private final Recorder recorder;
  private final long highest;
  private final Histogram total;
  private @Nullable Histogram recycled;
  private @Nullable Histogram copy;

  private Distribution(long lowest, long highest, int digits) {
    this.highest = highest;
    this.recorder = new Recorder(lowest, highest, digits);
    this.total = new Histogram(lowest, highest, digits);
  }

  /** Of nanoseconds, up to an hour. */
  static Distribution ofTimes(int digits) {
    return new Distribution(TICK, HOUR, digits);
  }

  /** Of bytes, up to a pebibyte. */
  static Distribution ofSizes(int digits) {
    return new Distribution(1, PEBIBYTE, digits);
  }

  void record(long value) {
    recorder.recordValue(Math.max(0, Math.min(value, highest)));
  }

  /** All that was recorded since the beginning; nobody writes to it any more. */
  synchronized Histogram total() {
    Histogram interval = recorder.getIntervalHistogram(recycled);
    recycled = interval;
    Histogram last = copy;
    if (last != null && interval.getTotalCount() == 0) {
      return last;
    }
    total.add(interval);
    Histogram fresh = total.copy();
    copy = fresh;
    return fresh;
  }
}
