package io.github.seekwell.core.store.layer;

import java.util.concurrent.Executor;

/**
 * How a store's requests are hedged.
 *
 * @param share of a second request that every demand earns, 0 to 1; with 0 there is no hedging
 * @param maxBytes what a GET may ask for to be hedged
 * @param alarms tell when a first byte is late
 * @param threads make second requests; may refuse to
 */
public record HedgeTerms(double share, long maxBytes, AlarmClock alarms, Executor threads) {
  /** No second requests. */
  public static final HedgeTerms NONE =
      new HedgeTerms(0, 0, (nanos, task) -> () -> {}, Runnable::run);

  public HedgeTerms {
    if (!(share >= 0 && share <= 1) || maxBytes < 0) {
      throw new IllegalArgumentException("share " + share + ", up to " + maxBytes + " bytes");
    }
  }
}
