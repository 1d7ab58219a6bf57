package io.github.seekwell.core.write;

import io.github.seekwell.core.store.ObjectBody;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;

/**
 * A part that came as a stream, kept so that it can be sent as often as need be: a small one in
 * memory, a larger one in a file that only its owner can read. Closing removes it.
 */
public final class KeptPart implements ObjectBody, AutoCloseable {
  /** What one part may hold of the heap. */
  public static final int IN_MEMORY = 1 << 20;

  private static final int COPY_SIZE = 64 * 1024;

  private final PartBuffer buffer;
  private final ObjectBody body;

  private KeptPart(PartBuffer buffer, ObjectBody body) {
    this.buffer = buffer;
    this.body = body;
  }

  static KeptPart read(InputStream in, long length, PartBuffers buffers, String action)
      throws IOException {
    PartBuffer buffer =
        length <= IN_MEMORY ? new HeapBuffer(length) : buffers.large(length, action);
    boolean complete = false;
    try {
      copy(in, length, buffer);
      KeptPart part = new KeptPart(buffer, buffer.body());
      buffer.sending();
      complete = true;
      return part;
    } finally {
      if (!complete) {
        buffer.free();
      }
    }
  }

  private static void copy(InputStream in, long length, PartBuffer buffer) throws IOException {
    byte[] piece = new byte[(int) Math.min(COPY_SIZE, length)];
    while (buffer.length() < length) {
      int n = in.read(piece, 0, (int) Math.min(piece.length, length - buffer.length()));
      if (n < 0) {
        throw new EOFException(
            String.format(
                Locale.ROOT, "a part of %d bytes was promised, %d came", length, buffer.length()));
      }
      buffer.append(piece, 0, n);
    }
  }

  @Override
  public long length() {
    return body.length();
  }

  @Override
  public InputStream open() throws IOException {
    return body.open();
  }

  @Override
  public void close() {
    buffer.free();
  }
}
