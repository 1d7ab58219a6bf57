package io.github.seekwell.spark;

import io.github.seekwell.core.metrics.Count;
import io.github.seekwell.core.metrics.ReadSnapshot;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * What an application has cost, as it is reported: the whole, and the same divided by scheme, by
 * stage and by executor.
 *
 * @param application Spark's name for it
 * @param here the source in the driver's class loader; what it has counted beyond tasks of its own
 *     is the driver's
 * @param schemes by name, what belongs to none under the empty one
 * @param stages attempts of stages that began, in order; before them those that are not told apart
 * @param executors one for each source, the driver's among them
 * @param missing what is not in the figures
 * @param unknown tasks that are missing and not told apart
 */
record Account(
    String application,
    String here,
    SortedMap<String, ReadSnapshot> schemes,
    List<Stage> stages,
    List<Executor> executors,
    List<Roll.Missing> missing,
    long unknown) {

  /**
   * An attempt of a stage.
   *
   * @param key as Spark's UI writes it
   * @param name the line of the user's program
   * @param tasks that gave account
   * @param nanos together
   * @param sparkBytes what Spark counts as read by them, of whatever file system
   * @param counters of the figures
   * @param told the figures, which are many and made anew each time: not to be kept
   */
  record Stage(
      String key,
      String name,
      long tasks,
      long failed,
      long killed,
      long nanos,
      long sparkBytes,
      SortedMap<String, Long> counters,
      Supplier<ReadSnapshot> told) {

    ReadSnapshot figures() {
      return told.get();
    }

    /** The same with its figures' counters. */
    Stage counted() {
      return new Stage(
          key, name, tasks, failed, killed, nanos, sparkBytes, figures().counters(), told);
    }

    long delivered() {
      return of(counters, Count.BYTES_DELIVERED.metric());
    }

    /** Time spent waiting ÷ time; above 1 where a task reads with several threads. */
    double stallShare() {
      return nanos == 0 ? 0 : (double) stall(counters) / nanos;
    }
  }

  /**
   * A source of figures: an executor, the driver, or both where they share a class loader.
   *
   * @param counters all that it has counted
   * @param told the figures, which are many and made anew each time: not to be kept
   * @param byTasks the part of its counters that its tasks have caused
   */
  record Executor(
      String executor,
      String source,
      long tasks,
      long nanos,
      SortedMap<String, Long> counters,
      Supplier<ReadSnapshot> told,
      SortedMap<String, Long> byTasks) {

    ReadSnapshot figures() {
      return told.get();
    }

    /** What no task has caused. */
    SortedMap<String, Long> beyondTasks() {
      final SortedMap<String, Long> rest = new TreeMap<>(counters);
      byTasks.forEach((metric, value) -> rest.merge(metric, -value, Long::sum));
      return rest;
    }
  }

  /** Everything. */
  ReadSnapshot total() {
    ReadSnapshot sum = ReadSnapshot.EMPTY;
    for (ReadSnapshot each : schemes.values()) {
      sum = sum.plus(each);
    }
    return sum;
  }

  /** All tasks together. */
  ReadSnapshot byTasks() {
    return ReadSnapshot.sum(stages.stream().map(Stage::figures)::iterator);
  }

  /** Counters of what the driver has caused itself. */
  SortedMap<String, Long> byDriver() {
    return beyondTasks(true);
  }

  /** Counters of what executors have caused for no task of which we know. */
  SortedMap<String, Long> unattributed() {
    return beyondTasks(false);
  }

  private SortedMap<String, Long> beyondTasks(boolean driver) {
    final SortedMap<String, Long> sum = new TreeMap<>();
    for (Executor each : executors) {
      if (each.source().equals(here) == driver) {
        each.beyondTasks().forEach((metric, value) -> sum.merge(metric, value, Long::sum));
      }
    }
    return sum;
  }

  /** Time of all tasks together. */
  long taskNanos() {
    return stages.stream().mapToLong(Stage::nanos).sum();
  }

  /** Tasks that gave account. */
  long tasks() {
    return stages.stream().mapToLong(Stage::tasks).sum();
  }

  /** Time that callers waited: in reads, and in opening what they then read. */
  static long stall(Map<String, Long> counters) {
    return of(counters, Count.READ_NANOS.metric()) + of(counters, Count.OPEN_NANOS.metric());
  }

  /** Requests that were issued and of whose end, and what they brought, nobody has told. */
  static long unheard(Map<String, Long> counters) {
    return Math.max(
        0, of(counters, Count.REQUESTS_SENT.metric()) - of(counters, Count.REQUESTS.metric()));
  }

  /** Reads that ended well. */
  static long reads(Map<String, Long> counters) {
    return of(counters, Count.READ_HITS.metric())
        + of(counters, Count.READ_WAITS.metric())
        + of(counters, Count.READ_MISSES.metric());
  }

  /** A counter out of a sum of them. */
  static long of(Map<String, Long> counters, String metric) {
    return counters.getOrDefault(metric, 0L);
  }
}
