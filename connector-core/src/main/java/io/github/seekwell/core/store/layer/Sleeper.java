package io.github.seekwell.core.store.layer;

import java.time.Duration;

/** Waits. Handed in, so that tests need not. */
@FunctionalInterface
public interface Sleeper {
  /** Lets time pass on this thread. */
  Sleeper THREAD =
      duration -> Thread.sleep(duration.toMillis(), duration.toNanosPart() % 1_000_000);

  /**
   * @param duration at least zero
   * @throws InterruptedException if the thread was interrupted; its flag is cleared then
   */
  void sleep(Duration duration) throws InterruptedException;
}
