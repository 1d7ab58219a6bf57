package io.github.seekwell.core.testing;

import java.util.function.LongSupplier;

/** What a store allows: so many requests a second, and a few at once after a rest. */
public final class TokenBucket {
  private final LongSupplier nanoClock;
  private final int burst;
  // Guarded by this.
  private double perSecond;
  private double tokens;
  private long filledAt;

  /**
   * @param burst at least 1
   */
  public TokenBucket(double perSecond, int burst, LongSupplier nanoClock) {
    this.perSecond = perSecond;
    this.burst = burst;
    this.nanoClock = nanoClock;
    this.tokens = burst;
    this.filledAt = nanoClock.getAsLong();
  }

  /** Another rate from now on. */
  public synchronized void allow(double newRate) {
    fill();
    perSecond = newRate;
  }

  /** Whether a request is allowed now; if so, it is counted. */
  public synchronized boolean take() {
    fill();
    if (tokens < 1) {
      return false;
    }
    tokens--;
    return true;
  }

  private void fill() {
    long now = nanoClock.getAsLong();
    tokens = Math.min(burst, tokens + (now - filledAt) * perSecond / 1e9);
    filledAt = now;
  }
}
