package io.github.seekwell.core.block;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * Where blocks may be found that are not in memory, nearer than the store.
 *
 * <p>Never fails a reader: what it cannot give, the store is asked for. What it gives is right.
 * Safe for threads.
 */
public interface SecondTier {
  /** Holds nothing. */
  SecondTier NONE =
      new SecondTier() {
        @Override
        public List<Piece> pieces(ObjectVersion object, long first, int count) {
          return List.of(new Piece(first, count, false));
        }

        @Override
        public int read(ObjectVersion object, long first, int count, Object owner, Sink sink) {
          return 0;
        }

        @Override
        public void offer(ObjectVersion object, long index, Block block) {}

        @Override
        public void flush() {}
      };

  /**
   * Neighbouring blocks to be had from one place.
   *
   * @param first index of the first block
   * @param count how many, at least 1
   * @param here whether to {@link #read} them here, rather than to ask the store
   */
  record Piece(long first, int count, boolean here) {}

  /** Takes blocks as they are read. */
  interface Sink {
    /**
     * @param bytes what remains is the whole block, and read to its end; the buffer is used again
     */
    void accept(long index, ByteBuffer bytes);
  }

  /** How fast the store is, to tell whether this tier is worth asking. */
  interface StorePace {
    /** Nobody has measured the store yet. */
    StorePace UNKNOWN = (object, bytes) -> 0;

    /**
     * Nanoseconds that the object's store would take to bring so many bytes by one request, from
     * asking to the last byte; 0 if that is not known. Must be fast and take no lock for long.
     */
    long nanos(ObjectVersion object, long bytes);
  }

  /**
   * Where to get neighbouring blocks that somebody wants and that are not in memory. Looks into
   * memory only; a piece that is said to be here may be gone when it is read.
   *
   * @return pieces that together are the blocks asked for, in order; at least one
   */
  List<Piece> pieces(ObjectVersion object, long first, int count);

  /**
   * Reads neighbouring blocks; waits for the disk, so is called where a request would be made.
   *
   * @param owner on whose behalf
   * @param sink called on this thread, once for each block read, in order
   * @return how many of the leading blocks were given; the rest, if any, is the store's
   */
  int read(ObjectVersion object, long first, int count, Object owner, Sink sink);

  /**
   * A block that somebody has read is leaving memory or was read again: it may be kept. Returns at
   * once.
   */
  void offer(ObjectVersion object, long index, Block block);

  /** Has what was offered kept soon, because nothing may follow. Returns at once. */
  void flush();
}
