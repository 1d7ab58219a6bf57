package io.github.seekwell.core.store.layer;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Looks, as long as there are GETs under way, every {@value #EVERY_MILLIS} ms whether one of their
 * threads was interrupted. Java tells nobody of an interrupt but the thread itself. Its own thread,
 * a daemon, ends a second after the last GET. Safe for threads.
 */
final class InterruptLook {
  /** Of all file systems of this class loader: one thread looks for all. */
  static final InterruptLook SHARED = new InterruptLook();

  private static final int EVERY_MILLIS = 50;
  private static final int IDLE_LOOKS = 20;

  private final Set<InterruptibleStore.Call> calls = ConcurrentHashMap.newKeySet();

  /** Becomes false only while there are no calls, under the monitor. */
  private volatile boolean looking;

  void begin(InterruptibleStore.Call call) {
    calls.add(call);
    if (!looking) {
      start();
    }
  }

  void end(InterruptibleStore.Call call) {
    calls.remove(call);
  }

  /** Whether its thread is there. */
  boolean isLooking() {
    return looking;
  }

  private synchronized void start() {
    if (!looking) {
      looking = true;
      Thread thread = new Thread(this::look, "seekwell-interrupts");
      thread.setDaemon(true);
      thread.start();
    }
  }

  private void look() {
    for (int idle = 0; idle < IDLE_LOOKS || !ends(); ) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(EVERY_MILLIS));
      idle = calls.isEmpty() ? idle + 1 : 0;
      calls.forEach(InterruptibleStore.Call::look);
    }
  }

  /**
   * Says that it ends before it looks for the last time: who begins meanwhile is seen by that look,
   * or sees that there is none and starts another.
   */
  private synchronized boolean ends() {
    looking = false;
    looking = !calls.isEmpty();
    return !looking;
  }
}
