package io.github.seekwell.spark;

import io.github.seekwell.core.metrics.ReadSnapshot;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The latest that one source has told, and the sum of its tasks. Figures stay encoded: there may be
 * a thousand executors. Guarded by its owner's lock.
 */
final class SourceSum {
  private final String executor;
  private final Map<String, Latest> schemes = new TreeMap<>();
  private final SortedMap<String, Long> byTasks = new TreeMap<>();
  private long tasks;
  private long nanos;

  SourceSum(String executor) {
    this.executor = executor;
  }

  /** The encoded totals of a scheme and the number of the tidings they came with. */
  private record Latest(long number, byte[] figures) {}

  void hear(Tidings tidings) throws IOException {
    tidings
        .schemes()
        .forEach(
            (scheme, figures) ->
                schemes.merge(
                    scheme,
                    new Latest(tidings.number(), figures),
                    (old, fresh) -> fresh.number() >= old.number() ? fresh : old));
    for (TaskTidings task : tidings.tasks()) {
      task.snapshot()
          .counters()
          .forEach((metric, value) -> byTasks.merge(metric, value, Long::sum));
      tasks += task.ends() ? 1 : 0;
      nanos += task.nanos();
    }
  }

  String executor() {
    return executor;
  }

  /** Totals of each scheme. One that cannot be read must not take those of others with it. */
  Map<String, ReadSnapshot> figures() {
    final Map<String, ReadSnapshot> figures = new HashMap<>();
    schemes.forEach(
        (scheme, latest) ->
            Quietly.run(
                "understand an executor's figures",
                () -> figures.put(scheme, ReadSnapshot.decode(latest.figures()))));
    return figures;
  }

  Account.Executor total(String source) {
    ReadSnapshot sum = ReadSnapshot.EMPTY;
    for (ReadSnapshot each : figures().values()) {
      sum = sum.plus(each);
    }
    return new Account.Executor(executor, source, tasks, nanos, sum, new TreeMap<>(byTasks));
  }
}
