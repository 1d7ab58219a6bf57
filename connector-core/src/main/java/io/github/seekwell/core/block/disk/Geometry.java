package io.github.seekwell.core.block.disk;

/**
 * Sizes that follow from the room of one directory.
 *
 * @param segmentBytes a file that has reached this is not appended to
 * @param runBlocks blocks of a region, of which runs are parts
 * @param visitBlocks blocks of one region that come within so many of each other come in one visit
 */
record Geometry(long segmentBytes, int runBlocks, long visitBlocks) {
  /** Evictions free so small a part of the room, and a directory needs so few open files. */
  private static final int SEGMENTS = 64;

  /** A look-up and a disk's seek cost nothing beside reading this much. */
  private static final long MAX_RUN = 1 << 20;

  /** Sixteen cursors, each in a region of its own, and as many again. */
  private static final long MAX_VISIT = 64 << 20;

  static Geometry of(long room, Layout layout) {
    long segment = Math.max(room / SEGMENTS, Layout.FILE_HEAD + layout.runBytes(1));
    long run = Math.max(1, Math.min(MAX_RUN, segment / 8) / layout.blockSize());
    long visit = Math.max(1, Math.min(MAX_VISIT, room / 8) / layout.blockSize());
    return new Geometry(segment, (int) run, visit);
  }
}
