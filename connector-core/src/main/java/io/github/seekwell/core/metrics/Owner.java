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
 * any number of threads. What has been counted by a hit that has returned is in every snapshot that
 * is taken afterwards: it has been told, or is untold and listed with the recorders as owed.
 *
 * <p>A hit takes no lock, but the first after each asking and one in some hundred do: this
 * object's, under which hits are told and lists are changed and nothing else is done.
 */
final class Owner {
  /** Told at the latest after so many hits, and after so many bytes. */
  static final int MOST_HITS = 256;

  static final long MOST_BYTES = 4 << 20;

  /**
   * Where the number of hits begins in a long whose lower part is their bytes: there is room for
   * what thirty thousand threads add while the first of them is about to tell.
   */
  private static final int HITS_SHIFT = 40;

  /** Set in that long while this owner is in the lists of its recorders. */
  private static final long LISTED = Long.MIN_VALUE;

  private static final VarHandle UNTOLD = untold();

  private final ReadRecorder scheme;
  private final ReadListener account;
  private final @Nullable ReadRecorder own;

  /** Another listener than a recorder hears everything at once, since it never asks. */
  private final boolean tellsAtOnce;

  // Added to by any thread; taken from and listed under this object's lock only.
  private volatile long untold;

  /**
   * @param claimant hears of everything besides; null if nobody has claimed it
   */
  Owner(ReadRecorder scheme, @Nullable ReadListener claimant) {
    this.scheme = scheme;
    this.account = claimant == null ? scheme : ListenerChain.of(scheme, claimant);
    this.own = claimant instanceof ReadRecorder recorder ? recorder : null;
    this.tellsAtOnce = claimant != null && own == null;
  }

  private static VarHandle untold() {
    try {
      return MethodHandles.lookup().findVarHandle(Owner.class, "untold", long.class);
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
    if ((before & LISTED) == 0) {
      list();
    } else if (reads(before) + reads >= MOST_HITS || bytes(before) + bytes >= MOST_BYTES) {
      tell();
    }
  }

  private static long reads(long hits) {
    return (hits & ~LISTED) >>> HITS_SHIFT;
  }

  private static long bytes(long hits) {
    return hits & (1L << HITS_SHIFT) - 1;
  }

  private void list() {
    synchronized (this) { // whoever else hits meanwhile waits here until both know
      if ((untold & LISTED) == 0) {
        scheme.owed(this);
        if (own != null) {
          own.owed(this);
        }
        UNTOLD.getAndBitwiseOr(this, LISTED);
      }
    }
    scheme.settleIfMany(); // and so others, which must not be under this one's lock
    if (own != null) {
      own.settleIfMany();
    }
  }

  // Locked, since who asks meanwhile must not pass by hits that have been taken and not told.
  private synchronized void tell() {
    told((long) UNTOLD.getAndBitwiseAnd(this, LISTED));
  }

  private void told(long hits) {
    long reads = reads(hits);
    long bytes = bytes(hits);
    if (reads != 0 || bytes != 0) {
      account.onHits(this, reads, bytes);
    }
  }

  /** Tells everything; when it returns, the recorders have heard of every hit of before. */
  synchronized void settle() {
    told((long) UNTOLD.getAndSet(this, 0L));
    // Last, since who does not find it there takes it to have told everything. Of both, since the
    // scheme's would keep the account of a task that has ended.
    scheme.settled(this);
    if (own != null) {
      own.settled(this);
    }
  }

  @Override
  public String toString() {
    return account == scheme ? "nobody" : account.toString();
  }
}
