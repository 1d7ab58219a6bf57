package io.github.seekwell.benchmarks.dimuon;

import java.io.Serializable;
import java.util.SortedMap;
import java.util.TreeMap;

/** How many pairs have which mass, in bins of 1 GeV from 0 on. For one thread. */
final class MassHistogram implements Serializable {
  private static final long serialVersionUID = 1L;

  private final TreeMap<Integer, Long> counts = new TreeMap<>();
  private long entries;

  /** Counts a mass in GeV. */
  void add(double mass) {
    add((int) mass, 1);
  }

  void add(int bin, long count) {
    counts.merge(bin, count, Long::sum);
    entries += count;
  }

  void addAll(MassHistogram other) {
    other.counts.forEach(this::add);
  }

  long entries() {
    return entries;
  }

  /** The count from {@code low} up to, not including, {@code high}, in whole GeV. */
  long between(int low, int high) {
    long sum = 0;
    for (long count : counts.subMap(low, high).values()) {
      sum += count;
    }
    return sum;
  }

  /** Lower edge to count in bins of so many GeV, empty bins left out. */
  SortedMap<Integer, Long> bins(int width) {
    TreeMap<Integer, Long> bins = new TreeMap<>();
    counts.forEach((bin, count) -> bins.merge(bin / width * width, count, Long::sum));
    return bins;
  }
}
