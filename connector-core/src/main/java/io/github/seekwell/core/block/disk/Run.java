package io.github.seekwell.core.block.disk;

import io.github.seekwell.core.block.ObjectDigest;

/**
 * Neighbouring blocks of an object, side by side in a segment. When it was used is guarded by the
 * lock of {@link Catalogue}.
 */
final class Run {
  /** With its places in the catalogue's maps and lists, as an estimate in bytes. */
  static final int WEIGHT = 144;

  private final ObjectDigest object;
  private final long first;
  private final int count;
  private final Segment segment;
  private final long offset;
  private long used;

  /**
   * @param offset of the first block's frame in the segment's file
   * @param used when somebody last read from it, by the catalogue's clock
   */
  Run(ObjectDigest object, long first, int count, Segment segment, long offset, long used) {
    this.object = object;
    this.first = first;
    this.count = count;
    this.segment = segment;
    this.offset = offset;
    this.used = used;
  }

  /** The blocks of this run from {@code from} to {@code end}, which stay where they are. */
  Run part(long from, long end, int stride) {
    return from == first && end == end()
        ? this
        : new Run(object, from, (int) (end - from), segment, offsetOf(from, stride), used);
  }

  ObjectDigest object() {
    return object;
  }

  long first() {
    return first;
  }

  int count() {
    return count;
  }

  long end() {
    return first + count;
  }

  Segment segment() {
    return segment;
  }

  /** Where the frame of this block begins. */
  long offsetOf(long index, int stride) {
    return offset + (index - first) * stride;
  }

  long used() {
    return used;
  }

  void usedAt(long now) {
    used = now;
  }
}
