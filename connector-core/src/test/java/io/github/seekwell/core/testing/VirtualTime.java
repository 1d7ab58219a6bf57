package io.github.seekwell.core.testing;

import io.github.seekwell.core.store.layer.Sleeper;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.LongSupplier;

/** A clock that moves when somebody sleeps by it or a test says so. Safe for any thread. */
public final class VirtualTime implements LongSupplier, Sleeper {
  private final Object lock = new Object();
  // Guarded by lock.
  private final List<Duration> sleeps = new ArrayList<>();
  private long nanos;

  /** Nanoseconds since this clock was made. */
  @Override
  public long getAsLong() {
    synchronized (lock) {
      return nanos;
    }
  }

  public void advance(Duration duration) {
    synchronized (lock) {
      nanos += duration.toNanos();
    }
  }

  /** Takes no real time; an interrupted thread is refused as by a real sleep. */
  @Override
  public void sleep(Duration duration, CountDownLatch alarm) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException("interrupted in virtual sleep");
    }
    synchronized (lock) {
      sleeps.add(duration);
      nanos += duration.toNanos();
    }
  }

  /** How long it was slept each time. */
  public List<Duration> sleeps() {
    synchronized (lock) {
      return List.copyOf(sleeps);
    }
  }
}
