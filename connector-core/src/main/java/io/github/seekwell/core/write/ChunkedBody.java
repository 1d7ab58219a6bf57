package io.github.seekwell.core.write;

import io.github.seekwell.core.store.ObjectBody;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/** Bytes in pieces of memory, one after the other. */
record ChunkedBody(long length, Chunks chunks) implements ObjectBody {

  /** The pieces, which change no more. Safe for threads. */
  interface Chunks {
    int length(int chunk);

    void copy(int chunk, int at, byte[] to, int offset, int count) throws IOException;
  }

  @Override
  public InputStream open() {
    return new ChunkStream(this);
  }

  private static final class ChunkStream extends InputStream {
    private final Chunks chunks;
    private long left;
    private int chunk;
    private int at;

    ChunkStream(ChunkedBody body) {
      this.chunks = body.chunks;
      this.left = body.length;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int count) throws IOException {
      Objects.checkFromIndexSize(offset, count, bytes.length);
      if (count == 0) {
        return 0;
      }
      if (left == 0) {
        return -1;
      }
      if (at == chunks.length(chunk)) {
        chunk++;
        at = 0;
      }
      int now = (int) Math.min(Math.min(count, left), chunks.length(chunk) - at);
      chunks.copy(chunk, at, bytes, offset, now);
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
