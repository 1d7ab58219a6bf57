package io.github.seekwell.core.plan;

/**
 * Blocks touched one next to the other, in one direction, and how far look-ahead is in front of
 * them. Mutable; belongs to an {@link AccessHistory}.
 */
final class Run {
  private Direction direction = Direction.UNKNOWN;
  // In bytes, as they were read.
  private long begin;
  private long low;
  private long high;
  // In blocks, the last ones counted in.
  private long lowest;
  private long highest;
  private long edge;
  private long window;
  private int reads;
  private long lastTick;
  private long interval;

  boolean isNew() {
    return reads == 0;
  }

  boolean mayGo(Direction way) {
    return direction == Direction.UNKNOWN || direction == way;
  }

  /**
   * Takes a read in; tells whether the run grew.
   *
   * @param tick how many reads the object has seen
   */
  boolean touch(Touch touch, BlockSpan touched, long tick) {
    reads++;
    interval = tick - lastTick;
    lastTick = tick;
    if (reads == 1) {
      begin = touch.position();
      low = touch.position();
      high = touch.end();
      lowest = touched.first();
      highest = touched.last();
      edge = highest;
      return true;
    }
    low = Math.min(low, touch.position());
    high = Math.max(high, touch.end());
    if (touched.last() > highest && mayGo(Direction.FORWARD)) {
      direction = Direction.FORWARD;
      highest = touched.last();
      edge = Math.max(edge, highest);
      return true;
    }
    if (touched.first() < lowest && mayGo(Direction.BACK)) {
      if (direction == Direction.UNKNOWN) {
        edge = lowest;
      }
      direction = Direction.BACK;
      lowest = touched.first();
      edge = Math.min(edge, lowest);
      return true;
    }
    return false;
  }

  /**
   * Whether nobody walks it any more, as far as can be told: it has been passed over for several
   * times as long as it took from its last read but one to its last.
   */
  boolean isOver(long tick) {
    return reads < 2 || tick - lastTick > 4 * Math.max(2, interval);
  }

  /** Byte at which the run began. */
  long begin() {
    return begin;
  }

  /** Bytes from the lowest to the highest read. */
  long length() {
    return high - low;
  }

  long lowestBlock() {
    return lowest;
  }

  long highestBlock() {
    return highest;
  }

  /** Blocks walked so far. */
  long blocks() {
    return highest - lowest + 1;
  }

  /** Reads that it consists of. */
  int reads() {
    return reads;
  }

  /** How many blocks look-ahead may run in front. */
  long window() {
    return window;
  }

  /** How many blocks look-ahead has been asked for beyond the block reached last. */
  long lead() {
    return direction == Direction.BACK ? lowest - edge : edge - highest;
  }

  /** Sets the window to {@code size} blocks and gives what has to be asked for to fill it. */
  BlockSpan extendTo(long size) {
    window = size;
    if (direction == Direction.BACK) {
      long target = Math.max(0, lowest - size);
      BlockSpan missing = new BlockSpan(Math.min(target, edge), edge);
      edge = Math.min(edge, target);
      return missing;
    }
    long target = highest + size;
    BlockSpan missing = new BlockSpan(edge + 1, Math.max(edge, target) + 1);
    edge = Math.max(edge, target);
    return missing;
  }

  /** What was to be asked for ahead of it ends before this span. */
  void retreat(BlockSpan refused) {
    if (direction == Direction.BACK) {
      if (refused.end() <= lowest) {
        edge = Math.max(edge, refused.end());
      }
    } else if (refused.first() > highest) {
      edge = Math.min(edge, refused.first() - 1);
    }
  }
}
