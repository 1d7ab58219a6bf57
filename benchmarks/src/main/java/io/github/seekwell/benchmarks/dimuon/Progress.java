package io.github.seekwell.benchmarks.dimuon;

import io.github.seekwell.benchmarks.report.StoreCost;
import io.github.seekwell.benchmarks.report.StoreCost.Figure;
import io.github.seekwell.benchmarks.report.StoreCost.Unit;
import io.github.seekwell.benchmarks.report.TaskTally;
import java.util.List;
import java.util.Locale;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerStageSubmitted;
import org.apache.spark.scheduler.SparkListenerTaskEnd;

/** Tells how far the job is, task by task. */
final class Progress extends SparkListener {
  /** The figure of what the tasks have read. */
  static final String INPUT_BYTES = "input bytes";

  private final TaskTally tally = new TaskTally();

  @Override
  public void onStageSubmitted(SparkListenerStageSubmitted stage) {
    tally.submitted(stage.stageInfo().numTasks());
    System.out.println("reading in " + stage.stageInfo().numTasks() + " tasks");
  }

  @Override
  public void onTaskEnd(SparkListenerTaskEnd end) {
    tally.ended(end);
    System.out.printf(Locale.ROOT, "  %6.1f s   %s%n", tally.seconds(), tally.progress());
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
            new Figure("tasks", tally.tasks(), Unit.COUNT),
            new Figure("clusters of events read", tally.recordsRead(), Unit.COUNT),
            new Figure(INPUT_BYTES, tally.bytesRead(), Unit.BYTES),
            new Figure(ReadBytes.DRIVER, driver, Unit.BYTES),
            new Figure("time of all tasks", tally.runSeconds(), Unit.SECONDS)),
        List.of());
  }
}
