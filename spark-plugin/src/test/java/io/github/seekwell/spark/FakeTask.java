package io.github.seekwell.spark;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Properties;
import org.apache.spark.TaskContext;
import org.apache.spark.TaskContext$;
import org.apache.spark.executor.TaskMetrics;
import org.apache.spark.memory.TaskMemoryManager;
import org.apache.spark.metrics.source.Source;
import org.apache.spark.resource.ResourceInformation;
import org.apache.spark.shuffle.FetchFailedException;
import org.apache.spark.util.AccumulatorV2;
import org.apache.spark.util.TaskCompletionListener;
import org.apache.spark.util.TaskFailureListener;
import scala.Option;

/** A task as far as the plugin looks at one. */
@SuppressWarnings("serial") // nobody sends it anywhere
final class FakeTask extends TaskContext {
  private final long id;
  private final int stage;
  private final Deque<TaskCompletionListener> listeners = new ArrayDeque<>();
  private boolean failed;
  private boolean killed;

  FakeTask(long id, int stage) {
    this.id = id;
    this.stage = stage;
  }

  /** Begins on the calling thread. */
  FakeTask begin(SeekwellExecutor executor) {
    TaskContext$.MODULE$.setTaskContext(this);
    executor.onTaskStart();
    return this;
  }

  /** Makes it the calling thread's task again. */
  FakeTask resume() {
    TaskContext$.MODULE$.setTaskContext(this);
    return this;
  }

  FakeTask fail() {
    failed = true;
    return this;
  }

  /** Spark tells a task that it is killed, and interrupts it perhaps. */
  FakeTask kill() {
    killed = true;
    return this;
  }

  /** Ends, well or not: Spark tells its listeners in either case. */
  void end() {
    resume();
    while (!listeners.isEmpty()) {
      listeners.pop().onTaskCompletion(this);
    }
    TaskContext$.MODULE$.unset();
  }

  @Override
  public TaskContext addTaskCompletionListener(TaskCompletionListener listener) {
    listeners.push(listener);
    return this;
  }

  @Override
  public long taskAttemptId() {
    return id;
  }

  @Override
  public int stageId() {
    return stage;
  }

  @Override
  public int stageAttemptNumber() {
    return 0;
  }

  @Override
  public int partitionId() {
    return 3;
  }

  @Override
  public int attemptNumber() {
    return 1;
  }

  @Override
  public int numPartitions() {
    return 4;
  }

  @Override
  public boolean isCompleted() {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean isFailed() {
    return failed;
  }

  @Override
  public boolean isInterrupted() {
    return killed;
  }

  @Override
  public TaskContext addTaskFailureListener(TaskFailureListener listener) {
    throw new UnsupportedOperationException();
  }

  @Override
  public String getLocalProperty(String key) {
    throw new UnsupportedOperationException();
  }

  @Override
  public int cpus() {
    throw new UnsupportedOperationException();
  }

  @Override
  public scala.collection.immutable.Map<String, ResourceInformation> resources() {
    throw new UnsupportedOperationException();
  }

  @Override
  public java.util.Map<String, ResourceInformation> resourcesJMap() {
    throw new UnsupportedOperationException();
  }

  @Override
  public TaskMetrics taskMetrics() {
    throw new UnsupportedOperationException();
  }

  @Override
  public scala.collection.Seq<Source> getMetricsSources(String name) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void killTaskIfInterrupted() {
    throw new UnsupportedOperationException();
  }

  @Override
  public Option<String> getKillReason() {
    throw new UnsupportedOperationException();
  }

  @Override
  public TaskMemoryManager taskMemoryManager() {
    throw new UnsupportedOperationException();
  }

  @Override
  public void registerAccumulator(AccumulatorV2<?, ?> accumulator) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void setFetchFailed(FetchFailedException failure) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void markInterrupted(String reason) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void markTaskFailed(Throwable error) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void markTaskCompleted(Option<Throwable> error) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Option<FetchFailedException> fetchFailed() {
    throw new UnsupportedOperationException();
  }

  @Override
  public Properties getLocalProperties() {
    throw new UnsupportedOperationException();
  }
}
