package io.github.seekwell.core.write;

import io.github.seekwell.core.store.ObjectBody;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/** A part in memory outside the heap, which goes back to its pool when the part is sent. */
final class OffHeapBuffer implements PartBuffer {
  private final DirectChunks pool;
  private final List<ByteBuffer> chunks;
  private final WriteBudget.Room room;
  private final long limit;
  private final AtomicBoolean freed = new AtomicBoolean();
  private long length;

  /**
   * @param chunks of {@code pool}, enough for {@code limit} bytes
   * @param room given back with them
   */
  OffHeapBuffer(DirectChunks pool, List<ByteBuffer> chunks, WriteBudget.Room room, long limit) {
    this.pool = pool;
    this.chunks = chunks;
    this.room = room;
    this.limit = limit;
  }

  @Override
  public long length() {
    return length;
  }

  @Override
  public long limit() {
    return limit;
  }

  @Override
  public void append(byte[] bytes, int offset, int count) {
    if (count > limit - length) {
      throw new IllegalStateException("a part of " + length + " bytes is full");
    }
    int from = offset;
    int left = count;
    while (left > 0) {
      int at = (int) (length % DirectChunks.SIZE);
      int now = Math.min(left, DirectChunks.SIZE - at);
      chunks.get((int) (length / DirectChunks.SIZE)).put(at, bytes, from, now);
      from += now;
      left -= now;
      length += now;
    }
  }

  @Override
  public ObjectBody body() {
    return new ChunkedBody(
        length,
        new ChunkedBody.Chunks() {
          @Override
          public int length(int chunk) {
            return DirectChunks.SIZE;
          }

          @Override
          public void copy(int chunk, int at, byte[] to, int offset, int count) throws IOException {
            if (freed.get()) { // the memory may be another part's by now
              throw new IOException("the part is sent, or was given up");
            }
            chunks.get(chunk).get(at, to, offset, count);
          }
        });
  }

  @Override
  public void sending() {
    room.sending();
  }

  @Override
  public void free() {
    if (freed.compareAndSet(false, true)) {
      pool.give(chunks);
      room.release();
    }
  }
}
