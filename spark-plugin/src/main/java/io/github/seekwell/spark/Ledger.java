package io.github.seekwell.spark;

import io.github.seekwell.core.metrics.ReadSnapshot;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * The driver's books: what executors and their tasks have told, by source and by stage.
 *
 * <p>Bounded: tasks are merged into their stage as they come, stages beyond a number into one,
 * those that are over before those that run ({@link Stages}), and so are executors that are gone
 * ({@link Sources}). Stages that are over and executors stay encoded until they are looked at, one
 * at a time. Safe for threads; everything is guarded by this, and nothing under it waits for
 * anybody but in {@link #await}.
 */
final class Ledger {
  /** Told apart in the report; more are a burden to its reader too. */
  static final int MAX_STAGES = 500;

  /** A late word of a stage that left before so many others would make it one again. */
  private static final int MAX_LEFT = 20_000;

  private final Stages<StageSum> stages = new Stages<>(MAX_STAGES);
  private final StageSum earlier = new StageSum();
  private final Set<StageKey> left = new LinkedHashSet<>();
  private long leftOut;

  /** Stages that are over and of which a late word came, since another one began. */
  private final Set<StageSum> loose = new HashSet<>();

  private final Sources sources = new Sources();
  private final Roll roll = new Roll();
  private boolean applicationEnded;

  synchronized void hear(Tidings tidings) throws IOException {
    sources.hear(tidings);
    if (roll.isLost(tidings.executor())) {
      sources.lost(tidings.executor());
    }
    for (TaskTidings task : tidings.tasks()) {
      final StageSum sum = stage(task.stage());
      sum.add(task);
      if (sum.isOver()) {
        loose.add(sum);
      }
      if (task.ends()) {
        roll.accounted(task.task(), task.stage(), task.ending());
      }
    }
    notifyAll();
  }

  /** A stage begins; {@code name} is the line of the user's program. */
  synchronized void began(StageKey stage, String name) throws IOException {
    final StageSum sum = stage(stage);
    if (sum != earlier) {
      sum.name(name);
    }
  }

  synchronized void ended(StageKey stage) throws IOException {
    final StageSum sum = stages.get(stage);
    if (sum != null) {
      stages.over(stage);
      sum.over();
    }
  }

  synchronized void began(long task, StageKey stage, String executor) {
    roll.began(task, stage, executor);
  }

  synchronized void ended(
      long task, StageKey stage, String executor, Ending how, boolean accountable, long bytesRead)
      throws IOException {
    roll.ended(task, stage, executor, accountable);
    stage(stage).ended(how, bytesRead);
    notifyAll();
  }

  synchronized void lost(String executor, String reason) {
    roll.lost(executor, reason);
    sources.lost(executor);
    notifyAll();
  }

  /** Spark's listener has heard everything. */
  synchronized void applicationEnded() {
    applicationEnded = true;
    notifyAll();
  }

  /**
   * Waits until every task that has ended is accounted for, or the thread is interrupted, which it
   * stays.
   *
   * @return whether it is so
   */
  synchronized boolean await(Duration patience) {
    final long deadline = System.nanoTime() + patience.toNanos();
    while (!applicationEnded || !roll.complete()) {
      final long left = deadline - System.nanoTime();
      if (left <= 0) {
        return false;
      }
      try {
        TimeUnit.NANOSECONDS.timedWait(this, left);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
    }
    return true;
  }

  /** Totals of the application by scheme, as far as they have been told. */
  SortedMap<String, ReadSnapshot> schemes() {
    final Sources.Told told;
    synchronized (this) {
      told = sources.told();
    }
    return told.sum();
  }

  /**
   * Everything.
   *
   * @param here the driver's source
   */
  Account account(String application, String here) {
    final Sources.Told told;
    final List<Supplier<Account.Stage>> stagesApart;
    final List<Supplier<Account.Executor>> executors;
    final List<Roll.Missing> missing;
    final long unknown;
    synchronized (this) {
      told = sources.told();
      stagesApart = stages();
      executors = sources.executors();
      missing = roll.missing();
      unknown = roll.forgotten();
    }
    // Decoded without the lock: executors that still live are not to wait for a report.
    return new Account(
        application,
        here,
        told.sum(),
        stagesApart.stream().map(Supplier::get).toList(),
        executors.stream().map(Supplier::get).toList(),
        missing,
        unknown);
  }

  /** Guarded by this, as is what it calls. */
  private List<Supplier<Account.Stage>> stages() {
    final List<Supplier<Account.Stage>> told = new ArrayList<>();
    final Map<StageKey, Long> failed = roll.unheard(Ending.FAILED);
    final Map<StageKey, Long> killed = roll.unheard(Ending.KILLED);
    if (leftOut > 0) {
      earlier.name(String.format(Locale.ROOT, "%,d stage(s), not told apart", leftOut));
      told.add(earlier.total("earlier", ofThoseThatLeft(failed), ofThoseThatLeft(killed)));
    }
    for (Map.Entry<StageKey, StageSum> each : stages.all().entrySet()) {
      final StageKey stage = each.getKey();
      told.add(
          each.getValue()
              .total(
                  stage.toString(),
                  failed.getOrDefault(stage, 0L),
                  killed.getOrDefault(stage, 0L)));
    }
    return told;
  }

  private long ofThoseThatLeft(Map<StageKey, Long> tasks) {
    return tasks.entrySet().stream()
        .filter(each -> stages.get(each.getKey()) == null)
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  /** The sum of a stage, or of all that left if it is one of them. */
  private StageSum stage(StageKey key) throws IOException {
    final StageSum known = stages.get(key);
    if (known != null) {
      return known;
    }
    if (left.contains(key)) {
      return earlier;
    }
    for (StageSum each : loose) {
      each.pack();
    }
    loose.clear();
    final StageSum made = new StageSum();
    final Map.Entry<StageKey, StageSum> leaving = stages.put(key, made);
    if (leaving != null) {
      earlier.absorb(leaving.getValue());
      leftOut++;
      left.add(leaving.getKey());
      if (left.size() > MAX_LEFT) {
        left.remove(left.iterator().next());
      }
    }
    return made;
  }
}
