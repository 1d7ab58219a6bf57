package io.github.seekwell.spark;

import io.github.seekwell.core.metrics.ReadListener;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.TaskContext;
import org.jspecify.annotations.Nullable;

/**
 * The accounts of an executor's tasks: of those that run, found by Spark's context of the calling
 * thread, and of those that have ended while requests of theirs were on their way or about to be
 * made. Of the latter the oldest are given up when there are {@link #MAX_LATE} or they have {@link
 * #MAX_LATE_BYTES}: what comes in for them then is told of their executor alone.
 *
 * <p>Safe for threads. A thread that a task has started without handing on its context is nobody's;
 * a stream belongs to the task that opened it, whichever thread reads it.
 */
final class TaskAccounts {
  /** A request that is lost for good must not keep accounts for good. */
  static final int MAX_LATE = 256;

  /** All of those together: two hundred that have read, forty that have done everything. */
  static final long MAX_LATE_BYTES = 16L << 20;

  private final Map<Long, TaskAccount> running = new ConcurrentHashMap<>();
  private final List<TaskAccount> late = new ArrayList<>(); // guarded by this

  /** Opens an account for a task that begins. */
  TaskAccount open(TaskContext task) {
    final TaskAccount account = new TaskAccount(task);
    running.put(account.id(), account);
    return account;
  }

  /** To whose account the calling thread's doings go. */
  @Nullable ReadListener ofThisThread() {
    if (running.isEmpty()) {
      return null;
    }
    final TaskContext task = TaskContext.get();
    final TaskAccount account = task == null ? null : running.get(task.taskAttemptId());
    return account == null ? null : account.recorder();
  }

  /**
   * A task will cause nothing more by itself.
   *
   * @return whether no other runs now; of several that end at once the last hears so
   */
  boolean leave(TaskAccount account) {
    account.leaves();
    running.remove(account.id());
    return idle();
  }

  /** Whether no task runs. */
  boolean idle() {
    return running.isEmpty();
  }

  /** Closes the account of a task that has left. */
  synchronized TaskTidings close(TaskAccount account) {
    final TaskTidings tidings = account.ended();
    if (account.outstanding()) {
      late.add(account);
      while (late.size() > 1 && (late.size() > MAX_LATE || lateBytes() > MAX_LATE_BYTES)) {
        late.remove(0);
      }
    }
    return tidings;
  }

  /** About how much memory accounts have that wait for requests of tasks that have ended. */
  synchronized long lateBytes() {
    return late.stream().mapToLong(account -> account.recorder().footprint()).sum();
  }

  /** What has come in for tasks that have ended. */
  synchronized List<TaskTidings> late() {
    final List<TaskTidings> more = new ArrayList<>();
    for (Iterator<TaskAccount> all = late.iterator(); all.hasNext(); ) {
      final TaskAccount account = all.next();
      final TaskTidings tidings = account.late();
      if (tidings != null) {
        more.add(tidings);
      }
      if (!account.outstanding()) {
        all.remove();
      }
    }
    return more;
  }
}
