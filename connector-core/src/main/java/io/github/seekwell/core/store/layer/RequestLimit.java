package io.github.seekwell.core.store.layer;

import io.github.seekwell.core.store.Priority;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * How many requests may be in flight at one endpoint, and how many a second once it has asked us to
 * slow down ({@link RequestRate}). One object is shared by all stores of the endpoint; safe for any
 * number of threads.
 *
 * <p>A freed place is handed to a waiter, never thrown open, so nobody overtakes: among equals the
 * first come goes first, and every waiting demand goes before every look-ahead. Look-ahead can
 * starve behind demands, and shall.
 *
 * <p>A place is granted whenever {@code inFlight} is below {@code limit} and the rate allows
 * another request. Where only the rate holds requests back, the first in line waits for its moment
 * and the others wait for him.
 */
public final class RequestLimit {
  private final ReentrantLock lock = new ReentrantLock();
  // All below is guarded by lock.
  private final Deque<Waiter> demands = new ArrayDeque<>();
  private final Deque<Waiter> lookAheads = new ArrayDeque<>();
  private final RequestRate rate;
  private final int limit;
  private int inFlight;

  /**
   * @param limit at least 1
   */
  public RequestLimit(int limit) {
    this(limit, System::nanoTime);
  }

  /**
   * @param limit at least 1
   * @param nanoClock as {@link System#nanoTime}; by it requests are counted, waits are real
   */
  RequestLimit(int limit, LongSupplier nanoClock) {
    if (limit < 1) {
      throw new IllegalArgumentException("limit " + limit);
    }
    this.limit = limit;
    this.rate = new RequestRate(nanoClock);
  }

  /** Takes a place if one is free, without waiting. */
  public boolean tryAcquire() {
    lock.lock();
    try {
      // Where a place is free, whoever waits does so for the rate.
      if (inFlight < limit && first() == null && rate.tryTake()) {
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
   * own stall deadline, and the rate never falls to nothing, so the wait ends too. Whoever returns
   * from here calls {@link #release()}.
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
          await(waiter);
        }
      } catch (InterruptedException e) {
        if (waiter.granted) {
          inFlight--;
        } else {
          queue.remove(waiter);
        }
        grant();
        throw e;
      }
    } finally {
      lock.unlock();
    }
  }

  private void await(Waiter waiter) throws InterruptedException {
    if (inFlight < limit && waiter == first()) {
      waiter.onTime = true;
      try {
        waiter.turn.awaitNanos(rate.nanosToNext());
      } finally {
        waiter.onTime = false;
      }
      grant();
    } else {
      waiter.turn.await();
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

  /**
   * The endpoint has answered a request, and did not ask us to slow down.
   *
   * @param sentAt when the request was sent, by the clock of {@link System#nanoTime}
   */
  void answered(long sentAt) {
    lock.lock();
    try {
      rate.answered(sentAt);
    } finally {
      lock.unlock();
    }
  }

  /**
   * The endpoint asks us to slow down.
   *
   * @param sentAt when the request was sent, by the clock of {@link System#nanoTime}
   * @param attempt 1 if it was its first
   * @return whether requests are held back from now on, and were not before
   */
  boolean refused(long sentAt, int attempt) {
    lock.lock();
    try {
      return rate.refused(sentAt, attempt);
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
      return inFlight >= limit || first() != null;
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
      Waiter next = first();
      if (next == null) {
        return;
      }
      if (!rate.tryTake()) {
        if (!next.onTime) {
          next.turn.signal(); // to wait for its moment
        }
        return;
      }
      (demands.isEmpty() ? lookAheads : demands).removeFirst();
      inFlight++;
      next.granted = true;
      next.turn.signal();
    }
  }

  private @Nullable Waiter first() {
    return demands.isEmpty() ? lookAheads.peekFirst() : demands.peekFirst();
  }

  private static final class Waiter {
    private final Condition turn;
    private boolean granted;
    private boolean onTime;

    private Waiter(Condition turn) {
      this.turn = turn;
    }
  }
}
