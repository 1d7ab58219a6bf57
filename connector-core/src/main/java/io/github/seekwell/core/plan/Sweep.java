package io.github.seekwell.core.plan;

import io.github.seekwell.core.store.ByteRange;

/**
 * Reads that go up through an object and leave out a little here and there: too much for a run, and
 * too irregularly for a recurrence. One at a time is followed, whoever reads: cursors that walk
 * side by side are runs. Mutable; belongs to an {@link AccessHistory}.
 */
final class Sweep {
  /** More left out at once is a jump. A connection reads through so much in two milliseconds. */
  private static final long MOST_LEFT_OUT = 128 << 10;

  private long begin;
  private long end = Long.MIN_VALUE;
  private long edge;
  private long wanted;
  private long window;
  private int steps;

  /** Takes a read in. */
  void touch(Touch touch) {
    if (touch.position() >= begin && touch.end() <= end) {
      return; // Read again.
    }
    long leftOut = touch.position() - end;
    if (leftOut >= 0 && leftOut <= MOST_LEFT_OUT) {
      steps++;
      wanted += touch.length();
    } else {
      begin = touch.position();
      edge = touch.end();
      wanted = touch.length();
      window = 0;
      steps = 0;
    }
    end = touch.end();
    edge = Math.max(edge, end);
  }

  /** How many reads have followed the first. */
  int steps() {
    return steps;
  }

  /** Bytes from the beginning of the first read to the end of the last. */
  long length() {
    return end - begin;
  }

  /** Bytes of them that were read. */
  long wanted() {
    return wanted;
  }

  /** Byte at which it began. */
  long begin() {
    return begin;
  }

  /** How many bytes look-ahead may run in front. */
  long window() {
    return window;
  }

  /** How many bytes look-ahead has been asked for beyond the last read. */
  long lead() {
    return edge - end;
  }

  /** Sets the window and gives what has to be asked for to fill it. */
  ByteRange extendTo(long bytes) {
    window = bytes;
    long from = edge;
    edge = Math.max(edge, end + bytes);
    return ByteRange.of(from, edge);
  }

  /** What was to be asked for ahead of it ends before this byte. */
  void retreat(long refused) {
    if (refused > end) {
      edge = Math.min(edge, refused);
    }
  }
}
