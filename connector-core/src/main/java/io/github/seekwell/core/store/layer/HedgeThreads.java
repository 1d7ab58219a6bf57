package io.github.seekwell.core.store.layer;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The threads that hedging needs: one that looks at the clock, and a few that make second requests.
 * All are daemons, come when there is something to do and end when there was nothing for a while.
 * Safe for threads.
 */
public final class HedgeThreads implements AlarmClock, Executor {
  private static final long IDLE_SECONDS = 10;

  /** More second requests at a time than any budget gives out, but for several endpoints. */
  private static final int MOST = 16;

  private final ScheduledThreadPoolExecutor timer;
  private final ThreadPoolExecutor requests;

  public HedgeThreads() {
    timer = new ScheduledThreadPoolExecutor(1, body -> daemon(body, "seekwell-hedge-timer"));
    // Nearly all alarms are called off: the first byte came.
    timer.setRemoveOnCancelPolicy(true);
    timer.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
    timer.allowCoreThreadTimeOut(true);
    AtomicLong number = new AtomicLong();
    requests =
        new ThreadPoolExecutor(
            0,
            MOST,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            body -> daemon(body, "seekwell-hedge-" + number.incrementAndGet()));
  }

  private static Thread daemon(Runnable body, String name) {
    Thread thread = new Thread(body, name);
    thread.setDaemon(true);
    return thread;
  }

  @Override
  public Alarm after(long nanos, Runnable task) {
    ScheduledFuture<?> alarm = timer.schedule(task, nanos, TimeUnit.NANOSECONDS);
    return () -> alarm.cancel(false);
  }

  /**
   * Makes a second request on a thread of its own.
   *
   * @throws RejectedExecutionException if all are busy; nothing ever queues here
   */
  @Override
  public void execute(Runnable request) {
    requests.execute(request);
  }

  /** Threads alive now. */
  public int threadCount() {
    return timer.getPoolSize() + requests.getPoolSize();
  }

  /** Has threads end as soon as they are idle, until {@link #keepIdle()}; hedging still works. */
  public void endIdle() {
    // The timer looks that often whether it may end while an alarm is set.
    timer.setKeepAliveTime(1, TimeUnit.MILLISECONDS);
    requests.setKeepAliveTime(1, TimeUnit.NANOSECONDS);
  }

  /** Has idle threads stay for a while. */
  public void keepIdle() {
    timer.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
    requests.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
  }
}
