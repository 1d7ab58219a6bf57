package io.github.seekwell.core.store.layer;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How many second requests may still be made at one endpoint: each demand earns a small share of
 * one, and what nobody spends is saved up to a few. One object is shared by all stores of the
 * endpoint; safe for any number of threads, without a lock.
 */
public final class HedgeBudget {
  /** Shares are counted in millionths of a request. */
  private static final long REQUEST = 1_000_000;

  /**
   * The most that is saved: enough for the requests that one bad moment of a store delays together,
   * and too little to double the load of a store that has become slow for everybody.
   */
  private static final long MOST = 10 * REQUEST;

  private final AtomicLong saved = new AtomicLong();

  /**
   * A demand is made.
   *
   * @param share what it earns of a second request, 0 to 1
   */
  public void earn(double share) {
    add(Math.round(share * REQUEST));
  }

  /** Takes one request out, if there is one. */
  boolean spend() {
    long before = saved.get();
    while (before >= REQUEST) {
      long now = saved.compareAndExchange(before, before - REQUEST);
      if (now == before) {
        return true;
      }
      before = now;
    }
    return false;
  }

  /** What was taken out was not spent after all. */
  void giveBack() {
    add(REQUEST);
  }

  private void add(long amount) {
    saved.getAndUpdate(before -> Math.min(MOST, before + amount));
  }
}
