package io.github.seekwell.core.store.layer;

/** Has something happen later. Handed in, so that tests need not wait. Safe for any thread. */
@FunctionalInterface
public interface AlarmClock {
  /** Something that will happen unless it is called off. */
  @FunctionalInterface
  interface Alarm {
    /** Idempotent; does not wait for what is happening already. */
    void callOff();
  }

  /**
   * Runs a task once the time has passed, on a thread that all alarms share.
   *
   * @param nanos at least 0
   * @param task short: it waits for nothing
   */
  Alarm after(long nanos, Runnable task);
}
