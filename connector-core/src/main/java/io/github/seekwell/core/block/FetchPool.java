package io.github.seekwell.core.block;

import io.github.seekwell.core.store.ErrorKind;
import io.github.seekwell.core.store.Priority;
import io.github.seekwell.core.store.StoreException;
import io.github.seekwell.core.store.StoreException.Failure;
import java.io.Closeable;
import java.util.Comparator;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Makes the GETs: a bounded number of daemon threads, demands before look-ahead, oldest first.
 *
 * <p>Bytes in flight are bounded. Half of the budget is look-ahead's, taken when an extent is
 * queued and refused when it is spent: hope is optional. The other half is for demands, taken when
 * one starts to run, so that what holds it always moves on and releases it. Safe for threads.
 */
public final class FetchPool implements Closeable {
  private static final long IDLE_SECONDS = 10;

  private final LongSupplier budget;
  private final ThreadPoolExecutor threads;
  private final AtomicLong sequence = new AtomicLong();
  private final AtomicLong progress = new AtomicLong();
  private final Object budgetLock = new Object();

  // Guarded by budgetLock.
  private long demandBytes;
  private long lookAheadBytes;
  private long peakBytes;

  /** A queued extent; the queue orders these. */
  private record Task(FetchPool pool, Extent extent, Priority priority, long number)
      implements Runnable {
    static final Comparator<Runnable> ORDER =
        Comparator.comparing((Runnable r) -> ((Task) r).priority)
            .thenComparingLong(r -> ((Task) r).number);

    @Override
    public void run() {
      pool.run(extent);
    }
  }

  /**
   * @param budget bytes that may be in flight, asked at every fetch
   */
  public FetchPool(int threadCount, LongSupplier budget) {
    this(threadCount, budget, daemons());
  }

  FetchPool(int threadCount, LongSupplier budget, ThreadFactory factory) {
    this.budget = budget;
    this.threads =
        new ThreadPoolExecutor(
            threadCount,
            threadCount,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new PriorityBlockingQueue<>(64, Task.ORDER),
            factory);
    this.threads.allowCoreThreadTimeOut(true);
  }

  private static ThreadFactory daemons() {
    AtomicLong number = new AtomicLong();
    return body -> {
      Thread thread = new Thread(body, "seekwell-fetch-" + number.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
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
    for (Runnable queued : threads.getQueue()) {
      if (((Task) queued).extent == extent && threads.getQueue().remove(queued)) {
        queue(extent);
        return;
      }
    }
  }

  /** Takes an extent back if nobody waits for it and it has not begun. */
  void drop(Extent extent) {
    if (extent.drop()) {
      threads.getQueue().removeIf(queued -> ((Task) queued).extent == extent);
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
    return threads.getQueue().size();
  }

  /** Extents of this priority waiting for a thread. */
  int queued(Priority priority) {
    int count = 0;
    for (Runnable queued : threads.getQueue()) {
      if (((Task) queued).priority == priority) {
        count++;
      }
    }
    return count;
  }

  /** Threads alive now. */
  public int threadCount() {
    return threads.getPoolSize();
  }

  /** Has threads end as soon as they are idle, until {@link #keepIdle()}; fetches still work. */
  public void endIdle() {
    threads.setKeepAliveTime(1, TimeUnit.NANOSECONDS);
  }

  /** Has idle threads stay for a while. */
  public void keepIdle() {
    threads.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
  }

  /** Ends the threads; queued extents are broken, running ones end with their stores. */
  @Override
  public void close() {
    for (Runnable queued : threads.shutdownNow()) {
      abandon(((Task) queued).extent);
    }
  }

  private void queue(Extent extent) {
    Task task = new Task(this, extent, extent.priority(), sequence.incrementAndGet());
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
