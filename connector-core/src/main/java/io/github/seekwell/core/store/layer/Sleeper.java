package io.github.seekwell.core.store.layer;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Waits. Handed in, so that tests need not. */
@FunctionalInterface
public interface Sleeper {
  /** Lets time pass on this thread. */
  Sleeper THREAD = (duration, alarm) -> alarm.await(duration.toNanos(), TimeUnit.NANOSECONDS);

  /**
   * Returns when the time has passed or the alarm has gone off; the caller looks which.
   *
   * @param duration at least zero
   * @param alarm ends the wait when its count reaches zero
   * @throws InterruptedException if the thread was interrupted; its flag is cleared then
   */
  void sleep(Duration duration, CountDownLatch alarm) throws InterruptedException;
}
