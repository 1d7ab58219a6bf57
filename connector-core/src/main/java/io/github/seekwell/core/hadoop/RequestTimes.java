package io.github.seekwell.core.hadoop;

import io.github.seekwell.core.store.Attempt;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.fs.statistics.MeanStatistic;
import org.apache.hadoop.fs.statistics.StoreStatisticNames;
import org.apache.hadoop.fs.statistics.impl.DynamicIOStatisticsBuilder;

/**
 * How many requests of one kind were made, and how long they took, as Hadoop counts such things: in
 * milliseconds, failures apart. Safe for threads.
 */
final class RequestTimes {
  private final String name;

  // Guarded by this.
  private long ended;
  private long succeeded;
  private long millis;
  private long shortest;
  private long longest;

  RequestTimes(String name) {
    this.name = name;
  }

  static long millis(Attempt attempt) {
    return TimeUnit.NANOSECONDS.toMillis(
        attempt.queueNanos() + attempt.firstByteNanos() + attempt.bodyNanos());
  }

  synchronized void add(Attempt attempt) {
    ended++;
    if (attempt.outcome() == Attempt.Outcome.OK) {
      long took = millis(attempt);
      shortest = succeeded == 0 ? took : Math.min(shortest, took);
      longest = Math.max(longest, took);
      succeeded++;
      millis += took;
    }
  }

  private synchronized long ended() {
    return ended;
  }

  private synchronized long failed() {
    return ended - succeeded;
  }

  private synchronized long shortest() {
    return shortest;
  }

  private synchronized long longest() {
    return longest;
  }

  private synchronized MeanStatistic mean() {
    return new MeanStatistic(succeeded, millis);
  }

  void addTo(DynamicIOStatisticsBuilder builder) {
    builder
        .withLongFunctionCounter(name, key -> ended())
        .withLongFunctionCounter(name + StoreStatisticNames.SUFFIX_FAILURES, key -> failed())
        .withLongFunctionMinimum(name + StoreStatisticNames.SUFFIX_MIN, key -> shortest())
        .withLongFunctionMaximum(name + StoreStatisticNames.SUFFIX_MAX, key -> longest())
        .withMeanStatisticFunction(name + StoreStatisticNames.SUFFIX_MEAN, key -> mean());
  }
}
