package io.github.seekwell.core.testing;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;

/** What a soak has done and met so far. Safe for any number of threads. */
final class SoakTally {
  private final Map<String, LongAdder> operations = new ConcurrentSkipListMap<>();
  private final Map<String, LongAdder> faults = new ConcurrentSkipListMap<>();
  private final LongAdder bytes = new LongAdder();

  void operation(String kind) {
    operations.computeIfAbsent(kind, k -> new LongAdder()).increment();
  }

  void fault(String kind) {
    faults.computeIfAbsent(kind, k -> new LongAdder()).increment();
  }

  void verified(long count) {
    bytes.add(count);
  }

  long verified() {
    return bytes.sum();
  }

  Map<String, Long> operations() {
    return sums(operations);
  }

  Map<String, Long> faults() {
    return sums(faults);
  }

  private static Map<String, Long> sums(Map<String, LongAdder> counts) {
    Map<String, Long> sums = new TreeMap<>();
    counts.forEach((kind, count) -> sums.put(kind, count.sum()));
    return sums;
  }

  @Override
  public String toString() {
    return "operations %d %s, faults %d %s, %.1f MiB verified"
        .formatted(
            operations().values().stream().mapToLong(Long::longValue).sum(),
            operations(),
            faults().values().stream().mapToLong(Long::longValue).sum(),
            faults(),
            verified() / 1048576.0);
  }
}
