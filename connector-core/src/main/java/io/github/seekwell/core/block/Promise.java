package io.github.seekwell.core.block;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import org.jspecify.annotations.Nullable;

/**
 * A block's future value in the cache: claimed by one, awaited by any, then kept or broken by the
 * fetch it belongs to.
 */
final class Promise extends CompletableFuture<Block> {
  /** More visits than this earn no further round; the paper's two bits. */
  private static final int MAX_VISITS = 3;

  private static final AtomicIntegerFieldUpdater<Promise> AWAITED =
      AtomicIntegerFieldUpdater.newUpdater(Promise.class, "awaited");

  private volatile @Nullable Extent extent;
  private volatile boolean needed;
  private volatile int awaited;

  // Races lose a visit now and then, which the queues do not mind.
  private int visits;
  private boolean visited;
  private boolean offered;

  void belongTo(Extent fetch) {
    extent = fetch;
  }

  /**
   * The fetch has ended. What stays in the cache must not hold it: it knows the store, the owner
   * and the neighbouring blocks.
   */
  void leaveExtent() {
    extent = null;
  }

  /** Somebody waits for this block, perhaps before it is known which fetch will bring it. */
  void need() {
    needed = true;
  }

  boolean isNeeded() {
    return needed;
  }

  /** The fetch that will keep this promise; null before it is handed over, and when it is kept. */
  @Nullable Extent extent() {
    return extent;
  }

  /** The block if the promise has been kept. */
  @Nullable Block keptBlock() {
    return isDone() && !isCompletedExceptionally() ? join() : null;
  }

  /** A reader waits, until {@link #delivered}. */
  void awaited() {
    AWAITED.incrementAndGet(this);
  }

  /** A reader who waited has the block and holds it. */
  void delivered() {
    AWAITED.decrementAndGet(this);
  }

  /**
   * Whether anybody still waits for the block or has not fetched it yet. One who gave up counts for
   * ever, which costs a copy when the block leaves.
   */
  boolean isAwaited() {
    return awaited > 0;
  }

  /** A reader came for this block. */
  void visit() {
    visited = true;
    if (visits < MAX_VISITS) {
      visits++;
    }
  }

  /** Whether a reader has ever come. */
  boolean wasVisited() {
    return visited;
  }

  /** Whether readers came more than once; coming once is what every scan does. */
  boolean wasVisitedAgain() {
    return visits > 1;
  }

  void forgetVisits() {
    visits = 0;
  }

  /** Takes a visit off, if there is one. */
  boolean spendVisit() {
    if (visits == 0) {
      return false;
    }
    visits--;
    return true;
  }

  /**
   * True once, when readers have come for it: the second tier may want it. A race tells two, and
   * the tier minds its own.
   */
  boolean claimOffer() {
    boolean first = visited && !offered;
    offered |= first;
    return first;
  }
}
