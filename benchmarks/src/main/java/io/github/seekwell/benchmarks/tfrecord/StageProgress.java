package io.github.seekwell.benchmarks.tfrecord;

import io.github.seekwell.benchmarks.report.TaskTally;
import java.util.Locale;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerStageCompleted;
import org.apache.spark.scheduler.SparkListenerStageSubmitted;
import org.apache.spark.scheduler.SparkListenerTaskEnd;

/** Tells how far the job is, stage by stage. */
final class StageProgress extends SparkListener {
  private static final int SELDOM_SECONDS = 2;

  private final TaskTally all = new TaskTally();
  private volatile TaskTally stage = new TaskTally();

  @Override
  public void onStageSubmitted(SparkListenerStageSubmitted submitted) {
    stage = new TaskTally();
    stage.submitted(submitted.stageInfo().numTasks());
  }

  @Override
  public void onTaskEnd(SparkListenerTaskEnd end) {
    stage.ended(end);
    if (stage.silentFor(SELDOM_SECONDS)) {
      tell();
    }
  }

  @Override
  public void onStageCompleted(SparkListenerStageCompleted completed) {
    tell();
  }

  private void tell() {
    System.out.printf(Locale.ROOT, "  %6.1f s   %s%n", all.seconds(), stage.progress());
  }
}
