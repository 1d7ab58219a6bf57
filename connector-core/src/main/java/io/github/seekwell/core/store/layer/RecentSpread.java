package io.github.seekwell.core.store.layer;

import java.util.Arrays;

/**
 * How the values of the last while are spread: a histogram of two halves, of which the older is
 * forgotten when the younger is full or old enough. So a quantile rests on the last one to two
 * halves' worth of values, and follows when they change; while nothing new comes, it stays.
 *
 * <p>Buckets are logarithmic, sixteen to each power of two, so a quantile is within 3 % of the
 * truth for values above 16 Ki and takes fixed memory. Guarded by whoever owns it.
 */
final class RecentSpread {
  /** Values are told apart by so many bits less: microseconds of nanoseconds, KiB of bytes. */
  private static final int DROPPED_BITS = 10;

  private static final int PARTS_BITS = 4;
  private static final int PARTS = 1 << PARTS_BITS;

  /** Larger values count as this one: 36 minutes, or 2 TiB/s. */
  private static final long MOST = (1L << 41) - 1;

  private static final int BUCKETS = bucket(MOST) + 1;

  /** A half may be forgotten by age once it is so old. */
  static final long HALF_NANOS = 15_000_000_000L;

  private final int full;
  private final int enough;
  private int[] younger = new int[BUCKETS];
  private int[] older = new int[BUCKETS];
  private int youngerCount;
  private int olderCount;
  private long begun;

  /**
   * @param full values after which a half ends however young it is
   * @param enough values that an aged half must have to take the place of the one before it
   */
  RecentSpread(int full, int enough) {
    this.full = full;
    this.enough = enough;
  }

  /**
   * @param value at least 0
   * @param now on a monotonic clock, in nanoseconds
   */
  void add(long value, long now) {
    if (youngerCount >= full || (youngerCount >= enough && now - begun >= HALF_NANOS)) {
      int[] forgotten = older;
      older = younger;
      olderCount = youngerCount;
      Arrays.fill(forgotten, 0);
      younger = forgotten;
      youngerCount = 0;
    }
    if (youngerCount == 0) {
      begun = now;
    }
    younger[bucket(Math.min(value, MOST))]++;
    youngerCount++;
  }

  /** How many values a quantile rests on. */
  int count() {
    return youngerCount + olderCount;
  }

  /**
   * @param fraction above 0, at most 1
   * @return the value that so many do not exceed; 0 if there are none
   */
  long quantile(double fraction) {
    long rank = (long) Math.ceil(fraction * count());
    long seen = 0;
    for (int i = 0; i < BUCKETS; i++) {
      seen += younger[i] + older[i];
      if (seen >= rank && seen > 0) {
        return middle(i);
      }
    }
    return 0;
  }

  private static int bucket(long value) {
    long ticks = value >>> DROPPED_BITS;
    if (ticks < PARTS) {
      return (int) ticks;
    }
    int exponent = Long.SIZE - 1 - Long.numberOfLeadingZeros(ticks);
    int part = (int) (ticks >>> (exponent - PARTS_BITS)) & (PARTS - 1);
    return ((exponent - PARTS_BITS + 1) << PARTS_BITS) + part;
  }

  private static long middle(int bucket) {
    long low = bucket;
    long width = 1;
    if (bucket >= PARTS) {
      int exponent = (bucket >>> PARTS_BITS) - 1;
      low = (long) (PARTS + (bucket & (PARTS - 1))) << exponent;
      width = 1L << exponent;
    }
    return (low << DROPPED_BITS) + (width << DROPPED_BITS) / 2;
  }
}
