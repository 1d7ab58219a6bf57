package io.github.seekwell.benchmarks.report;

import java.util.Locale;
import org.apache.spark.executor.TaskMetrics;
import org.apache.spark.scheduler.SparkListenerTaskEnd;

/**
 * Adds up what Spark counts of tasks. Spark's listeners write, one thread; anybody reads. The sums
 * are good when the context is closed, which is when that thread has heard everything.
 */
public final class TaskTally {
  private final long start = System.nanoTime();
  private volatile int tasks;
  private volatile int done;
  private volatile int failed;
  private volatile long bytesRead;
  private volatile long recordsRead;
  private volatile long bytesWritten;
  private volatile long runMillis;
  private volatile long cpuNanos;
  private volatile long gcMillis;
  private volatile long told = start;

  /** So many tasks more are to be done. */
  @SuppressWarnings("NonAtomicOperationOnVolatileField") // one thread writes
  public void submitted(int more) {
    tasks += more;
  }

  /** One has ended, whichever way. */
  @SuppressWarnings("NonAtomicOperationOnVolatileField") // one thread writes
  public void ended(SparkListenerTaskEnd end) {
    TaskMetrics metrics = end.taskMetrics();
    if (metrics != null) {
      bytesRead += metrics.inputMetrics().bytesRead();
      recordsRead += metrics.inputMetrics().recordsRead();
      bytesWritten += metrics.outputMetrics().bytesWritten();
      runMillis += metrics.executorRunTime();
      cpuNanos += metrics.executorCpuTime();
      gcMillis += metrics.jvmGCTime();
    }
    if (end.taskInfo().successful()) {
      done++;
    } else {
      failed++;
    }
  }

  /** How far it is, in words. */
  public String progress() {
    told = System.nanoTime();
    return String.format(
        Locale.ROOT,
        "%d of %d tasks, %.1f MB read%s%s",
        done,
        tasks,
        bytesRead / 1e6,
        bytesWritten == 0
            ? ""
            : String.format(Locale.ROOT, ", %.1f MB written", bytesWritten / 1e6),
        failed == 0 ? "" : ", " + failed + " failed");
  }

  /** Seconds since this was made. */
  public double seconds() {
    return (System.nanoTime() - start) / 1e9;
  }

  /** Whether it was not told for so long how far it is. */
  public boolean silentFor(double seconds) {
    return System.nanoTime() - told > seconds * 1e9;
  }

  public int tasks() {
    return done + failed;
  }

  public long bytesRead() {
    return bytesRead;
  }

  public long recordsRead() {
    return recordsRead;
  }

  public long bytesWritten() {
    return bytesWritten;
  }

  public double runSeconds() {
    return runMillis / 1e3;
  }

  public double cpuSeconds() {
    return cpuNanos / 1e9;
  }

  public double gcSeconds() {
    return gcMillis / 1e3;
  }
}
