package io.github.seekwell.core.metrics;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * The token that events of one owner carry: it knows where they are counted.
 *
 * <p>Hits are added up here and told to the recorders some hundred at a time, or when one of them
 * is asked: after 64 KiB have been copied the counters of two recorders are no longer in the
 * processor's nearest caches, and to touch them at each read costs more than the counting. Safe for
 * any number of threads; a hit takes no lock.
 */
final class Owner {
  /** Told at the latest after so many hits, and after so many bytes. */
  static final int MOST_HITS = 256;

  static final long MOST_BYTES = 4 << 20;

  /** Where the number of hits begins in a long whose lower part is their bytes. */
  private static final int HITS_SHIFT = 40;

  private static final VarHandle UNTOLD = field("untold", long.class);
  private static final VarHandle TELLERS = field("tellers", int.class);

  private final ReadRecorder scheme;
  private final ReadListener account;
  private final @Nullable ReadRecorder own;

  /** Another listener than a recorder hears everything at once, since it never asks. */
  private final boolean tellsAtOnce;

  private volatile long untold;
  private volatile int tellers;

  /**
   * @param claimant hears of everything besides; null if nobody has claimed it
   */
  Owner(ReadRecorder scheme, @Nullable ReadListener claimant) {
    this.scheme = scheme;
    this.account = claimant == null ? scheme : ListenerChain.of(scheme, claimant);
    this.own = claimant instanceof ReadRecorder recorder ? recorder : null;
    this.tellsAtOnce = claimant != null && own == null;
  }

  private static VarHandle field(String name, Class<?> type) {
    try {
      return MethodHandles.lookup().findVarHandle(Owner.class, name, type);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** Hears every event of this owner. */
  ReadListener account() {
    return account;
  }

  /** Counts hits, as {@link ReadListener#onHits}. */
  void hits(long reads, long bytes) {
    if (tellsAtOnce || reads >= MOST_HITS || bytes >= MOST_BYTES) {
      account.onHits(this, reads, bytes);
      return;
    }
    long before = (long) UNTOLD.getAndAdd(this, (reads << HITS_SHIFT) + bytes);
    if (before == 0) {
      scheme.owed(this);
      if (own != null) {
        own.owed(this);
      }
    } else if (reads(before) + reads >= MOST_HITS || bytes(before) + bytes >= MOST_BYTES) {
      tell();
    }
  }

  private static long reads(long hits) {
    return hits >>> HITS_SHIFT;
  }

  private static long bytes(long hits) {
    return hits & (1L << HITS_SHIFT) - 1;
  }

  private void tell() {
    TELLERS.getAndAdd(this, 1);
    try {
      long hits = (long) UNTOLD.getAndSet(this, 0L);
      if (hits != 0) {
        account.onHits(this, reads(hits), bytes(hits));
      }
    } finally {
      TELLERS.getAndAdd(this, -1);
    }
  }

  /** Tells everything; when it returns, the recorders have heard of every hit of before. */
  void settle() {
    tell();
    while (tellers != 0) {
      Thread.onSpinWait(); // somebody else is about to tell what he has taken
    }
    if (own != null) {
      scheme.settled(this); // which would keep the account of a task that has ended
    }
  }

  boolean owes() {
    return untold != 0;
  }

  @Override
  public String toString() {
    return account == scheme ? "nobody" : account.toString();
  }
}
