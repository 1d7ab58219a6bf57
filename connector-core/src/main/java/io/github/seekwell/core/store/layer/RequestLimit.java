package io.github.seekwell.core.store.layer;

import io.github.seekwell.core.store.Priority;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * How many requests may be in flight at one endpoint. One object is shared by all stores of the
 * endpoint; safe for any number of threads.
 *
 * <p>A freed place is handed to a waiter, never thrown open, so nobody overtakes: among equals the
 * first come goes first, and every waiting demand goes before every look-ahead. Look-ahead can
 * starve behind demands, and shall.
 *
 * <p>A place is granted whenever {@code inFlight} is below {@code limit}, and only {@link #grant()}
 * compares the two: a later change of the limit while requests run (to slow down when throttled) is
 * an assignment under the lock, followed by {@code grant()}.
 */
public final class RequestLimit {
  private final ReentrantLock lock = new ReentrantLock();
  // All below is guarded by lock.
  private final Deque<Waiter> demands = new ArrayDeque<>();
  private final Deque<Waiter> lookAheads = new ArrayDeque<>();
  private final int limit;
  private int inFlight;

  /**
   * @param limit at least 1
   */
  public RequestLimit(int limit) {
    if (limit < 1) {
      throw new IllegalArgumentException("limit " + limit);
    }
    this.limit = limit;
  }

  /** Takes a place if one is free, without waiting. */
  public boolean tryAcquire() {
    lock.lock();
    try {
      // Where a place is free nobody waits: grant() has seen to it.
      if (inFlight < limit) {
        inFlight++;
        return true;
      }
      return false;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Takes a place, waiting for it as long as it takes: every request in flight is bounded by its
   * own stall deadline, so the wait ends too. Whoever returns from here calls {@link #release()}.
   *
   * @throws InterruptedException if interrupted; no place is held then
   */
  public void acquire(Priority priority) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      Deque<Waiter> queue = priority == Priority.DEMAND ? demands : lookAheads;
      Waiter waiter = new Waiter(lock.newCondition());
      queue.addLast(waiter);
      grant();
      try {
        while (!waiter.granted) {
          waiter.turn.await();
        }
      } catch (InterruptedException e) {
        if (waiter.granted) {
          inFlight--;
          grant();
        } else {
          queue.remove(waiter);
        }
        throw e;
      }
    } finally {
      lock.unlock();
    }
  }

  public void release() {
    lock.lock();
    try {
      if (inFlight == 0) {
        throw new IllegalStateException("released more often than acquired");
      }
      inFlight--;
      grant();
    } finally {
      lock.unlock();
    }
  }

  /** How many places are taken. */
  public int inFlight() {
    lock.lock();
    try {
      return inFlight;
    } finally {
      lock.unlock();
    }
  }

  /** How many wait for a place. */
  public int waiting() {
    lock.lock();
    try {
      return demands.size() + lookAheads.size();
    } finally {
      lock.unlock();
    }
  }

  /** Whether whoever comes now would have to wait. */
  public boolean isFull() {
    lock.lock();
    try {
      return inFlight >= limit;
    } finally {
      lock.unlock();
    }
  }

  /** The most that may be in flight. */
  public int limit() {
    return limit;
  }

  @Override
  public String toString() {
    return Integer.toString(limit);
  }

  /** Hands out what is free; called with the lock held. */
  private void grant() {
    while (inFlight < limit) {
      Waiter next = demands.isEmpty() ? lookAheads.pollFirst() : demands.pollFirst();
      if (next == null) {
        return;
      }
      inFlight++;
      next.granted = true;
      next.turn.signal();
    }
  }

  private static final class Waiter {
    private final Condition turn;
    private boolean granted;

    private Waiter(Condition turn) {
      this.turn = turn;
    }
  }
}
