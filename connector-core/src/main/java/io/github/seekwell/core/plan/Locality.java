package io.github.seekwell.core.plan;

import java.util.Arrays;

/** Where the last runs that began with a miss stand: close together, or all over the object. */
final class Locality {
  /** Misses looked at: two come close to each other by chance too often. */
  private static final int MISSES = 3;

  private final long[] first = new long[MISSES];
  private final long[] end = new long[MISSES];
  private long noted;

  /** Notes a miss that continues nothing. */
  void note(BlockSpan miss) {
    int slot = (int) (noted++ % MISSES);
    first[slot] = miss.first();
    end[slot] = miss.end();
  }

  /** The span that holds the last misses; empty if there were too few. */
  BlockSpan span() {
    if (noted < MISSES) {
      return BlockSpan.NONE;
    }
    return new BlockSpan(
        Arrays.stream(first).min().orElseThrow(), Arrays.stream(end).max().orElseThrow());
  }
}
