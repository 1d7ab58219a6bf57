package io.github.seekwell.core.block;

import java.lang.invoke.VarHandle;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * Memory for blocks of one size: slots in large arrays ("slabs") that are used again and again.
 *
 * <p>Blocks of a cache outlive a garbage collector's nursery and are still replaced all the time,
 * which is what generational collectors are worst at: each array would be copied two or three times
 * before it dies. A slab is old soon and stays where it is. It is as large as a region of G1 is by
 * default, so that this collector calls it humongous and does not move it even once. Why this and
 * not memory outside the heap stands in {@code docs/decisions/blocks.md}.
 *
 * <p>Slots are taken where others were freed last, so that slabs which were filled long ago drain;
 * one all of whose slots are free goes, but for two. Safe for threads.
 */
final class BlockMemory {
  /**
   * G1 aims at 2048 regions, of a size that is rounded up to a power of two of at least 1 MiB and
   * at most 32 MiB (heapRegion.cpp of JDK 17). What fills more than half of one is humongous.
   */
  private static final long REGIONS = 2048;

  private static final long LEAST_REGION = 1 << 20;
  private static final long LARGEST_REGION = 32 << 20;

  /** The header of an array, which must have room in the region too. */
  private static final int HEADER = 16;

  private final int slotBytes;
  private final int slotsPerSlab;

  // Slabs with free slots. Guarded by this, as is what is in them.
  private final ArrayDeque<Slab> open = new ArrayDeque<>();
  private int slabs;
  private int free;

  BlockMemory(int slotBytes) {
    this(slotBytes, regionBytes(Runtime.getRuntime().maxMemory()));
  }

  /**
   * @param slabBytes a slab has as many slots as go into them, at least one
   */
  BlockMemory(int slotBytes, long slabBytes) {
    this.slotBytes = slotBytes;
    this.slotsPerSlab = (int) Math.max(1, (slabBytes - HEADER) / slotBytes);
  }

  static long regionBytes(long maxHeapBytes) {
    long aim = Math.max(LEAST_REGION, Math.min(maxHeapBytes / REGIONS, LARGEST_REGION));
    return Long.highestOneBit(2 * aim - 1);
  }

  /**
   * A piece of memory that belongs to one block at a time.
   *
   * @param slab null if it is an array of its own, which belongs to its block for ever
   */
  record Slot(byte[] bytes, int offset, @Nullable Slab slab) {
    /** An array that is a block's own. */
    static Slot own(byte[] bytes) {
      return new Slot(bytes, 0, null);
    }

    boolean isShared() {
      return slab != null;
    }

    /** Leaves it to the next block; nothing must be written to it any more. */
    void free() {
      if (slab != null) {
        slab.memory().free(slab, this);
      }
    }
  }

  /** An array cut into slots. Guarded by its memory. */
  private static final class Slab {
    private final BlockMemory memory;
    private final Slot[] freeSlots;
    private int count;

    Slab(BlockMemory memory, int slots, int slotBytes) {
      this.memory = memory;
      this.freeSlots = new Slot[slots];
      byte[] bytes = new byte[slots * slotBytes];
      for (int i = slots - 1; i >= 0; i--) {
        add(new Slot(bytes, i * slotBytes, this));
      }
    }

    BlockMemory memory() {
      return memory;
    }

    void add(Slot slot) {
      freeSlots[count++] = slot;
    }

    Slot remove() {
      return freeSlots[--count];
    }
  }

  int slotBytes() {
    return slotBytes;
  }

  /** A slot for a block of so many bytes; a short block gets an array of its own. */
  Slot take(int length) {
    return length == slotBytes ? take() : Slot.own(new byte[length]);
  }

  private synchronized Slot take() {
    Slab slab = open.peekLast();
    if (slab == null) {
      slab = new Slab(this, slotsPerSlab, slotBytes);
      slabs++;
      free += slotsPerSlab;
      open.addLast(slab);
    }
    free--;
    Slot slot = slab.remove();
    if (slab.count == 0) {
      open.removeLast();
    }
    // What is written to the slot must not be seen before the block left it.
    VarHandle.releaseFence();
    return slot;
  }

  private synchronized void free(Slab slab, Slot slot) {
    if (slab.count == 0) {
      open.addLast(slab);
    }
    slab.add(slot);
    free++;
    if (slab.count == slotsPerSlab && free > 2 * slotsPerSlab) {
      open.remove(slab);
      slabs--;
      free -= slotsPerSlab;
    }
  }

  /** Bytes of all slabs. */
  synchronized long reserved() {
    return (long) slabs * slotsPerSlab * slotBytes;
  }

  /** Slots that no block has. */
  synchronized int freeSlots() {
    return free;
  }
}
