package io.github.seekwell.spark;

import io.github.seekwell.core.metrics.ReadSnapshot;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The latest tidings of every source. Safe for any number of threads. */
final class Totals {
  private final Map<String, Tidings> latest = new ConcurrentHashMap<>();

  /** Takes note, unless something later is known of that source. */
  void hear(Tidings tidings) {
    latest.merge(
        tidings.source(), tidings, (old, fresh) -> fresh.number() >= old.number() ? fresh : old);
  }

  /** One for each source, in the order of their executors' names. */
  List<Tidings> sources() {
    return latest.values().stream()
        .sorted(Comparator.comparing(Tidings::executor).thenComparing(Tidings::source))
        .toList();
  }

  /** All sources together. */
  static ReadSnapshot sum(Collection<Tidings> sources) {
    ReadSnapshot sum = ReadSnapshot.EMPTY;
    for (Tidings each : sources) {
      sum = sum.plus(each.figures());
    }
    return sum;
  }
}
