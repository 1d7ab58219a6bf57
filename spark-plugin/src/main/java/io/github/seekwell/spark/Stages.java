package io.github.seekwell.spark;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Something of each attempt of a stage, for so many of them. For one more another leaves: the
 * oldest of those that are over, and only if all are running the oldest of these. Guarded by its
 * owner's lock.
 */
final class Stages<T> {
  private final int most;
  private final SortedMap<StageKey, T> kept = new TreeMap<>();
  private final SortedSet<StageKey> over = new TreeSet<>();

  Stages(int most) {
    this.most = most;
  }

  @Nullable T get(StageKey stage) {
    return kept.get(stage);
  }

  /**
   * Keeps it.
   *
   * @return what had to leave for it, or null
   */
  Map.@Nullable Entry<StageKey, T> put(StageKey stage, T of) {
    final Map.Entry<StageKey, T> left = kept.size() < most ? null : leave();
    kept.put(stage, of);
    return left;
  }

  private Map.Entry<StageKey, T> leave() {
    final StageKey oldest = over.isEmpty() ? kept.firstKey() : over.first();
    over.remove(oldest);
    return Map.entry(oldest, kept.remove(oldest));
  }

  /** A stage has ended; a word of it may be on its way. */
  void over(StageKey stage) {
    if (kept.containsKey(stage)) {
      over.add(stage);
    }
  }

  /** All that are kept, in order. */
  SortedMap<StageKey, T> all() {
    return Collections.unmodifiableSortedMap(kept);
  }
}
