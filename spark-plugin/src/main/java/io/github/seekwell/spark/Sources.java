package io.github.seekwell.spark;

import io.github.seekwell.core.metrics.ReadSnapshot;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * What sources have told: those that live, those that are gone, and the oldest of these as one.
 *
 * <p>Figures of the living stay encoded, a few kilobytes each, and are added up whenever somebody
 * asks; of the gone a sum is kept. Bounded, whatever number of executors there was: up to {@link
 * #MAX_LIVE} live, of which the most silent counts as gone, {@link #MAX_GONE} gone ones are told
 * apart, and {@link #MAX_REST} names are remembered of those that are not. With the 10 to 20
 * kilobytes that a source takes here these are 10 megabytes for the gone, and for the living as
 * much as Spark has executors.
 *
 * <p>Guarded by its owner's lock.
 */
final class Sources {
  /** More do not live at once; Spark need not have told us of every one that went. */
  static final int MAX_LIVE = 10_000;

  /** Told apart in the report; more are a burden to its reader too. */
  static final int MAX_GONE = 500;

  /** Who comes back after so many others is counted once more. */
  static final int MAX_REST = 20_000;

  private final LinkedHashMap<String, SourceSum> live = new LinkedHashMap<>(16, 0.75f, true);
  private final LinkedHashMap<String, SourceSum> gone = new LinkedHashMap<>();
  private final Set<String> rest = new LinkedHashSet<>();
  private final SourceSum restSum = new SourceSum("earlier");
  private ReadSnapshot restFigures = ReadSnapshot.EMPTY;

  /** By scheme, of all that are gone; the snapshots in it are never changed. */
  private final SortedMap<String, ReadSnapshot> settled = new TreeMap<>();

  /**
   * Sums as they were at a moment, to be added up by whoever wants them, without the lock.
   *
   * @param settled by scheme
   * @param live what each of the living has told of each scheme
   */
  record Told(Map<String, ReadSnapshot> settled, Map<String, List<SourceSum.Latest>> live) {

    SortedMap<String, ReadSnapshot> sum() {
      final Set<String> schemes = new HashSet<>(settled.keySet());
      schemes.addAll(live.keySet());
      final SortedMap<String, ReadSnapshot> sums = new TreeMap<>();
      for (String scheme : schemes) {
        final Stream<ReadSnapshot> gone =
            Stream.of(settled.getOrDefault(scheme, ReadSnapshot.EMPTY));
        final Stream<ReadSnapshot> living =
            live.getOrDefault(scheme, List.of()).stream().map(SourceSum.Latest::decoded);
        sums.put(scheme, ReadSnapshot.sum(Stream.concat(gone, living)::iterator));
      }
      return sums;
    }
  }

  void hear(Tidings tidings) throws IOException {
    final SourceSum silent = gone.get(tidings.source());
    if (silent != null) {
      final Map<String, ReadSnapshot> before = silent.lastFigures();
      silent.hear(tidings);
      settle(silent.lastFigures(), before);
    } else if (rest.contains(tidings.source())) {
      restSum.hearTasks(tidings); // its totals would be counted twice
    } else {
      live.computeIfAbsent(tidings.source(), id -> new SourceSum(tidings.executor())).hear(tidings);
      if (live.size() > MAX_LIVE) {
        leaves(live.keySet().iterator().next());
      }
    }
  }

  /** An executor is no more; a last word of it may be on its way. */
  void lost(String executor) {
    final List<String> its = new ArrayList<>();
    live.forEach(
        (id, source) -> {
          if (source.executor().equals(executor)) {
            its.add(id);
          }
        });
    its.forEach(this::leaves);
  }

  private void leaves(String id) {
    final SourceSum source = live.remove(id);
    gone.put(id, source);
    settle(source.lastFigures(), Map.of());
    if (gone.size() > MAX_GONE) {
      final Map.Entry<String, SourceSum> oldest = gone.entrySet().iterator().next();
      gone.remove(oldest.getKey());
      restFigures = restFigures.plus(oldest.getValue().lastFigure());
      restSum.absorbTasks(oldest.getValue());
      rest.add(oldest.getKey());
      if (rest.size() > MAX_REST) {
        rest.remove(rest.iterator().next());
      }
    }
  }

  /** Puts figures of a source that is gone in the place of those it had told before. */
  private void settle(Map<String, ReadSnapshot> figures, Map<String, ReadSnapshot> before) {
    figures.forEach(
        (scheme, now) -> {
          final ReadSnapshot then = before.get(scheme);
          settled.merge(scheme, then == null ? now : now.since(then), ReadSnapshot::plus);
        });
  }

  Told told() {
    final Map<String, List<SourceSum.Latest>> encoded = new TreeMap<>();
    for (SourceSum source : live.values()) {
      source
          .latest()
          .forEach(
              (scheme, latest) ->
                  encoded.computeIfAbsent(scheme, s -> new ArrayList<>()).add(latest));
    }
    return new Told(Map.copyOf(settled), encoded);
  }

  /** One by one, as far as they are told apart; to be asked without the lock, as sums are. */
  List<Supplier<Account.Executor>> executors() {
    final List<Map.Entry<String, SourceSum>> apart = new ArrayList<>(live.entrySet());
    apart.addAll(gone.entrySet());
    apart.sort(
        Comparator.comparing((Map.Entry<String, SourceSum> each) -> each.getValue().executor())
            .thenComparing(Map.Entry::getKey));
    final List<Supplier<Account.Executor>> told = new ArrayList<>();
    if (!rest.isEmpty()) {
      final ReadSnapshot sum = restFigures;
      told.add(restSum.total("", () -> sum));
    }
    apart.forEach(each -> told.add(each.getValue().total(each.getKey())));
    return told;
  }
}
