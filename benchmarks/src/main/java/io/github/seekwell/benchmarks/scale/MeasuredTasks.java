package io.github.seekwell.benchmarks.scale;

import io.github.seekwell.benchmarks.report.TaskTally;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerStageSubmitted;
import org.apache.spark.scheduler.SparkListenerTaskEnd;

/**
 * Hears of the stages of one job group, tells how far they are, and which executors have done
 * anything yet.
 */
final class MeasuredTasks extends SparkListener {
  private static final String GROUP_ID = "spark.jobGroup.id";
  private static final int SELDOM_SECONDS = 5;

  private final String group;
  private final TaskTally tally = new TaskTally();
  private final Map<String, Integer> byExecutor = new ConcurrentHashMap<>();
  private final Set<Integer> stages = ConcurrentHashMap.newKeySet();
  private volatile long submittedMillis;

  MeasuredTasks(String group) {
    this.group = group;
  }

  @Override
  public void onStageSubmitted(SparkListenerStageSubmitted stage) {
    Properties properties = stage.properties();
    if (properties == null || !group.equals(properties.getProperty(GROUP_ID))) {
      return;
    }
    if (stages.isEmpty()) {
      submittedMillis = System.currentTimeMillis();
    }
    stages.add(stage.stageInfo().stageId());
    tally.submitted(stage.stageInfo().numTasks());
  }

  @Override
  public void onTaskEnd(SparkListenerTaskEnd end) {
    if (end.taskInfo().successful()) {
      byExecutor.merge(end.taskInfo().executorId(), 1, Integer::sum);
    }
    if (!stages.contains(end.stageId())) {
      return;
    }
    tally.ended(end);
    if (tally.silentFor(SELDOM_SECONDS)) {
      System.err.printf(
          Locale.ROOT,
          "  %6.1f s   %s%n",
          (System.currentTimeMillis() - submittedMillis) / 1e3,
          tally.progress());
    }
  }

  /** How many executors have done so many tasks. */
  long executorsWith(int atLeast) {
    return byExecutor.values().stream().filter(count -> count >= atLeast).count();
  }

  /** When the group's first stage began, in the clock's milliseconds. */
  long submittedMillis() {
    return submittedMillis;
  }

  Set<Integer> stages() {
    return Set.copyOf(stages);
  }

  TaskTally tally() {
    return tally;
  }
}
