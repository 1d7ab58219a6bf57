package io.github.seekwell.core.metrics;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/**
 * How long the calling thread has computed. Asking costs some hundred nanoseconds, which is nothing
 * beside waiting for a store and too much for a hit.
 */
public final class ThreadCpu {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final boolean TOLD =
      THREADS.isCurrentThreadCpuTimeSupported() && THREADS.isThreadCpuTimeEnabled();

  private ThreadCpu() {}

  /** Nanoseconds since some moment of this thread's past; 0 where the JVM cannot tell. */
  public static long nanos() {
    return TOLD ? THREADS.getCurrentThreadCpuTime() : 0;
  }
}
