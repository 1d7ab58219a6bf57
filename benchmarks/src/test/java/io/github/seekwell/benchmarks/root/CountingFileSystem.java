package io.github.seekwell.benchmarks.root;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSInputStream;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;

/** The local disk, with a count of streams and of the bytes read from them. */
public final class CountingFileSystem extends LocalFileSystem {
  private static final AtomicInteger OPENED = new AtomicInteger();
  private static final AtomicInteger OPEN = new AtomicInteger();
  private static final AtomicLong BYTES = new AtomicLong();

  public static void reset() {
    OPENED.set(0);
    OPEN.set(0);
    BYTES.set(0);
  }

  public static int opened() {
    return OPENED.get();
  }

  public static int open() {
    return OPEN.get();
  }

  public static long bytes() {
    return BYTES.get();
  }

  @Override
  public FSDataInputStream open(Path path, int bufferSize) throws IOException {
    FSDataInputStream in = super.open(path, bufferSize);
    OPENED.incrementAndGet();
    OPEN.incrementAndGet();
    return new FSDataInputStream(new Counted(in));
  }

  private static final class Counted extends FSInputStream {
    private final FSDataInputStream in;
    private boolean closed;

    Counted(FSDataInputStream in) {
      this.in = in;
    }

    @Override
    public int read() throws IOException {
      BYTES.incrementAndGet();
      return in.read();
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      int count = in.read(bytes, offset, length);
      BYTES.addAndGet(Math.max(0, count));
      return count;
    }

    @Override
    public void seek(long position) throws IOException {
      in.seek(position);
    }

    @Override
    public long getPos() throws IOException {
      return in.getPos();
    }

    @Override
    public boolean seekToNewSource(long position) throws IOException {
      return in.seekToNewSource(position);
    }

    @Override
    public void close() throws IOException {
      if (!closed) {
        closed = true;
        OPEN.decrementAndGet();
      }
      in.close();
    }
  }
}
