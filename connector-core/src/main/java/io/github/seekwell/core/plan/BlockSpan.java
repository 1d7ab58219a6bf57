package io.github.seekwell.core.plan;

/**
 * A half-open run of block numbers {@code [first, end)}.
 *
 * @param first at least 0
 * @param end one past the last, at least {@code first}
 */
public record BlockSpan(long first, long end) {
  public static final BlockSpan NONE = new BlockSpan(0, 0);

  public BlockSpan {
    if (first < 0 || end < first) {
      throw new IllegalArgumentException("not a span of blocks: [" + first + ", " + end + ")");
    }
  }

  public boolean isEmpty() {
    return first == end;
  }

  public long count() {
    return end - first;
  }

  public long last() {
    return end - 1;
  }

  /** The part of this span within {@code [0, blocks)}. */
  public BlockSpan within(long blocks) {
    long start = Math.min(first, blocks);
    return new BlockSpan(start, Math.max(start, Math.min(end, blocks)));
  }
}
