package io.github.seekwell.core.write;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Memory outside the heap in pieces of one size, used again and again: what the JVM gives there is
 * otherwise given back only when the garbage collector comes by. Safe for threads.
 *
 * <p>There are never more pieces than were wanted at a time, which is the budget's matter.
 */
final class DirectChunks {
  static final int SIZE = 64 * 1024;

  private final Deque<ByteBuffer> spare = new ArrayDeque<>(); // guarded by this
  private long made; // guarded by this

  /** How many hold so many bytes. */
  static int count(long bytes) {
    return Math.toIntExact((bytes + SIZE - 1) / SIZE);
  }

  /**
   * @throws OutOfMemoryError if the JVM has no more, as {@code -XX:MaxDirectMemorySize} says; then
   *     none is taken
   */
  synchronized List<ByteBuffer> take(int count) {
    List<ByteBuffer> taken = new ArrayList<>(count);
    boolean complete = false;
    try {
      while (taken.size() < count) {
        ByteBuffer chunk = spare.poll();
        if (chunk == null) {
          chunk = ByteBuffer.allocateDirect(SIZE);
          made++;
        }
        taken.add(chunk);
      }
      complete = true;
      return taken;
    } finally {
      if (!complete) {
        give(taken);
      }
    }
  }

  /** They are used no more, and may be taken by others. */
  synchronized void give(List<ByteBuffer> chunks) {
    chunks.forEach(spare::push);
  }

  /** Leaves those that nobody uses to the garbage collector. */
  synchronized void forgetSpare() {
    made -= spare.size();
    spare.clear();
  }

  /** Bytes of all pieces, used or not. */
  synchronized long bytes() {
    return made * SIZE;
  }
}
