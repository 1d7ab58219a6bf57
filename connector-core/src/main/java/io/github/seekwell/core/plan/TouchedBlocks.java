package io.github.seekwell.core.plan;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Which blocks of an object readers have come for, one bit each, in pages of {@link #PAGE} blocks.
 * The pages used last are kept, so a large object costs no more than a middling one.
 */
final class TouchedBlocks {
  /** Blocks of a page: no region is larger. */
  static final int PAGE = 4096;

  /** 64 pages of half a kilobyte; with blocks of 8 KiB they cover 2 GiB. */
  private static final int MAX_PAGES = 64;

  private final Map<Long, long[]> pages =
      new LinkedHashMap<>(4, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, long[]> eldest) {
          return size() > MAX_PAGES;
        }
      };

  /** Marks blocks; tells how many of them had not been marked. */
  long add(BlockSpan span) {
    long fresh = 0;
    for (long block = span.first(); block < span.end(); ) {
      long[] page = pages.computeIfAbsent(block / PAGE, number -> new long[PAGE / Long.SIZE]);
      long pageEnd = Math.min(span.end(), (block / PAGE + 1) * PAGE);
      for (; block < pageEnd; block++) {
        int bit = (int) (block % PAGE);
        long mask = 1L << bit;
        if ((page[bit / Long.SIZE] & mask) == 0) {
          page[bit / Long.SIZE] |= mask;
          fresh++;
        }
      }
    }
    return fresh;
  }

  /**
   * How many blocks are marked in an aligned region.
   *
   * @param first a multiple of {@code length}
   * @param length a power of two from {@link Long#SIZE} to {@link #PAGE}
   */
  int count(long first, int length) {
    long[] page = pages.get(first / PAGE);
    if (page == null) {
      return 0;
    }
    int word = (int) (first % PAGE) / Long.SIZE;
    int count = 0;
    for (int i = 0; i < length / Long.SIZE; i++) {
      count += Long.bitCount(page[word + i]);
    }
    return count;
  }

  /** The same for a region within one word: a power of two below {@link Long#SIZE}. */
  int countFew(long first, int length) {
    long[] page = pages.get(first / PAGE);
    if (page == null) {
      return 0;
    }
    int bit = (int) (first % PAGE);
    long mask = ((1L << length) - 1) << bit;
    return Long.bitCount(page[bit / Long.SIZE] & mask);
  }
}
