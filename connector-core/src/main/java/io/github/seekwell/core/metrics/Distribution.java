package io.github.seekwell.core.metrics;

import java.util.concurrent.atomic.AtomicLongArray;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * A histogram that is written without locks and read as a running total.
 *
 * <p>Ranges are fixed, so that recording never resizes anything; what lies above is counted as the
 * upper end. Histograms of one kind have the same layout, which makes them mergeable.
 *
 * <p>A value costs one atomic addition, to the cell that HdrHistogram has for it. Its own {@code
 * Recorder} costs five, one of them to a counter that all threads share.
 */
final class Distribution {
  /** Nothing that we time lasts longer and is still worth telling apart. */
  static final long HOUR = 3_600_000_000_000L;

  /** Beyond the largest object of any store we know. */
  static final long PEBIBYTE = 1L << 50;

  /** Times are told apart by the microsecond: 10 bits less to keep a histogram of. */
  private static final int TICK_BITS = 10;

  private final int unitBits;
  private final long highest;
  private final int digits;

  // HdrHistogram's layout. Cells are told apart in units up to twice `half`; from there on, each
  // doubling of the values has `half` cells of twice the width.
  private final int halfBits;
  private final long unitsMask;
  private volatile @Nullable AtomicLongArray cells; // made for the first value

  // Guarded by this.
  private @Nullable Histogram last;

  private Distribution(int unitBits, long highest, int digits) {
    this.unitBits = unitBits;
    this.highest = highest;
    this.digits = digits;
    long toldApart = 2 * Math.round(Math.pow(10, digits));
    this.halfBits = Long.SIZE - Long.numberOfLeadingZeros(toldApart - 1) - 1;
    this.unitsMask = ((2L << halfBits) - 1) << unitBits;
  }

  /** Of nanoseconds, up to an hour. */
  static Distribution ofTimes(int digits) {
    return new Distribution(TICK_BITS, HOUR, digits);
  }

  /** Of bytes, up to a pebibyte. */
  static Distribution ofSizes(int digits) {
    return new Distribution(0, PEBIBYTE, digits);
  }

  void record(long value) {
    AtomicLongArray known = cells;
    (known == null ? make() : known).getAndIncrement(cell(Math.max(0, Math.min(value, highest))));
  }

  private synchronized AtomicLongArray make() {
    AtomicLongArray known = cells;
    if (known == null) {
      known = new AtomicLongArray(cell(highest) + 1);
      cells = known;
    }
    return known;
  }

  /** All that was recorded since the beginning; nobody writes to it any more. */
  synchronized Histogram total() {
    Histogram before = last;
    AtomicLongArray known = cells;
    if (before != null && (known == null || before.getTotalCount() == count(known))) {
      return before;
    }
    Histogram now = new Histogram(1L << unitBits, highest, digits);
    for (int cell = 0; known != null && cell < known.length(); cell++) {
      long count = known.get(cell);
      if (count > 0) {
        now.recordValueWithCount(lowest(cell + 1) - 1, count);
      }
    }
    last = now;
    return now;
  }

  /** Bytes of memory, those of the latest total included. */
  synchronized long footprint() {
    AtomicLongArray known = cells;
    return known == null ? 0 : (last == null ? 1L : 2L) * Long.BYTES * known.length();
  }

  private static long count(AtomicLongArray cells) {
    long sum = 0;
    for (int cell = 0; cell < cells.length(); cell++) {
      sum += cells.get(cell);
    }
    return sum;
  }

  private int cell(long value) {
    int doublings =
        Long.SIZE - 1 - unitBits - halfBits - Long.numberOfLeadingZeros(value | unitsMask);
    int within = (int) (value >>> (doublings + unitBits)) - (1 << halfBits);
    return ((doublings + 1) << halfBits) + within;
  }

  /** The smallest value of a cell. */
  private long lowest(int cell) {
    int doublings = Math.max(0, (cell >> halfBits) - 1);
    long within = cell - ((long) doublings << halfBits);
    return within << (doublings + unitBits);
  }
}
