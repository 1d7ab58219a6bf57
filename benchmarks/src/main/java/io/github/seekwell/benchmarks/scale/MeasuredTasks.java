package io.github.seekwell.benchmarks.scale;

import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.executor.TaskMetrics;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerStageSubmitted;
import org.apache.spark.scheduler.SparkListenerTaskEnd;

/**
 * Adds up what Spark counts for the stages of one job group, tells how far it is, and which
 * executors have done anything yet. Spark calls it from one thread; the sums are good when the
 * context is closed, which is when that thread has heard everything.
 */
final class MeasuredTasks extends SparkListener {
  private static final String GROUP_ID = "spark.jobGroup.id";
  private static final long SELDOM = 5_000_000_000L;

  private final String group;
  private final Map<String, Integer> byExecutor = new ConcurrentHashMap<>();
  private final Set<Integer> stages = ConcurrentHashMap.newKeySet();
  private volatile long submittedMillis;
  private volatile int tasks;
  private volatile int done;
  private volatile int failed;
  private volatile long bytesRead;
  private volatile long runMillis;
  private volatile long cpuNanos;
  private volatile long gcMillis;
  private volatile long told;

  MeasuredTasks(String group) {
    this.group = group;
  }

  @Override
  @SuppressWarnings("NonAtomicOperationOnVolatileField") // one thread writes
  public void onStageSubmitted(SparkListenerStageSubmitted stage) {
    Properties properties = stage.properties();
    if (properties == null || !group.equals(properties.getProperty(GROUP_ID))) {
      return;
    }
    if (stages.isEmpty()) {
      submittedMillis = System.currentTimeMillis();
    }
    stages.add(stage.stageInfo().stageId());
    tasks += stage.stageInfo().numTasks();
    told = System.nanoTime();
  }

  @Override
  @SuppressWarnings("NonAtomicOperationOnVolatileField") // one thread writes
  public void onTaskEnd(SparkListenerTaskEnd end) {
    if (end.taskInfo().successful()) {
      byExecutor.merge(end.taskInfo().executorId(), 1, Integer::sum);
    }
    if (!stages.contains(end.stageId())) {
      return;
    }
    TaskMetrics metrics = end.taskMetrics();
    if (metrics != null) {
      bytesRead += metrics.inputMetrics().bytesRead();
      runMillis += metrics.executorRunTime();
      cpuNanos += metrics.executorCpuTime();
      gcMillis += metrics.jvmGCTime();
    }
    if (end.taskInfo().successful()) {
      done++;
    } else {
      failed++;
    }
    if (System.nanoTime() - told > SELDOM) {
      told = System.nanoTime();
      System.err.printf(
          Locale.ROOT,
          "  %6.1f s   %d of %d tasks, %.1f MB read%s%n",
          (System.currentTimeMillis() - submittedMillis) / 1e3,
          done,
          tasks,
          bytesRead / 1e6,
          failed == 0 ? "" : ", " + failed + " failed");
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

  int tasks() {
    return done + failed;
  }

  long bytesRead() {
    return bytesRead;
  }

  double runSeconds() {
    return runMillis / 1e3;
  }

  double cpuSeconds() {
    return cpuNanos / 1e9;
  }

  double gcSeconds() {
    return gcMillis / 1e3;
  }
}
