package io.github.seekwell.core.store;

import java.util.List;
import java.util.Objects;

/**
 * @param objects in key order
 * @param prefixes rolled-up keys, each ending in {@code /}, in order
 * @param nextToken for the next page; empty if this was the last
 */
public record ListPage(List<ObjectInfo> objects, List<String> prefixes, String nextToken) {
  public ListPage {
    objects = List.copyOf(objects);
    prefixes = List.copyOf(prefixes);
    Objects.requireNonNull(nextToken, "nextToken");
  }

  public boolean isLast() {
    return nextToken.isEmpty();
  }

  public boolean isEmpty() {
    return objects.isEmpty() && prefixes.isEmpty();
  }
}
