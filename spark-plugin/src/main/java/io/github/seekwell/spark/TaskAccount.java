package io.github.seekwell.spark;

import io.github.seekwell.core.metrics.Count;
import io.github.seekwell.core.metrics.ReadRecorder;
import io.github.seekwell.core.metrics.ReadSnapshot;
import org.apache.spark.TaskContext;
import org.jspecify.annotations.Nullable;

/**
 * What one attempt of a task causes, fetches in the background included, from its start until all
 * of that has been told. Everything but the recorder belongs to one thread at a time.
 */
final class TaskAccount {
  private final ReadRecorder recorder = ReadRecorder.ofOwner();
  private final long id;
  private final StageKey stage;
  private final int partition;
  private final int attempt;
  private final long started = System.nanoTime();
  private long nanos;
  private ReadSnapshot told = ReadSnapshot.EMPTY;
  private boolean busy;
  private Ending ending = Ending.WELL;

  TaskAccount(TaskContext task) {
    this.id = task.taskAttemptId();
    this.stage = new StageKey(task.stageId(), task.stageAttemptNumber());
    this.partition = task.partitionId();
    this.attempt = task.attemptNumber();
  }

  long id() {
    return id;
  }

  StageKey stage() {
    return stage;
  }

  ReadRecorder recorder() {
    return recorder;
  }

  /** The task's own work is done; what it is made to wait for afterwards is not its time. */
  void leaves() {
    nanos = System.nanoTime() - started;
  }

  /** The task is at its end: Spark makes a killed one of whatever ends after it was told so. */
  void end(TaskContext task) {
    if (task.isInterrupted()) {
      ending = Ending.KILLED;
    } else if (task.isFailed()) {
      ending = Ending.FAILED;
    }
  }

  /** Everything up to the task's end. */
  TaskTidings ended() {
    listen();
    return tidings(told, ending, nanos);
  }

  boolean endedWell() {
    return ending == Ending.WELL;
  }

  /** What has come in since it was asked last, or null if there is nothing. */
  @Nullable TaskTidings late() {
    final ReadSnapshot before = told;
    listen();
    return told.counters().equals(before.counters())
        ? null
        : tidings(told.since(before), Ending.BEFORE, 0);
  }

  private void listen() {
    busy = recorder.isBusy(); // first: what ends after this may not be in the figures
    told = recorder.snapshot();
  }

  /** What was told last. */
  ReadSnapshot told() {
    return told;
  }

  /** Whether more is to come: what was begun had not ended when it was told of. */
  boolean outstanding() {
    return busy || told.count(Count.REQUESTS_SENT) > told.count(Count.REQUESTS);
  }

  private TaskTidings tidings(ReadSnapshot figures, Ending how, long nanos) {
    return new TaskTidings(id, stage, partition, attempt, how, nanos, figures.encode());
  }
}
