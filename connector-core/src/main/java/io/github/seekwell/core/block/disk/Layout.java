package io.github.seekwell.core.block.disk;

import io.github.seekwell.core.block.ObjectDigest;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * How bytes stand in a segment file, big-endian:
 *
 * <pre>
 * file   mark 8, format 4, block size 4, segment 8, CRC 4 of these; then runs
 * run    mark 4, blocks 4, bytes 8 of all frames, segment 8, first index 8, object 32,
 *        CRC 4 of these; then a frame for each block
 * frame  CRC 4 of object, index, length and bytes; then the bytes
 * </pre>
 *
 * <p>A run's head says where the next one begins, so the heads alone tell what a file holds. It
 * names its segment, so that bytes of another file, which a crash may leave in this one, do not
 * pass. All CRCs are CRC-32C.
 *
 * @param blockSize bytes of all blocks but the last of an object
 */
record Layout(int blockSize) {
  /** "SEEKWELL" */
  private static final long FILE_MARK = 0x5345454b57454c4cL;

  /** Raised whenever anything here changes; files of another format are deleted. */
  private static final int FORMAT = 1;

  /** "RUNS" */
  private static final int RUN_MARK = 0x52554e53;

  static final int FILE_HEAD = 8 + 4 + 4 + 8 + 4;
  static final int RUN_HEAD = 4 + 4 + 8 + 8 + 8 + ObjectDigest.BYTES + 4;
  static final int FRAME_HEAD = 4;

  /**
   * What a run's head says.
   *
   * @param bytes of all its frames
   */
  record Head(ObjectDigest object, long first, int count, long bytes) {}

  /** Bytes of a frame, unless its block is short. */
  int stride() {
    return FRAME_HEAD + blockSize;
  }

  /** The most bytes that a run of so many blocks takes. */
  long runBytes(int blocks) {
    return RUN_HEAD + (long) blocks * stride();
  }

  /** Length of a block of an object of this size. */
  int length(long size, long index) {
    return (int) Math.max(0, Math.min(blockSize, size - index * blockSize));
  }

  ByteBuffer fileHead(long segment) {
    ByteBuffer head = ByteBuffer.allocate(FILE_HEAD);
    head.putLong(FILE_MARK).putInt(FORMAT).putInt(blockSize).putLong(segment);
    return head.putInt(crc(head.array(), FILE_HEAD - 4)).flip();
  }

  /** Whether a file that begins so is one of ours, of this format and block size. */
  boolean isFileHead(ByteBuffer head, long segment) {
    return head.equals(fileHead(segment));
  }

  void putHead(ByteBuffer to, Head head, long segment) {
    ByteBuffer own = ByteBuffer.allocate(RUN_HEAD);
    own.putInt(RUN_MARK).putInt(head.count()).putLong(head.bytes()).putLong(segment);
    own.putLong(head.first());
    head.object().write(own);
    own.putInt(crc(own.array(), RUN_HEAD - 4)).flip();
    to.put(own);
  }

  /**
   * @param head an array of {@link #RUN_HEAD} bytes
   * @return null if this is no head of a run of this segment
   */
  @Nullable Head readHead(ByteBuffer head, long segment) {
    if (head.getInt(RUN_HEAD - 4) != crc(head.array(), RUN_HEAD - 4)) {
      return null;
    }
    int mark = head.getInt();
    int count = head.getInt();
    long bytes = head.getLong();
    long owner = head.getLong();
    long first = head.getLong();
    Head read = new Head(ObjectDigest.read(head), first, count, bytes);
    boolean sound =
        mark == RUN_MARK
            && owner == segment
            && first >= 0
            && count > 0
            && bytes > (long) (count - 1) * stride() + FRAME_HEAD
            && bytes <= (long) count * stride();
    return sound ? read : null;
  }

  /** What stands before a block's bytes, which are all that remains in the buffer. */
  static int frameCrc(ObjectDigest object, long index, ByteBuffer bytes) {
    ByteBuffer identity = ByteBuffer.allocate(ObjectDigest.BYTES + 8 + 4);
    object.write(identity);
    identity.putLong(index).putInt(bytes.remaining());
    CRC32C crc = new CRC32C();
    crc.update(identity.array());
    crc.update(bytes);
    return (int) crc.getValue();
  }

  private static int crc(byte[] bytes, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, length);
    return (int) crc.getValue();
  }
}
