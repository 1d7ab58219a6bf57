package io.github.seekwell.core.block;

import io.github.seekwell.core.store.ErrorKind;
import io.github.seekwell.core.store.Priority;
import io.github.seekwell.core.store.StoreException;
import io.github.seekwell.core.store.StoreException.Failure;
import java.io.Closeable;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Makes the GETs: a bounded number of daemon threads, oldest first. Look-ahead has threads of its
 * own, three for every four that demands have, so no demand waits for one that hopes keep busy.
 *
 * <p>Bytes in flight are bounded. Half of the budget is look-ahead's, taken when an extent is
 * queued and refused when it is spent: hope is optional. The other half is for demands, taken when
 * one starts to run, so that what holds it always moves on and releases it. Safe for threads.
 */
public final class FetchPool implements Closeable {
  private static final long IDLE_SECONDS = 10;

  private final LongSupplier budget;
  private final ThreadPoolExecutor demands;
  private final ThreadPoolExecutor hopes;
  private final AtomicLong progress = new AtomicLong();
  private final Object budgetLock = new Object();

  // Guarded by budgetLock.
  private long demandBytes;
  private long lookAheadBytes;
  private long peakBytes;

  /** A queued extent. */
  private record Task(FetchPool pool, Extent extent, Priority priority) implements Runnable {
    @Override
    public void run() {
      pool.run(extent);
    }
  }

  /**
   * @param threadCount most demands that are fetched at a time
   * @param budget bytes that may be in flight, asked at every fetch
   */
  public FetchPool(int threadCount, LongSupplier budget) {
    this(threadCount, budget, daemons("seekwell-fetch-"), daemons("seekwell-ahead-"));
  }

  FetchPool(int threadCount, LongSupplier budget, ThreadFactory demands, ThreadFactory hopes) {
    this.budget = budget;
    this.demands = executor(threadCount, demands);
    this.hopes = executor(Math.max(1, threadCount * 3 / 4), hopes);
  }

  private static ThreadPoolExecutor executor(int threadCount, ThreadFactory factory) {
    ThreadPoolExecutor threads =
        new ThreadPoolExecutor(
            threadCount,
            threadCount,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            factory);
    threads.allowCoreThreadTimeOut(true);
    return threads;
  }

  private static ThreadFactory daemons(String name) {
    AtomicLong number = new AtomicLong();
    return body -> {
      Thread thread = new Thread(body, name + number.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }

  private ThreadPoolExecutor executor(Priority priority) {
    return priority == Priority.DEMAND ? demands : hopes;
  }

  /** Bytes of look-ahead that there is room for. */
  long lookAheadRoom() {
    synchronized (budgetLock) {
      return Math.max(0, budget.getAsLong() / 2 - lookAheadBytes);
    }
  }

  /** The most bytes one extent should have, so that several fit into the budget. */
  long maxExtent(long wished) {
    return Math.min(wished, Math.max(1, budget.getAsLong() / 8));
  }

  /** Queues an extent; false if it is look-ahead and the budget for that is spent. */
  boolean submit(Extent extent) {
    if (extent.isLookAhead() && !reserveLookAhead(extent)) {
      return false;
    }
    queue(extent);
    return true;
  }

  /** Moves an extent that waits in the queue up to the demands. */
  void promote(Extent extent) {
    if (!extent.promote()) {
      return;
    }
    for (Runnable queued : hopes.getQueue()) {
      if (((Task) queued).extent == extent && hopes.getQueue().remove(queued)) {
        queue(extent);
        return;
      }
    }
  }

  /** Takes an extent back if nobody waits for it and it has not begun. */
  void drop(Extent extent) {
    if (extent.drop()) {
      hopes.getQueue().removeIf(queued -> ((Task) queued).extent == extent);
      release(extent);
    }
  }

  /** Grows whenever an extent ends: who waits while it grows waits for others, not in vain. */
  long progress() {
    return progress.get();
  }

  /** The most bytes that were ever in flight at a time. */
  public long peakBytes() {
    synchronized (budgetLock) {
      return peakBytes;
    }
  }

  /** Bytes in flight now, or queued as look-ahead. */
  public long inFlightBytes() {
    synchronized (budgetLock) {
      return demandBytes + lookAheadBytes;
    }
  }

  /** Extents waiting for a thread. */
  int queued() {
    return queued(Priority.DEMAND) + queued(Priority.LOOK_AHEAD);
  }

  /** Extents of this priority waiting for a thread. */
  int queued(Priority priority) {
    return executor(priority).getQueue().size();
  }

  /** Threads alive now. */
  public int threadCount() {
    return demands.getPoolSize() + hopes.getPoolSize();
  }

  /** Has threads end as soon as they are idle, until {@link #keepIdle()}; fetches still work. */
  public void endIdle() {
    demands.setKeepAliveTime(1, TimeUnit.NANOSECONDS);
    hopes.setKeepAliveTime(1, TimeUnit.NANOSECONDS);
  }

  /** Has idle threads stay for a while. */
  public void keepIdle() {
    demands.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
    hopes.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
  }

  /** Ends the threads; queued extents are broken, running ones end with their stores. */
  @Override
  public void close() {
    for (ThreadPoolExecutor threads : List.of(demands, hopes)) {
      for (Runnable queued : threads.shutdownNow()) {
        abandon(((Task) queued).extent);
      }
    }
  }

  private void queue(Extent extent) {
    Task task = new Task(this, extent, extent.priority());
    ThreadPoolExecutor threads = executor(task.priority);
    try {
      threads.execute(task);
    } catch (RejectedExecutionException e) {
      abandon(extent);
      return;
    } catch (RuntimeException | Error e) {
      // No thread could be made, most likely; readers elsewhere may have joined already.
      release(extent);
      extent.breakAll(
          new StoreException(
              ErrorKind.LOCAL, Failure.of(extent.toString(), "no thread: " + e.getMessage()), e));
      throw e;
    }
    // Who promoted it before it stood in the queue did not find it there.
    if (extent.priority() != task.priority && threads.getQueue().remove(task)) {
      queue(extent);
    }
  }

  private void abandon(Extent extent) {
    release(extent);
    extent.breakAll(
        new StoreException(ErrorKind.CLOSED, extent.toString(), "the connector is closed"));
  }

  private void run(Extent extent) {
    try {
      if (!extent.isLookAhead()) {
        reserveDemand(extent);
      }
      extent.run();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      abandon(extent);
    } finally {
      release(extent);
      progress.incrementAndGet();
    }
  }

  private boolean reserveLookAhead(Extent extent) {
    synchronized (budgetLock) {
      if (lookAheadBytes + extent.bytes() > budget.getAsLong() / 2) {
        return false;
      }
      lookAheadBytes += extent.bytes();
      extent.reserve();
      notePeak();
      return true;
    }
  }

  /**
   * Waits for room; one demand always gets in, however large it is. The wait ends, because what
   * holds the room is running, and ends by its stall deadline and attempts.
   */
  private void reserveDemand(Extent extent) throws InterruptedException {
    synchronized (budgetLock) {
      while (demandBytes > 0 && demandBytes + extent.bytes() > budget.getAsLong() / 2) {
        budgetLock.wait();
      }
      demandBytes += extent.bytes();
      extent.reserve();
      notePeak();
    }
  }

  private void release(Extent extent) {
    if (!extent.endReservation()) {
      return;
    }
    synchronized (budgetLock) {
      if (extent.isLookAhead()) {
        lookAheadBytes -= extent.bytes();
      } else {
        demandBytes -= extent.bytes();
      }
      budgetLock.notifyAll();
    }
  }

  private void notePeak() {
    peakBytes = Math.max(peakBytes, demandBytes + lookAheadBytes);
  }
}
