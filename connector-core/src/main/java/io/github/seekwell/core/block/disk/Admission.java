package io.github.seekwell.core.block.disk;

import io.github.seekwell.core.block.ObjectDigest;

/**
 * Whose place a block may take when there is no room. Arithmetic without a lock; its clock counts
 * the blocks that came to the tier's door, given or offered.
 *
 * <p>As long as there is room, whatever was read may come in: data that is larger than memory, read
 * once in each epoch, must be here in the second one. When there is none, first come is first
 * served, for in a loop over data larger than the tier nobody can do better than to keep what he
 * has, and who replaces anything soon has replaced everything and hits nothing. A newcomer gets in
 * only if he is known to return, and if what he would replace has been idle for more than twice the
 * time after which blocks usually return: in a loop through any order of files, what is of any use
 * is read again within twice the average. What an earlier process left, and nobody in this one has
 * read, protects nobody.
 *
 * <p>Returning blocks are known by a table of fixed size that holds one time for each region of an
 * object and forgets whatever another region of the same hash overwrites.
 */
final class Admission {
  /** 512 KiB, for regions of 1 MiB this remembers some 64 GB. A power of two. */
  private static final int REMEMBERED = 1 << 16;

  /** Returns are averaged over about so many. */
  private static final int SMOOTHING = 256;

  /** What is idle for so many times the usual return is of no use. */
  private static final int PATIENCE = 2;

  // An entry of the table: tag of the region, whether it was let in, time.
  private static final int TIME_BITS = 40;
  private static final long TIME = (1L << TIME_BITS) - 1;
  private static final long ADMITTED = 1L << TIME_BITS;
  private static final long TAG = -1L << (TIME_BITS + 1);

  private final long[] regions = new long[REMEMBERED];
  private final long gap;
  private long now;
  private double usualReturn;

  /**
   * @param gap blocks of one region that come within so many blocks of each other belong to one
   *     visit of it
   */
  Admission(long gap) {
    this.gap = gap;
  }

  long now() {
    return now;
  }

  /** Blocks came to the door. */
  void pass(int blocks) {
    now += blocks;
  }

  /** A block that is here was read, so many blocks after the last time its run was. */
  void returned(long after) {
    if (after > gap) {
      usualReturn += (after - usualReturn) / (usualReturn == 0 ? 1 : SMOOTHING);
    }
  }

  /** Whether the blocks of a region that are offered now may take the place of others. */
  boolean admits(ObjectDigest object, long region, boolean unproven, long idle) {
    int slot = slot(object, region);
    long entry = regions[slot];
    long tag = tag(object, region);
    boolean known = entry != 0 && (entry & TAG) == tag;
    long after = now - (entry & TIME);
    boolean admitted;
    if (known && after <= gap) {
      admitted = (entry & ADMITTED) != 0;
    } else if (known) {
      returned(after);
      admitted = idle > after && idle > PATIENCE * usualReturn;
    } else {
      admitted = false;
    }
    regions[slot] = tag | (admitted ? ADMITTED : 0) | (now & TIME);
    return admitted || unproven;
  }

  /** A region leaves that was last used then; it is known if it returns. */
  void left(ObjectDigest object, long region, long used) {
    regions[slot(object, region)] = tag(object, region) | (used & TIME);
  }

  private static int slot(ObjectDigest object, long region) {
    return (int) mix(object, region) & (REMEMBERED - 1);
  }

  private static long tag(ObjectDigest object, long region) {
    return mix(object, region) & TAG;
  }

  /**
   * The digest is random already; regions are not. The odd number is 2^64 over the golden ratio.
   */
  private static long mix(ObjectDigest object, long region) {
    long mixed = (object.second() + region) * 0x9e3779b97f4a7c15L;
    return mixed ^ (mixed >>> 29);
  }
}
