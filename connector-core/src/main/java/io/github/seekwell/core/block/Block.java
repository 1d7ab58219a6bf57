package io.github.seekwell.core.block;

import io.github.seekwell.core.block.BlockMemory.Slot;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Bytes of an object. They never change, but they may go: when the cache lets a block go that
 * nobody holds, its memory becomes another block's.
 *
 * <p>Who holds a block ({@link #hold}) may read it until he lets it go ({@link #release}); of a
 * held block that leaves the cache the bytes move elsewhere. Who does not hold it is told after
 * each copy whether the bytes were still those of the block, as in an optimistic read of {@link
 * java.util.concurrent.locks.StampedLock}: such a copy writes nothing that other threads read. Safe
 * for threads.
 */
public final class Block {
  /** Object header, fields and map entry, as an estimate for the cache's budget. */
  static final int OVERHEAD = 160;

  /** In place of the number of holders, of a block whose memory has gone. */
  private static final int GONE = -1;

  private static final VarHandle HOLDERS = field("holders", int.class);
  private static final VarHandle HOPED = field("hoped", boolean.class);

  private final long start;
  private final int length;

  // Becomes null, or another with the same bytes, before anything is written to the slot.
  private volatile @Nullable Slot slot;
  private volatile int holders;
  private volatile boolean hoped;

  Block(long start, int length, Slot slot, boolean lookAhead) {
    this.start = start;
    this.length = length;
    this.slot = slot;
    this.hoped = lookAhead;
  }

  /** A block in an array of its own, which must not be written to any more. */
  static Block of(long start, byte[] bytes, boolean lookAhead) {
    return new Block(start, bytes.length, Slot.own(bytes), lookAhead);
  }

  private static VarHandle field(String name, Class<?> type) {
    try {
      return MethodHandles.lookup().findVarHandle(Block.class, name, type);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** Position in the object of the first byte. */
  public long start() {
    return start;
  }

  public int length() {
    return length;
  }

  /** Whether {@code length} bytes from {@code position} on are of this block. */
  public boolean holds(long position, int count) {
    return position >= start && position + count <= start + length;
  }

  /** The byte at a position of the object that is of this block, 0 to 255; -1 if it has gone. */
  public int at(long position) {
    while (true) {
      Slot from = slot;
      if (from == null) {
        return -1;
      }
      int at = Objects.checkIndex((int) (position - start), length);
      int value = from.bytes()[from.offset() + at] & 0xff;
      // Nothing read above may be read later than the slot is looked at again.
      VarHandle.acquireFence();
      if (slot == from) {
        return value;
      }
    }
  }

  /**
   * Copies bytes of this block.
   *
   * @return false if they have gone, which never happens to a block that is held; bytes of another
   *     block may stand in the buffer then
   */
  public boolean copy(long position, byte[] buffer, int offset, int count) {
    while (true) {
      Slot from = slot;
      if (from == null) {
        return false;
      }
      int at = Objects.checkFromIndexSize((int) (position - start), count, length);
      System.arraycopy(from.bytes(), from.offset() + at, buffer, offset, count);
      // Nothing read above may be read later than the slot is looked at again.
      VarHandle.acquireFence();
      if (slot == from) {
        return true;
      }
    }
  }

  /**
   * Keeps the bytes where they can be read, whatever the cache does, until {@link #release}. Who
   * forgets to release keeps the block as long as he refers to it, and the cache from nothing.
   *
   * @return false if they have gone already
   */
  public boolean hold() {
    while (true) {
      int now = holders;
      if (now == GONE) {
        return false;
      }
      if (HOLDERS.compareAndSet(this, now, now + 1)) {
        return true;
      }
    }
  }

  /** Ends what a {@link #hold} that was granted began. */
  public void release() {
    HOLDERS.getAndAdd(this, -1);
  }

  /**
   * Leaves the cache, once: the memory is free for others, and whoever holds the block reads a copy
   * from now on.
   *
   * @param awaited whether somebody waits for it who could not hold it yet
   */
  void leave(boolean awaited) {
    Slot left = slot;
    if (left == null || !left.isShared()) {
      return;
    }
    Slot own = null;
    try {
      if (awaited || !HOLDERS.compareAndSet(this, 0, GONE)) {
        own = Slot.own(Arrays.copyOfRange(left.bytes(), left.offset(), left.offset() + length));
      }
    } finally {
      slot = own;
      left.free();
    }
  }

  /** This block in memory that is used again, if it is as long as a slot there. */
  Block movedTo(BlockMemory memory) {
    if (length != memory.slotBytes()) {
      return this;
    }
    Slot to = memory.take(length);
    if (!copy(start, to.bytes(), to.offset(), length)) {
      throw new IllegalStateException("a block that is in no cache has gone");
    }
    return new Block(start, length, to, hoped);
  }

  /** Shows the bytes to a check; only before the block is in the cache. */
  void showTo(VersionCheck check, int blockSize) {
    Slot from = slot;
    if (from != null) {
      check.arrived(start / blockSize, from.bytes(), from.offset(), length);
    }
  }

  /** Whether look-ahead brought it and nobody has read it. */
  boolean isHoped() {
    return hoped;
  }

  /** True once, for a block that look-ahead brought: for its first reader, or for its eviction. */
  boolean claimHope() {
    return hoped && HOPED.compareAndSet(this, true, false);
  }
}
