package io.github.seekwell.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.ExceptionFailure;
import org.apache.spark.ExecutorLostFailure;
import org.apache.spark.Resubmitted$;
import org.apache.spark.Success$;
import org.apache.spark.TaskCommitDenied;
import org.apache.spark.TaskEndReason;
import org.apache.spark.TaskKilled;
import org.apache.spark.executor.ExecutorMetrics;
import org.apache.spark.executor.TaskMetrics;
import org.apache.spark.scheduler.SparkListenerApplicationEnd;
import org.apache.spark.scheduler.SparkListenerExecutorRemoved;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.scheduler.SparkListenerTaskStart;
import org.apache.spark.scheduler.TaskInfo;
import org.apache.spark.scheduler.TaskLocality;
import org.junit.jupiter.api.Test;
import scala.Option;
import scala.collection.immutable.Nil$;
import scala.collection.immutable.Seq;

class TaskWatchTest {
  private static final String EXECUTOR = "7";
  private static final int STAGE = 3;

  private final Ledger ledger = new Ledger();
  private final List<StageKey> over = new ArrayList<>();
  private final TaskWatch watch = new TaskWatch(ledger, over::add);

  @Test
  void eachEnding_isCountedForItsStage() throws Exception {
    runs(1, Success$.MODULE$, 5);
    runs(2, failure(), 5);
    runs(3, killed(), 5);
    runs(4, new TaskCommitDenied(STAGE, 1, 0), 5);
    runs(5, new ExecutorLostFailure(EXECUTOR, true, Option.empty()), 5);

    final Account.Stage stage = stage();
    assertThat(stage.key()).isEqualTo("3.0");
    assertThat(stage.failed()).as("an exception and a lost executor").isEqualTo(2);
    assertThat(stage.killed()).as("one by Spark, one that might not commit").isEqualTo(2);
    assertThat(stage.sparkBytes()).isEqualTo(500);
  }

  @Test
  void endThatIsToldAgainBecauseTheOutputIsLost_isNoSecondOne() throws Exception {
    runs(1, Success$.MODULE$, 5);
    watch.onTaskEnd(end(1, Resubmitted$.MODULE$, metrics(5)));

    assertThat(stage().sparkBytes()).isEqualTo(100);
    assertThat(stage().failed()).isZero();
  }

  @Test
  void taskThatRan_owesAnAccount() throws Exception {
    runs(1, Success$.MODULE$, 0);
    runs(2, failure(), 5);
    runs(3, killed(), 5);

    assertThat(ledger.account("app", "driver").missing())
        .extracting(each -> each.executor() + " " + each.tasks())
        .containsExactly("7 {" + new StageKey(STAGE, 0) + "=3}");
  }

  @Test
  void taskThatEndedBeforeItRan_owesNone() throws Exception {
    runs(1, killed(), 0);
    watch.onTaskStart(new SparkListenerTaskStart(STAGE, 0, info(2)));
    watch.onTaskEnd(end(2, failure(), null));

    assertThat(ledger.account("app", "driver").missing()).isEmpty();
  }

  @Test
  void lostExecutor_isNamedWithItsReason_ifItsTasksGaveNoAccount() throws Exception {
    runs(1, Success$.MODULE$, 5);
    watch.onExecutorRemoved(new SparkListenerExecutorRemoved(0, EXECUTOR, "out of memory"));

    assertThat(ledger.account("app", "driver").missing())
        .extracting(Roll.Missing::lost)
        .containsExactly("out of memory");
  }

  @Test
  void nobodyWaits_forTasksThatNeverBegan() {
    watch.onApplicationEnd(new SparkListenerApplicationEnd(1));

    assertThat(ledger.await(Duration.ofMinutes(1))).isTrue();
  }

  private Account.Stage stage() throws Exception {
    final List<Account.Stage> stages = ledger.account("app", "driver").stages();
    assertThat(stages).hasSize(1);
    return stages.get(0);
  }

  /** A task begins and ends. */
  private void runs(long task, TaskEndReason how, long millis) {
    watch.onTaskStart(new SparkListenerTaskStart(STAGE, 0, info(task)));
    watch.onTaskEnd(end(task, how, metrics(millis)));
  }

  private static TaskEndReason failure() {
    return new ExceptionFailure(new IllegalStateException("on purpose"), nothing(), false);
  }

  private static TaskEndReason killed() {
    return new TaskKilled("stage cancelled", nothing(), nothing(), nothing());
  }

  @SuppressWarnings("unchecked") // of an empty list
  private static <T> Seq<T> nothing() {
    return (Seq<T>) Nil$.MODULE$;
  }

  private static TaskMetrics metrics(long millis) {
    final TaskMetrics metrics = new TaskMetrics();
    metrics.setExecutorRunTime(millis);
    metrics.inputMetrics().setBytesRead(100);
    return metrics;
  }

  private static SparkListenerTaskEnd end(long task, TaskEndReason how, TaskMetrics metrics) {
    return new SparkListenerTaskEnd(
        STAGE, 0, "ResultTask", how, info(task), new ExecutorMetrics(), metrics);
  }

  private static TaskInfo info(long task) {
    return new TaskInfo(task, 0, 0, 0, 0, EXECUTOR, "here", TaskLocality.ANY(), false);
  }
}
