package io.github.seekwell.spark;

import io.github.seekwell.core.metrics.ReadSnapshot;
import java.time.Duration;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Figures by scheme, taken anew when they have come of age; where that fails the old ones stay,
 * since a gauge that throws may silence all of Spark's metrics. What takes long is done less often,
 * so that it never has more than a tenth of a processor. Safe for threads.
 */
final class Latest {
  private static final int REST = 9;

  private final Supplier<Map<String, ReadSnapshot>> source;
  private final long ageNanos;
  private final LongSupplier nanoClock;

  // Guarded by this.
  private Map<String, ReadSnapshot> figures = Map.of();
  private long dueAt;
  private boolean taken;
  private long takings;

  Latest(Supplier<Map<String, ReadSnapshot>> source, Duration age) {
    this(source, age, System::nanoTime);
  }

  /**
   * @param nanoClock as {@link System#nanoTime}
   */
  Latest(Supplier<Map<String, ReadSnapshot>> source, Duration age, LongSupplier nanoClock) {
    this.source = source;
    this.ageNanos = age.toNanos();
    this.nanoClock = nanoClock;
  }

  /**
   * How long to rest after work that is wanted once in {@code ageNanos}: nine times as long as it
   * took, if that is longer.
   */
  static long rest(long start, long end, long ageNanos) {
    return Math.max(start + ageNanos - end, REST * (end - start));
  }

  /** What has been counted for a scheme. */
  synchronized ReadSnapshot of(String scheme) {
    renew();
    return figures.getOrDefault(scheme, ReadSnapshot.EMPTY);
  }

  /** How often figures have been taken, by this call too if they have come of age. */
  synchronized long takings() {
    renew();
    return takings;
  }

  /** Who asks next has them taken anew, however young these are: something has come to its end. */
  synchronized void expire() {
    taken = false;
  }

  /** Guarded by this. */
  private void renew() {
    final long now = nanoClock.getAsLong();
    if (!taken || now - dueAt >= 0) {
      final Map<String, ReadSnapshot> fresh = Quietly.get("read its figures", source);
      figures = fresh == null ? figures : fresh;
      final long end = nanoClock.getAsLong();
      dueAt = end + rest(now, end, ageNanos);
      taken = true;
      takings++;
    }
  }
}
