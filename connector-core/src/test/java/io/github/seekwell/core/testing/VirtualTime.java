package io.github.seekwell.core.testing;

import io.github.seekwell.core.store.layer.AlarmClock;
import io.github.seekwell.core.store.layer.Sleeper;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.LongSupplier;

/**
 * A clock that moves when somebody sleeps by it or a test says so; whoever moves it has what was
 * set for the time in between happen on his thread. Safe for any thread.
 */
public final class VirtualTime implements LongSupplier, Sleeper, AlarmClock {
  private final Object lock = new Object();
  // Guarded by lock.
  private final List<Duration> sleeps = new ArrayList<>();
  private final List<Alert> alarms = new ArrayList<>();
  private long nanos;

  private record Alert(long due, Runnable task) {}

  /** Nanoseconds since this clock was made. */
  @Override
  public long getAsLong() {
    synchronized (lock) {
      return nanos;
    }
  }

  public void advance(Duration duration) {
    List<Alert> due = new ArrayList<>();
    synchronized (lock) {
      nanos += duration.toNanos();
      for (Alert alarm : alarms) {
        if (alarm.due() <= nanos) {
          due.add(alarm);
        }
      }
      alarms.removeAll(due);
    }
    due.forEach(alarm -> alarm.task().run());
  }

  @Override
  public Alarm after(long delay, Runnable task) {
    synchronized (lock) {
      Alert alarm = new Alert(nanos + delay, task);
      alarms.add(alarm);
      return () -> {
        synchronized (lock) {
          alarms.remove(alarm);
        }
      };
    }
  }

  /** How many alarms are set. */
  public int alarms() {
    synchronized (lock) {
      return alarms.size();
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
    }
    advance(duration);
  }

  /** How long it was slept each time. */
  public List<Duration> sleeps() {
    synchronized (lock) {
      return List.copyOf(sleeps);
    }
  }
}
