package io.github.seekwell.benchmarks.ingest;

import io.github.seekwell.benchmarks.report.StoreCost;
import io.github.seekwell.benchmarks.report.StoreCost.Figure;
import io.github.seekwell.benchmarks.report.StoreCost.Unit;
import io.github.seekwell.benchmarks.report.TaskTally;
import java.util.List;
import java.util.Locale;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerStageSubmitted;
import org.apache.spark.scheduler.SparkListenerTaskEnd;

/** Tells how far the job is, step by step. */
final class Steps extends SparkListener {
  private static final int SELDOM_SECONDS = 1;

  private final TaskTally tally = new TaskTally();
  private volatile String step = "starting";

  /** What is told of next. */
  void begin(String name) {
    step = name;
    tell(name);
  }

  private void tell(String what) {
    System.out.printf(Locale.ROOT, "  %6.1f s   %s%n", tally.seconds(), what);
  }

  @Override
  public void onStageSubmitted(SparkListenerStageSubmitted stage) {
    tally.submitted(stage.stageInfo().numTasks());
  }

  @Override
  public void onTaskEnd(SparkListenerTaskEnd end) {
    tally.ended(end);
    if (tally.silentFor(SELDOM_SECONDS)) {
      tell(step + ": " + tally.progress());
    }
  }

  /** What Spark counted. */
  StoreCost cost() {
    return new StoreCost(
        "Spark",
        List.of(
            new Figure("tasks", tally.tasks(), Unit.COUNT),
            new Figure("input bytes", tally.bytesRead(), Unit.BYTES),
            new Figure("output bytes", tally.bytesWritten(), Unit.BYTES),
            new Figure("time of all tasks", tally.runSeconds(), Unit.SECONDS)),
        List.of());
  }
}
