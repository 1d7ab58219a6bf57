package io.github.seekwell.core.write;

import io.github.seekwell.core.store.ObjectBody;
import io.github.seekwell.core.store.StoreException;
import java.util.ArrayList;
import java.util.List;

/**
 * A part in arrays that grow with it: a file of ten bytes costs {@value #SMALLEST} bytes and not a
 * whole part, and growing copies nothing.
 */
final class HeapBuffer implements PartBuffer {
  static final int SMALLEST = 8 * 1024;
  static final int LARGEST = 1024 * 1024;

  private final List<byte[]> chunks = new ArrayList<>();
  private WriteBudget.Room room = WriteBudget.Room.NONE;
  private long limit;
  private long length;
  private long capacity;

  /**
   * @param limit what it may reach without any room
   */
  HeapBuffer(long limit) {
    this.limit = limit;
  }

  /** May grow from now on, in room that it gives back. */
  void enlarge(WriteBudget.Room given, long newLimit) {
    room = given;
    limit = newLimit;
  }

  @Override
  public long length() {
    return length;
  }

  @Override
  public long limit() {
    return limit;
  }

  /** Bytes of heap that the arrays take. */
  long capacity() {
    return capacity;
  }

  @Override
  public void append(byte[] bytes, int offset, int count) {
    int from = offset;
    int left = count;
    while (left > 0) {
      if (length == capacity) {
        grow();
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

  private void grow() {
    long wanted = Math.min(Math.max(capacity, SMALLEST), LARGEST);
    int size = (int) Math.min(wanted, limit - capacity);
    if (size <= 0) {
      throw new IllegalStateException("a part of " + length + " bytes is full");
    }
    chunks.add(new byte[size]);
    capacity += size;
  }

  /** Gives its bytes to another buffer. */
  void copyTo(PartBuffer other) throws StoreException {
    long left = length;
    for (byte[] chunk : chunks) {
      int now = (int) Math.min(left, chunk.length);
      other.append(chunk, 0, now);
      left -= now;
    }
  }

  @Override
  public ObjectBody body() {
    List<byte[]> frozen = List.copyOf(chunks);
    return new ChunkedBody(
        length,
        new ChunkedBody.Chunks() {
          @Override
          public int length(int chunk) {
            return frozen.get(chunk).length;
          }

          @Override
          public void copy(int chunk, int at, byte[] to, int offset, int count) {
            System.arraycopy(frozen.get(chunk), at, to, offset, count);
          }
        });
  }

  @Override
  public void sending() {
    room.sending();
  }

  @Override
  public void free() {
    room.release();
  }
}
