package io.github.seekwell.benchmarks.jmh;

import io.github.seekwell.core.read.ObjectReader;
import io.github.seekwell.core.store.StoreException;
import java.io.EOFException;
import java.io.IOException;
import org.apache.hadoop.fs.FSInputStream;

/**
 * Reads and seeks with the checks of the connectors' own stream, and counts nothing: what counting
 * costs is measured against it. Belongs to one thread at a time.
 */
final class UncountedStream extends FSInputStream {
  private final ObjectReader reader;
  private final long length;
  private volatile boolean closed;
  private long position;

  UncountedStream(ObjectReader reader) {
    this.reader = reader;
    this.length = reader.size();
  }

  @Override
  public void seek(long target) throws IOException {
    checkOpen();
    if (target < 0 || target > length) {
      throw new EOFException("seek to " + target + " of " + length);
    }
    position = target;
  }

  @Override
  public long getPos() {
    return position;
  }

  @Override
  public boolean seekToNewSource(long target) {
    return false;
  }

  @Override
  public int read() throws IOException {
    int value;
    try {
      value = position < length ? reader.read(position) : -1;
    } catch (StoreException e) {
      throw new IOException(e);
    }
    if (value >= 0) {
      position++;
    }
    return value;
  }

  @Override
  public int read(byte[] buffer, int offset, int count) throws IOException {
    int n = read(position, buffer, offset, count);
    position += Math.max(n, 0);
    return n;
  }

  @Override
  public int read(long from, byte[] buffer, int offset, int count) throws IOException {
    checkOpen();
    validatePositionedReadArgs(from, buffer, offset, count);
    if (count == 0) {
      return 0;
    }
    if (from >= length) {
      return -1;
    }
    try {
      return reader.read(from, buffer, offset, (int) Math.min(count, length - from));
    } catch (StoreException e) {
      throw new IOException(e);
    }
  }

  @Override
  public void close() {
    closed = true;
    reader.close();
  }

  private void checkOpen() throws IOException {
    if (closed) {
      throw new IOException("closed");
    }
  }
}
