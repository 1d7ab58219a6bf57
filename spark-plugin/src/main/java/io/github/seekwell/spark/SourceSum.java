package io.github.seekwell.spark;

import io.github.seekwell.core.metrics.ReadSnapshot;
import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;

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
  record Latest(long number, byte[] figures) {

    /** Nothing if nobody understands it: that must not take the figures of others with it. */
    ReadSnapshot decoded() {
      final ReadSnapshot[] known = {ReadSnapshot.EMPTY};
      Quietly.run(
          "understand an executor's figures", () -> known[0] = ReadSnapshot.decode(figures));
      return known[0];
    }
  }

  void hear(Tidings tidings) throws IOException {
    tidings
        .schemes()
        .forEach(
            (scheme, figures) ->
                schemes.merge(
                    scheme,
                    new Latest(tidings.number(), figures),
                    (old, fresh) -> fresh.number() >= old.number() ? fresh : old));
    hearTasks(tidings);
  }

  void hearTasks(Tidings tidings) throws IOException {
    for (TaskTidings task : tidings.tasks()) {
      task.snapshot()
          .counters()
          .forEach((metric, value) -> byTasks.merge(metric, value, Long::sum));
      tasks += task.ends() ? 1 : 0;
      nanos += task.nanos();
    }
  }

  /** Adds the tasks of one that is not to be told apart any more. */
  void absorbTasks(SourceSum other) {
    other.byTasks.forEach((metric, value) -> byTasks.merge(metric, value, Long::sum));
    tasks += other.tasks;
    nanos += other.nanos;
  }

  String executor() {
    return executor;
  }

  /** The latest of each scheme. */
  Map<String, Latest> latest() {
    return schemes;
  }

  /** Totals of each scheme of a source that is no more: it holds no connection and no byte. */
  Map<String, ReadSnapshot> lastFigures() {
    final Map<String, ReadSnapshot> figures = new HashMap<>();
    schemes.forEach((scheme, latest) -> figures.put(scheme, latest.decoded().withoutGauges()));
    return figures;
  }

  /** All of that. */
  ReadSnapshot lastFigure() {
    return ReadSnapshot.sum(lastFigures().values());
  }

  /** All that is known now, to be decoded by whoever asks: nothing of it is changed later. */
  Supplier<Account.Executor> total(String source) {
    final Collection<Latest> encoded = List.copyOf(schemes.values());
    return total(source, () -> ReadSnapshot.sum(encoded.stream().map(Latest::decoded)::iterator));
  }

  /**
   * The same with other figures.
   *
   * @param figures everything, of which the tasks are a part
   */
  Supplier<Account.Executor> total(String source, Supplier<ReadSnapshot> figures) {
    final long ended = tasks;
    final long took = nanos;
    final SortedMap<String, Long> caused = new TreeMap<>(byTasks);
    return () ->
        new Account.Executor(
            executor, source, ended, took, figures.get().counters(), figures, caused);
  }
}
