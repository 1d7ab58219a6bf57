package io.github.seekwell.core.doctor;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.util.ShutdownHookManager;

/**
 * Lets an examination end in order when its JVM is told to end (Ctrl-C): what is being tried is
 * broken off, nothing else is tried, and the JVM waits until what was written is removed. Opened
 * and closed by the thread that examines.
 */
final class Ending implements AutoCloseable {
  /** Before Hadoop closes its file systems. */
  private static final int PRIORITY = FileSystem.SHUTDOWN_HOOK_PRIORITY + 10;

  /** Hadoop gives a hook half a minute. */
  private static final int PATIENCE_SECONDS = 25;

  private final Thread examining = Thread.currentThread();
  private final Report report;
  private final CountDownLatch tidied = new CountDownLatch(1);
  private final Runnable hook = this::ended;
  private boolean tidying; // guarded by this

  private Ending(Report report) {
    this.report = report;
  }

  static Ending watch(Report report) {
    Ending ending = new Ending(report);
    ShutdownHookManager.get().addShutdownHook(ending.hook, PRIORITY);
    return ending;
  }

  private void ended() {
    breakOff();
    try {
      tidied.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void breakOff() {
    if (!tidying) {
      report.breakOff();
      examining.interrupt();
    }
  }

  /** From here on nothing is broken off. */
  synchronized void beginTidying() {
    tidying = true;
    report.resume();
    Thread.interrupted(); // it was for what has been broken off
  }

  @Override
  public void close() {
    tidied.countDown();
    if (!ShutdownHookManager.get().isShutdownInProgress()) {
      ShutdownHookManager.get().removeShutdownHook(hook);
    }
  }
}
