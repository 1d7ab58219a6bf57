package io.github.seekwell.spark;

import java.io.IOException;
import java.util.function.Consumer;
import org.apache.spark.ExecutorLostFailure;
import org.apache.spark.Resubmitted$;
import org.apache.spark.Success$;
import org.apache.spark.TaskCommitDenied;
import org.apache.spark.TaskEndReason;
import org.apache.spark.TaskKilled;
import org.apache.spark.executor.TaskMetrics;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerApplicationEnd;
import org.apache.spark.scheduler.SparkListenerExecutorRemoved;
import org.apache.spark.scheduler.SparkListenerStageCompleted;
import org.apache.spark.scheduler.SparkListenerStageSubmitted;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.scheduler.SparkListenerTaskStart;
import org.apache.spark.scheduler.StageInfo;
import org.jspecify.annotations.Nullable;

/** Enters into the ledger what Spark itself knows of stages, tasks and executors. */
final class TaskWatch extends SparkListener {
  private final Ledger ledger;
  private final Consumer<StageKey> over;

  /**
   * @param over hears of each stage that has ended, besides
   */
  TaskWatch(Ledger ledger, Consumer<StageKey> over) {
    this.ledger = ledger;
    this.over = over;
  }

  @Override
  public void onStageSubmitted(SparkListenerStageSubmitted event) {
    final StageInfo stage = event.stageInfo();
    Quietly.run("follow Spark's stages", () -> ledger.began(key(stage), stage.name()));
  }

  @Override
  public void onStageCompleted(SparkListenerStageCompleted event) {
    Quietly.run("follow Spark's stages", () -> ended(key(event.stageInfo())));
  }

  private void ended(StageKey stage) throws IOException {
    over.accept(stage);
    ledger.ended(stage);
  }

  @Override
  public void onTaskStart(SparkListenerTaskStart event) {
    Quietly.run(
        "follow Spark's tasks",
        () ->
            ledger.began(
                event.taskInfo().taskId(),
                new StageKey(event.stageId(), event.stageAttemptId()),
                event.taskInfo().executorId()));
  }

  @Override
  public void onTaskEnd(SparkListenerTaskEnd event) {
    // Told of a task that had ended well and whose output is lost: it is no second end.
    if (event.reason() != Resubmitted$.MODULE$) {
      Quietly.run(
          "follow Spark's tasks",
          () ->
              ledger.ended(
                  event.taskInfo().taskId(),
                  new StageKey(event.stageId(), event.stageAttemptId()),
                  event.taskInfo().executorId(),
                  how(event.reason()),
                  accountable(event.reason(), event.taskMetrics()),
                  event.taskMetrics() == null
                      ? 0
                      : event.taskMetrics().inputMetrics().bytesRead()));
    }
  }

  @Override
  public void onExecutorRemoved(SparkListenerExecutorRemoved event) {
    Quietly.run("follow Spark's executors", () -> ledger.lost(event.executorId(), event.reason()));
  }

  @Override
  public void onApplicationEnd(SparkListenerApplicationEnd event) {
    Quietly.run("hear of the application's end", ledger::applicationEnded);
  }

  private static StageKey key(StageInfo stage) {
    return new StageKey(stage.stageId(), stage.attemptNumber());
  }

  private static Ending how(TaskEndReason reason) {
    if (reason == Success$.MODULE$) {
      return Ending.WELL;
    }
    return reason instanceof TaskKilled || reason instanceof TaskCommitDenied
        ? Ending.KILLED
        : Ending.FAILED;
  }

  /** A task that was killed or failed before it began to run has no account to give. */
  private static boolean accountable(TaskEndReason reason, @Nullable TaskMetrics metrics) {
    return reason == Success$.MODULE$
        || reason instanceof ExecutorLostFailure
        || metrics != null && metrics.executorRunTime() > 0;
  }
}
