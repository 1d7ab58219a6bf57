package io.github.seekwell.core.store.layer;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;

/**
 * How long to wait before the next attempt: exponential with full jitter, which spreads the clients
 * that failed together over the whole interval instead of bringing them back together.
 *
 * @param base bound of the first wait; doubles with each further one
 * @param max bound of every wait, of one that the store asked for too: a reader must not hang for
 *     an hour because a header said so
 * @param random draws evenly from 0 (included) to 1 (not), from any thread
 */
public record Backoff(Duration base, Duration max, DoubleSupplier random) {
  public Backoff {
    if (base.isNegative() || max.compareTo(base) < 0) {
      throw new IllegalArgumentException("backoff from " + base + " to " + max);
    }
  }

  public static Backoff of(Duration base, Duration max) {
    return new Backoff(base, max, () -> ThreadLocalRandom.current().nextDouble());
  }

  /**
   * @param failures attempts that have failed so far, at least 1
   * @param retryAfter the least that the store asked for; zero if it did not
   */
  public Duration after(int failures, Duration retryAfter) {
    long bound = max.toNanos();
    // 2^30 times any base of a nanosecond or more is beyond a second; shifting further could only
    // overflow.
    int doublings = Math.min(failures - 1, 30);
    if (base.toNanos() <= bound >> doublings) {
      bound = base.toNanos() << doublings;
    }
    double chance = random.getAsDouble();
    long drawn = (long) (chance * bound);
    if (retryAfter.isZero() || retryAfter.isNegative()) {
      return Duration.ofNanos(drawn);
    }
    // What was asked for is a floor; the jitter above it keeps the others who were told the same
    // from coming back in the same instant.
    Duration asked = retryAfter.compareTo(max) < 0 ? retryAfter : max;
    long floor = asked.toNanos() + (long) (chance * base.toNanos());
    return Duration.ofNanos(Math.min(max.toNanos(), Math.max(drawn, floor)));
  }
}
