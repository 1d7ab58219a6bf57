package io.github.seekwell.benchmarks.root;

import io.github.seekwell.core.hadoop.Prefetching;
import io.github.seekwell.core.store.ByteRange;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSInputStream;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.StreamCapabilities;

/**
 * The local disk, with a count of streams and of the bytes read from them; notes what it is told
 * will be read, and what is then read outside of that.
 */
public final class CountingFileSystem extends LocalFileSystem {
  private static final AtomicInteger OPENED = new AtomicInteger();
  private static final AtomicInteger OPEN = new AtomicInteger();
  private static final AtomicLong BYTES = new AtomicLong();

  private static final List<ByteRange> ANNOUNCED = new CopyOnWriteArrayList<>();
  private static final AtomicInteger ELSEWHERE = new AtomicInteger();

  /** What streams were told will be read. */
  public static List<ByteRange> announced() {
    return List.copyOf(ANNOUNCED);
  }

  /** How many reads since then began outside. */
  public static int readsElsewhere() {
    return ELSEWHERE.get();
  }

  public static void reset() {
    ANNOUNCED.clear();
    ELSEWHERE.set(0);
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

  private static final class Counted extends FSInputStream
      implements Prefetching, StreamCapabilities {
    private final FSDataInputStream in;
    private boolean closed;

    Counted(FSDataInputStream in) {
      this.in = in;
    }

    @Override
    public boolean hasCapability(String capability) {
      return capability.equals(Prefetching.CAPABILITY);
    }

    @Override
    public void prefetch(List<ByteRange> ranges) {
      ANNOUNCED.addAll(ranges);
      ELSEWHERE.set(0);
    }

    private void note(long position) {
      if (ANNOUNCED.stream().noneMatch(r -> r.start() <= position && position < r.end())) {
        ELSEWHERE.incrementAndGet();
      }
    }

    @Override
    public int read() throws IOException {
      note(in.getPos());
      BYTES.incrementAndGet();
      return in.read();
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      note(in.getPos());
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
