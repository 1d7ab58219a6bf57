package io.github.seekwell.core.hadoop;

import io.github.seekwell.core.store.ObjectBody;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A part that came as a stream, kept so that it can be sent as often as need be: a small one in
 * memory, a larger one in a temporary file that only its owner can read. Closing removes the file.
 */
final class SpooledPart implements ObjectBody, AutoCloseable {
  /** What one part may hold of the heap. */
  static final int IN_MEMORY = 1 << 20;

  private static final int COPY_SIZE = 64 * 1024;

  private final long length;
  private final byte[] bytes;
  private final @Nullable Path file;

  private SpooledPart(long length, byte[] bytes, @Nullable Path file) {
    this.length = length;
    this.bytes = bytes;
    this.file = file;
  }

  /**
   * Reads so many bytes, and none beyond them.
   *
   * @throws EOFException if there are fewer
   */
  static SpooledPart read(InputStream in, long length) throws IOException {
    if (length <= IN_MEMORY) {
      byte[] bytes = in.readNBytes((int) length);
      requireAll(bytes.length, length);
      return new SpooledPart(length, bytes, null);
    }
    Path file = Files.createTempFile("seekwell-part-", ".tmp");
    SpooledPart part = new SpooledPart(length, new byte[0], file);
    try (OutputStream out = Files.newOutputStream(file)) {
      byte[] buffer = new byte[COPY_SIZE];
      long copied = 0;
      while (copied < length) {
        int n = in.read(buffer, 0, (int) Math.min(buffer.length, length - copied));
        if (n < 0) {
          break;
        }
        out.write(buffer, 0, n);
        copied += n;
      }
      requireAll(copied, length);
    } catch (IOException | RuntimeException e) {
      part.close();
      throw e;
    }
    return part;
  }

  private static void requireAll(long there, long length) throws EOFException {
    if (there < length) {
      throw new EOFException(
          String.format(Locale.ROOT, "a part of %d bytes was promised, %d came", length, there));
    }
  }

  @Override
  public long length() {
    return length;
  }

  @Override
  public InputStream open() throws IOException {
    return file == null ? new ByteArrayInputStream(bytes) : Files.newInputStream(file);
  }

  @Override
  public void close() throws IOException {
    if (file != null) {
      Files.deleteIfExists(file);
    }
  }
}
