package io.github.seekwell.core.plan;

/**
 * Blocks touched one next to the other, in one direction, and how far look-ahead is in front of
 * them. Mutable; belongs to an {@link AccessHistory}.
 */
final class Run {
  private Direction direction = Direction.UNKNOWN;
  private long front = -1;
  private long length;
  private long window;
  private long edge = -1;
  private boolean waited;

  boolean mayGo(Direction way) {
    return direction == Direction.UNKNOWN || direction == way;
  }

  /** Moves the front on; tells whether the run grew. */
  boolean touch(BlockSpan touched) {
    if (front < 0) {
      front = touched.last();
      length = touched.count();
      direction = length > 1 ? Direction.FORWARD : Direction.UNKNOWN;
      edge = front;
      return true;
    }
    if (touched.last() > front && mayGo(Direction.FORWARD)) {
      length += touched.last() - front;
      direction = Direction.FORWARD;
      front = touched.last();
      edge = Math.max(edge, front);
      return true;
    }
    if (touched.first() < front && direction != Direction.FORWARD && touched.last() <= front) {
      length += front - touched.first();
      direction = Direction.BACK;
      front = touched.first();
      edge = Math.min(edge, front);
      return true;
    }
    return false;
  }

  /** The block reached last. */
  long front() {
    return front;
  }

  /** Blocks walked so far. */
  long length() {
    return length;
  }

  Direction direction() {
    return direction;
  }

  /** How many blocks look-ahead may run in front. */
  long window() {
    return window;
  }

  /** How many blocks look-ahead has been asked for beyond the front. */
  long lead() {
    return Math.abs(edge - front);
  }

  void noteWait(boolean readerWaited) {
    waited |= readerWaited;
  }

  /** Whether the reader waited since the last top-up. */
  boolean waited() {
    return waited;
  }

  /** Sets the window to {@code blocks} and gives what has to be asked for to fill it. */
  BlockSpan extendTo(long blocks) {
    window = blocks;
    waited = false;
    if (direction == Direction.BACK) {
      long target = Math.max(0, front - blocks);
      BlockSpan missing = new BlockSpan(Math.min(target, edge), edge);
      edge = Math.min(edge, target);
      return missing;
    }
    long target = front + blocks;
    BlockSpan missing = new BlockSpan(edge + 1, Math.max(edge, target) + 1);
    edge = Math.max(edge, target);
    return missing;
  }
}
