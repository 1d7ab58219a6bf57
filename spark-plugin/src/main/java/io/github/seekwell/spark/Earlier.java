package io.github.seekwell.spark;

import io.github.seekwell.core.metrics.ReadSnapshot;
import java.util.Map;
import java.util.TreeMap;

/**
 * What applications that have ended had caused in this class loader: a JVM may start Spark again,
 * and the next report is not to tell of them. Safe for threads.
 */
final class Earlier {
  private volatile Map<String, ReadSnapshot> figures = Map.of();

  /** An application ends. */
  void ends(Map<String, ReadSnapshot> all) {
    figures = Map.copyOf(all);
  }

  /** What has been caused since. */
  Map<String, ReadSnapshot> beyond(Map<String, ReadSnapshot> all) {
    final Map<String, ReadSnapshot> before = figures;
    final Map<String, ReadSnapshot> rest = new TreeMap<>(all);
    before.forEach((scheme, then) -> rest.computeIfPresent(scheme, (s, now) -> now.since(then)));
    return rest;
  }
}
