package io.github.seekwell.benchmarks.ingest;

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
 * are good when the context is closed.
 */
final class Steps extends SparkListener {
  private static final long PAUSE = 1_000_000_000;

  private final long start = System.nanoTime();
  private volatile String step = "starting";
  private volatile int tasks;
  private volatile int done;
  private volatile int failed;
  private volatile long bytesRead;
  private volatile long bytesWritten;
  private volatile long taskMillis;
  private long said = start;

  /** What is told of next. */
  void begin(String name) {
    step = name;
    System.out.printf(Locale.ROOT, "  %6.1f s   %s%n", seconds(), name);
  }

  private double seconds() {
    return (System.nanoTime() - start) / 1e9;
  }

  @Override
  @SuppressWarnings("NonAtomicOperationOnVolatileField") // one thread writes
  public void onStageSubmitted(SparkListenerStageSubmitted stage) {
    tasks += stage.stageInfo().numTasks();
  }

  @Override
  @SuppressWarnings("NonAtomicOperationOnVolatileField") // one thread writes
  public void onTaskEnd(SparkListenerTaskEnd end) {
    TaskMetrics metrics = end.taskMetrics();
    if (metrics != null) {
      bytesRead += metrics.inputMetrics().bytesRead();
      bytesWritten += metrics.outputMetrics().bytesWritten();
      taskMillis += metrics.executorRunTime();
    }
    if (end.taskInfo().successful()) {
      done++;
    } else {
      failed++;
    }
    if (System.nanoTime() - said > PAUSE) {
      said = System.nanoTime();
      System.out.printf(
          Locale.ROOT,
          "  %6.1f s   %s: %d of %d tasks, %.1f MB read, %.1f MB written%s%n",
          seconds(),
          step,
          done,
          tasks,
          bytesRead / 1e6,
          bytesWritten / 1e6,
          failed == 0 ? "" : ", " + failed + " failed");
    }
  }

  /** What Spark counted. */
  StoreCost cost() {
    return new StoreCost(
        "Spark",
        List.of(
            new Figure("tasks", done + failed, Unit.COUNT),
            new Figure("input bytes", bytesRead, Unit.BYTES),
            new Figure("output bytes", bytesWritten, Unit.BYTES),
            new Figure("time of all tasks", taskMillis / 1e3, Unit.SECONDS)),
        List.of());
  }
}
