package io.github.seekwell.benchmarks.tfrecord;

import java.util.Locale;
import org.apache.spark.executor.TaskMetrics;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerStageCompleted;
import org.apache.spark.scheduler.SparkListenerStageSubmitted;
import org.apache.spark.scheduler.SparkListenerTaskEnd;

/** Tells how far the job is. Spark calls it from one thread. */
final class StageProgress extends SparkListener {
  private static final long SELDOM = 2_000_000_000;

  private final long start = System.nanoTime();
  private volatile int tasks;
  private volatile int done;
  private volatile long read;
  private volatile long written;
  private volatile long told;

  @Override
  public void onStageSubmitted(SparkListenerStageSubmitted stage) {
    tasks = stage.stageInfo().numTasks();
    done = 0;
    read = 0;
    written = 0;
    told = System.nanoTime();
  }

  @Override
  @SuppressWarnings("NonAtomicOperationOnVolatileField") // one thread writes
  public void onTaskEnd(SparkListenerTaskEnd end) {
    TaskMetrics metrics = end.taskMetrics();
    if (metrics != null) {
      read += metrics.inputMetrics().bytesRead();
      written += metrics.outputMetrics().bytesWritten();
    }
    if (end.taskInfo().successful()) {
      done++;
    }
    if (System.nanoTime() - told > SELDOM) {
      tell();
    }
  }

  @Override
  public void onStageCompleted(SparkListenerStageCompleted stage) {
    tell();
  }

  private void tell() {
    told = System.nanoTime();
    System.out.printf(
        Locale.ROOT,
        "  %6.1f s   %d of %d tasks, %.1f MB read, %.1f MB written%n",
        (told - start) / 1e9,
        done,
        tasks,
        read / 1e6,
        written / 1e6);
  }
}
