package io.github.seekwell.core.block.disk;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;

/**
 * Blocks that wait to be written: bounded, and gathered for a while, so that neighbours meet and
 * disks write at length. Safe for threads; nobody waits.
 */
final class OfferQueue {
  /** What is worth a write at once. */
  private static final long BATCH = 4 << 20;

  private final long maxBytes;
  private final long batch;
  private final Executor soon;
  private final Executor later;
  private final Runnable drain;

  // Guards all below.
  private final Object lock = new Object();
  private List<Offer> offers = new ArrayList<>();
  private long bytes;
  private boolean drainsSoon;
  private boolean drainsLater;

  /**
   * @param maxBytes of blocks that wait or are being written
   * @param drain run by {@code soon} when enough has come, by {@code later} if too little comes
   */
  OfferQueue(long maxBytes, Executor soon, Executor later, Runnable drain) {
    this.maxBytes = maxBytes;
    this.batch = Math.min(BATCH, maxBytes / 2);
    this.soon = soon;
    this.later = later;
    this.drain = drain;
  }

  /** Takes an offer whose block is held for it; false if there is no room. */
  boolean add(Offer offer) {
    Executor executor = null;
    synchronized (lock) {
      if (bytes + offer.block().length() > maxBytes) {
        return false;
      }
      bytes += offer.block().length();
      offers.add(offer);
      if (!drainsSoon && bytes >= batch) {
        drainsSoon = true;
        executor = soon;
      } else if (!drainsSoon && !drainsLater) {
        drainsLater = true;
        executor = later;
      }
    }
    if (executor != null) {
      executor.execute(drain);
    }
    return true;
  }

  /** All that waits; its room is taken until it is {@link #done}. */
  List<Offer> take() {
    synchronized (lock) {
      List<Offer> taken = offers;
      offers = new ArrayList<>();
      drainsSoon = false;
      drainsLater = false;
      return taken;
    }
  }

  /** These have been written or not; their blocks are held no longer. */
  void done(List<Offer> taken) {
    long freed = 0;
    for (Offer offer : taken) {
      freed += offer.block().length();
      offer.block().release();
    }
    synchronized (lock) {
      bytes -= freed;
    }
  }
}
