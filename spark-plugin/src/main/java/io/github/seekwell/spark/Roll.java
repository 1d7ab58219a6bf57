package io.github.seekwell.spark;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Which tasks still owe us an account: Spark's listener tells which have begun and ended, executors
 * tell what they have caused, in either order. Holds only those of which one side is missing, and
 * of these a bounded number.
 *
 * <p>Guarded by its owner's lock.
 */
final class Roll {
  /** Enough for all tasks that a driver has running, with room. */
  static final int MAX_TASKS = 20_000;

  /** Of a resource manager's diagnostics, which may be pages, the beginning says it. */
  private static final int MAX_REASON = 300;

  private final Map<Long, Entry> running = new HashMap<>();
  private final Map<Long, Entry> owing = new LinkedHashMap<>();
  private final Map<Long, Early> early = new LinkedHashMap<>();
  private final Set<Long> excused = new LinkedHashSet<>();
  private final Map<String, String> lost = new HashMap<>();
  private long forgotten;

  /** A task and where it runs. */
  private record Entry(StageKey stage, String executor) {}

  /** A task that has told of its end before Spark did. */
  private record Early(StageKey stage, Ending ending) {}

  /**
   * What is not in the figures.
   *
   * @param executor on which the tasks ran
   * @param lost why Spark has removed it; empty if it has not
   * @param tasks how many of each stage
   */
  record Missing(String executor, String lost, Map<StageKey, Integer> tasks) {}

  void began(long task, StageKey stage, String executor) {
    if (!early.containsKey(task) && running.size() < MAX_TASKS) {
      running.put(task, new Entry(stage, executor));
    }
  }

  /**
   * Spark has heard of a task's end.
   *
   * @param accountable false if it perhaps never began to run on its executor: its account is taken
   *     if it comes, and not missed if it does not
   */
  void ended(long task, StageKey stage, String executor, boolean accountable) {
    running.remove(task);
    if (early.remove(task) == null) {
      if (!accountable) {
        excuse(task);
      } else if (owing.size() < MAX_TASKS) {
        owing.put(task, new Entry(stage, executor));
      } else {
        forgotten++;
      }
    }
  }

  private void excuse(long task) {
    if (excused.size() == MAX_TASKS) {
      excused.remove(excused.iterator().next());
    }
    excused.add(task);
  }

  /** Its account has come. */
  void accounted(long task, StageKey stage, Ending ending) {
    running.remove(task);
    if (!excused.remove(task) && owing.remove(task) == null) {
      if (early.size() == MAX_TASKS) {
        early.remove(early.keySet().iterator().next());
      }
      early.put(task, new Early(stage, ending));
    }
  }

  /**
   * How many tasks of each stage have told of such an end, and Spark has not: it may be stopped
   * before its listeners hear of them.
   */
  Map<StageKey, Long> unheard(Ending ending) {
    final Map<StageKey, Long> tasks = new HashMap<>();
    for (Early each : early.values()) {
      if (each.ending() == ending) {
        tasks.merge(each.stage(), 1L, Long::sum);
      }
    }
    return tasks;
  }

  void lost(String executor, String reason) {
    if (lost.size() < MAX_TASKS) {
      lost.put(executor, Words.line(reason, MAX_REASON));
    }
  }

  boolean isLost(String executor) {
    return lost.containsKey(executor);
  }

  /** Whether every task that has ended is accounted for, but for those nobody can tell of. */
  boolean complete() {
    return owing.values().stream().allMatch(task -> lost.containsKey(task.executor()));
  }

  /** Tasks beyond {@link #MAX_TASKS} that were not kept; they are missing too. */
  long forgotten() {
    return forgotten;
  }

  /** By executor; tasks of which not even the end was heard are among them. */
  List<Missing> missing() {
    final Map<String, Map<StageKey, Integer>> tasks = new TreeMap<>();
    final List<Entry> all = new ArrayList<>(owing.values());
    all.addAll(running.values());
    for (Entry each : all) {
      tasks
          .computeIfAbsent(each.executor(), executor -> new TreeMap<>())
          .merge(each.stage(), 1, Integer::sum);
    }
    final List<Missing> missing = new ArrayList<>();
    tasks.forEach(
        (executor, stages) ->
            missing.add(new Missing(executor, lost.getOrDefault(executor, ""), stages)));
    return missing;
  }
}
