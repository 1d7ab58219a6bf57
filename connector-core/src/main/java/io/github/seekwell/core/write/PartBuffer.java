package io.github.seekwell.core.write;

import io.github.seekwell.core.store.ObjectBody;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The bytes of one part, in arrays that grow with them: a file of ten bytes costs {@value
 * #SMALLEST} bytes and not a whole part, and growing copies nothing.
 *
 * <p>One thread fills it; {@link #body} may be read by any thread once the filling is over.
 */
final class PartBuffer {
  static final int SMALLEST = 8 * 1024;
  static final int LARGEST = 1024 * 1024;

  private final List<byte[]> chunks = new ArrayList<>();
  private long length;
  private long capacity;

  long length() {
    return length;
  }

  /** Bytes of heap that the arrays take. */
  long capacity() {
    return capacity;
  }

  /**
   * @param limit the length up to which arrays may be made
   */
  void append(byte[] bytes, int offset, int count, long limit) {
    int from = offset;
    int left = count;
    while (left > 0) {
      if (length == capacity) {
        grow(limit);
      }
      byte[] last = chunks.get(chunks.size() - 1);
      int at = (int) (last.length - (capacity - length));
      int now = Math.min(left, last.length - at);
      System.arraycopy(bytes, from, last, at, now);
      from += now;
      left -= now;
      length += now;
    }
  }

  private void grow(long limit) {
    long wanted = Math.min(Math.max(capacity, SMALLEST), LARGEST);
    int size = (int) Math.min(wanted, limit - capacity);
    if (size <= 0) {
      throw new IllegalStateException("a part of " + length + " bytes is full");
    }
    chunks.add(new byte[size]);
    capacity += size;
  }

  /** These bytes, readable as often as need be; nothing may be appended from now on. */
  ObjectBody body() {
    List<byte[]> frozen = List.copyOf(chunks);
    long size = length;
    return new ObjectBody() {
      @Override
      public long length() {
        return size;
      }

      @Override
      public InputStream open() {
        return new ChunkStream(frozen, size);
      }
    };
  }

  /** Reads one array after the other. */
  private static final class ChunkStream extends InputStream {
    private final List<byte[]> chunks;
    private long left;
    private int chunk;
    private int at;

    ChunkStream(List<byte[]> chunks, long length) {
      this.chunks = chunks;
      this.left = length;
    }

    @Override
    public int read() {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int count) {
      Objects.checkFromIndexSize(offset, count, bytes.length);
      if (count == 0) {
        return 0;
      }
      if (left == 0) {
        return -1;
      }
      if (at == chunks.get(chunk).length) {
        chunk++;
        at = 0;
      }
      byte[] current = chunks.get(chunk);
      int now = (int) Math.min(Math.min(count, left), current.length - at);
      System.arraycopy(current, at, bytes, offset, now);
      at += now;
      left -= now;
      return now;
    }

    @Override
    public int available() {
      return (int) Math.min(left, Integer.MAX_VALUE);
    }
  }
}
