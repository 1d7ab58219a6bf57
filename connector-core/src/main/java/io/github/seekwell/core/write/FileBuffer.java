package io.github.seekwell.core.write;

import io.github.seekwell.core.store.ErrorKind;
import io.github.seekwell.core.store.ObjectBody;
import io.github.seekwell.core.store.StoreException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * A part in a file, of which the heap holds {@value #PENDING} bytes at most, and none while it is
 * sent.
 *
 * <p>If its directory fails it goes on in another. A checksum is made of the bytes as they come in,
 * and whoever reads them again gets the last of them only if all are what they were.
 */
final class FileBuffer implements PartBuffer {
  static final int PENDING = 64 * 1024;

  private final Spool spool;
  private final WriteBudget.Room room;
  private final long limit;
  private final String action;
  private final CRC32C checksum = new CRC32C();
  private final AtomicBoolean freed = new AtomicBoolean();
  private byte[] pending = new byte[PENDING];
  private int pendingLength;
  private long written;
  private SpoolFile file;

  /**
   * @param file empty
   * @param room for {@code limit} bytes on disk
   * @param action for messages, such as {@code write oci://b@n/key}
   */
  FileBuffer(Spool spool, SpoolFile file, WriteBudget.Room room, long limit, String action) {
    this.spool = spool;
    this.file = file;
    this.room = room;
    this.limit = limit;
    this.action = action;
  }

  @Override
  public long length() {
    return written + pendingLength;
  }

  @Override
  public long limit() {
    return limit;
  }

  @Override
  public void append(byte[] bytes, int offset, int count) throws StoreException {
    if (count > limit - length()) {
      throw new IllegalStateException("a part of " + length() + " bytes is full");
    }
    checksum.update(bytes, offset, count);
    if (count > pending.length - pendingLength) {
      flush();
    }
    if (count >= pending.length) {
      write(bytes, offset, count);
    } else {
      System.arraycopy(bytes, offset, pending, pendingLength, count);
      pendingLength += count;
    }
  }

  private void flush() throws StoreException {
    int count = pendingLength;
    if (count > 0) {
      pendingLength = 0;
      write(pending, 0, count);
    }
  }

  private void write(byte[] bytes, int offset, int count) throws StoreException {
    try {
      file.write(written, bytes, offset, count);
    } catch (IOException e) {
      file.directory().failed(e);
      move(e, bytes, offset, count);
    }
    written += count;
  }

  /** Goes on in another directory, with what is sound and what could not be written. */
  private void move(IOException cause, byte[] bytes, int offset, int count) throws StoreException {
    Map<SpoolDirectory, IOException> failed = new LinkedHashMap<>();
    failed.put(file.directory(), cause);
    SpoolFile old = file;
    file =
        spool.create(
            limit,
            action,
            failed,
            made -> {
              copy(old, made);
              made.write(written, bytes, offset, count);
            });
    old.delete();
  }

  private void copy(SpoolFile from, SpoolFile to) throws IOException {
    byte[] piece = new byte[PENDING];
    try (InputStream in = from.open()) {
      long at = 0;
      while (at < written) {
        int n = in.readNBytes(piece, 0, (int) Math.min(piece.length, written - at));
        if (n == 0) {
          throw new EOFException(from + " has " + at + " of " + written + " bytes");
        }
        to.write(at, piece, 0, n);
        at += n;
      }
    }
  }

  @Override
  public ObjectBody body() throws StoreException {
    flush();
    pending = new byte[0]; // who waits to be sent holds nothing
    file.directory().kept();
    return new FileBody(file, action, written, checksum.getValue());
  }

  @Override
  public void sending() {
    room.sending();
  }

  @Override
  public void free() {
    if (freed.compareAndSet(false, true)) {
      file.delete();
      room.release();
    }
  }

  private record FileBody(SpoolFile file, String action, long length, long checksum)
      implements ObjectBody {
    @Override
    public InputStream open() throws StoreException {
      try {
        return new FileStream(this, file.open());
      } catch (IOException e) {
        throw lost("cannot be read: " + e.getMessage(), e);
      }
    }

    private StoreException lost(String what, @Nullable IOException cause) {
      return new StoreException(
          ErrorKind.LOCAL,
          StoreException.Failure.of(action, "the part in " + file + " " + what),
          cause);
    }
  }

  /** Gives the last byte only once all have been compared with the checksum. */
  private static final class FileStream extends InputStream {
    private final FileBody body;
    private final InputStream in;
    private final CRC32C seen = new CRC32C();
    private long left;

    FileStream(FileBody body, InputStream in) {
      this.body = body;
      this.in = in;
      this.left = body.length();
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
      int n = readFile(bytes, offset, (int) Math.min(count, left));
      if (n < 0) {
        throw body.lost("has been cut: " + left + " of " + body.length() + " bytes are gone", null);
      }
      seen.update(bytes, offset, n);
      left -= n;
      if (left == 0 && seen.getValue() != body.checksum()) {
        throw body.lost("has been changed: its checksum is not that of what was written", null);
      }
      return n;
    }

    private int readFile(byte[] bytes, int offset, int count) throws StoreException {
      try {
        return in.read(bytes, offset, count);
      } catch (IOException e) {
        throw body.lost("cannot be read: " + e.getMessage(), e);
      }
    }

    @Override
    public int available() {
      return (int) Math.min(left, Integer.MAX_VALUE);
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }
}
