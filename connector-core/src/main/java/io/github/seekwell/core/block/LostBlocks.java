package io.github.seekwell.core.block;

import io.github.seekwell.core.plan.BlockSpan;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Which blocks left the cache after somebody had come for them: a bit each, in pages of {@link
 * #PAGE} blocks. So it is seen when one is fetched again, which a larger cache would have spared.
 * The pages used last are kept.
 *
 * <p>Guarded by its owner's lock.
 */
final class LostBlocks {
  /** Blocks of a page. */
  static final int PAGE = 1024;

  /** Some 2 MB at worst, and as much again if each is of another object; 64 GiB by 8 KiB. */
  static final int MAX_PAGES = 8192;

  private record PageKey(ObjectVersion object, long number) {}

  private final Map<PageKey, BitSet> pages =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<PageKey, BitSet> eldest) {
          return size() > MAX_PAGES;
        }
      };

  void add(BlockKey key) {
    pages
        .computeIfAbsent(new PageKey(key.object(), key.index() / PAGE), page -> new BitSet())
        .set((int) (key.index() % PAGE));
  }

  /** These blocks are being fetched; gives the bytes of those that were lost, once. */
  long take(ObjectVersion object, BlockSpan span, int blockSize) {
    long bytes = 0;
    for (long index = span.first(); index < span.end() && !pages.isEmpty(); ) {
      long end = Math.min(span.end(), (index / PAGE + 1) * PAGE);
      PageKey key = new PageKey(object, index / PAGE);
      BitSet page = pages.get(key);
      if (page != null) {
        int from = (int) (index % PAGE);
        int to = from + (int) (end - index);
        for (int bit = page.nextSetBit(from);
            bit >= 0 && bit < to;
            bit = page.nextSetBit(bit + 1)) {
          long start = (index - from + bit) * blockSize;
          bytes += Math.min(blockSize, object.size() - start);
        }
        page.clear(from, to);
        if (page.isEmpty()) {
          pages.remove(key);
        }
      }
      index = end;
    }
    return bytes;
  }

  int pages() {
    return pages.size();
  }
}
