package io.github.seekwell.core.net;

import java.time.Duration;

/**
 * How old a connection may become. The limit is spread, so that connections opened in one burst are
 * not replaced in one burst.
 *
 * @param limit the longest life of a connection
 * @param spread the part of the limit that chance may take off, 0 to less than 1
 */
public record ConnectionAge(Duration limit, double spread) {

  /** One fifth: a pool opened at once is renewed over a minute when the limit is five. */
  public static final double DEFAULT_SPREAD = 0.2;

  public ConnectionAge {
    if (limit.isNegative() || limit.isZero()) {
      throw new IllegalArgumentException("age limit must be more than nothing: " + limit);
    }
    if (!(spread >= 0 && spread < 1)) {
      throw new IllegalArgumentException("spread is not in [0, 1): " + spread);
    }
  }

  public static ConnectionAge of(Duration limit) {
    return new ConnectionAge(limit, DEFAULT_SPREAD);
  }

  /**
   * Returns the end of a connection's life on the clock of {@code openedAt}.
   *
   * @param openedAt nanoseconds on any monotonic clock
   * @param chance a random number in [0, 1)
   */
  public long endOf(long openedAt, double chance) {
    return openedAt + (long) (limit.toNanos() * (1 - spread * chance));
  }
}
