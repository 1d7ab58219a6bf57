package io.github.seekwell.core.block;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Bytes of an object, immutable and never pooled: whoever holds a block may read it for ever.
 *
 * <p>The array is handed out as it is, for the sake of the copy that this saves; readers must not
 * write to it.
 */
public final class Block {
  /** Object header, fields and map entry, as an estimate for the cache's budget. */
  static final int OVERHEAD = 160;

  private final long start;
  private final byte[] bytes;
  private final AtomicBoolean hoped;

  Block(long start, byte[] bytes, boolean lookAhead) {
    this.start = start;
    this.bytes = bytes;
    this.hoped = new AtomicBoolean(lookAhead);
  }

  /** Position in the object of the first byte. */
  public long start() {
    return start;
  }

  public int length() {
    return bytes.length;
  }

  /** Whether this block holds {@code length} bytes from {@code position} on. */
  public boolean holds(long position, int length) {
    return position >= start && position + length <= start + bytes.length;
  }

  /** The byte at a position of the object that this block holds, 0 to 255. */
  public int at(long position) {
    return bytes[(int) (position - start)] & 0xff;
  }

  public void copy(long position, byte[] buffer, int offset, int length) {
    System.arraycopy(bytes, (int) (position - start), buffer, offset, length);
  }

  void showTo(VersionCheck check, int blockSize) {
    check.arrived(start / blockSize, bytes);
  }

  /** Whether look-ahead brought it and nobody has read it. */
  boolean isHoped() {
    return hoped.get();
  }

  /** True once, for a block that look-ahead brought: for its first reader, or for its eviction. */
  boolean claimHope() {
    return hoped.get() && hoped.compareAndSet(true, false);
  }
}
