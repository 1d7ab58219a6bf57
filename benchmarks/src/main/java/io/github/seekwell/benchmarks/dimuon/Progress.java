package io.github.seekwell.benchmarks.dimuon;

import io.github.seekwell.benchmarks.report.StoreCost;
import io.github.seekwell.benchmarks.report.StoreCost.Figure;
import io.github.seekwell.benchmarks.report.StoreCost.Unit;
import java.util.List;
import java.util.Locale;
import org.apache.spark.executor.TaskMetrics;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerStageSubmitted;
import org.apache.spark.scheduler.SparkListenerTaskEnd;

/**
 * Tells how far the job is, and adds up what Spark counts. Spark calls it from one thread; the sums
 * are good when the context is closed, which is when that thread has heard everything.
 */
final class Progress extends SparkListener {
  /** The figure of what the tasks have read. */
  static final String INPUT_BYTES = "input bytes";

  private final long start = System.nanoTime();
  private volatile int tasks;
  private volatile int done;
  private volatile int failed;
  private volatile long bytesRead;
  private volatile long clusters;
  private volatile long taskMillis;

  @Override
  public void onStageSubmitted(SparkListenerStageSubmitted stage) {
    tasks += stage.stageInfo().numTasks();
    System.out.println("reading in " + tasks + " tasks");
  }

  @Override
  @SuppressWarnings("NonAtomicOperationOnVolatileField") // one thread writes
  public void onTaskEnd(SparkListenerTaskEnd end) {
    TaskMetrics metrics = end.taskMetrics();
    if (metrics != null) {
      bytesRead += metrics.inputMetrics().bytesRead();
      clusters += metrics.inputMetrics().recordsRead();
      taskMillis += metrics.executorRunTime();
    }
    if (end.taskInfo().successful()) {
      done++;
    } else {
      failed++;
    }
    System.out.printf(
        Locale.ROOT,
        "  %6.1f s   %d of %d tasks, %.1f MB read%s%n",
        (System.nanoTime() - start) / 1e9,
        done,
        tasks,
        bytesRead / 1e6,
        failed == 0 ? "" : ", " + failed + " failed");
  }

  /**
   * What Spark counted.
   *
   * @param driver bytes that the driver read, of which Spark keeps no account
   */
  StoreCost cost(long driver) {
    return new StoreCost(
        "Spark",
        List.of(
            new Figure("tasks", done + failed, Unit.COUNT),
            new Figure("clusters of events read", clusters, Unit.COUNT),
            new Figure(INPUT_BYTES, bytesRead, Unit.BYTES),
            new Figure(ReadBytes.DRIVER, driver, Unit.BYTES),
            new Figure("time of all tasks", taskMillis / 1e3, Unit.SECONDS)),
        List.of());
  }
}
