package io.github.seekwell.benchmarks.jmh;

import io.github.seekwell.core.metrics.ReadRecorder;
import java.io.IOException;
import org.apache.hadoop.fs.FSDataInputStream;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * A file of 64 MiB that is in the cache to its last byte, under a recorder as every runtime has.
 */
@State(Scope.Benchmark)
public class CachedFile {
  /** More than a processor keeps in its own caches. */
  static final int SIZE = 64 << 20;

  MemoryFile file;

  @Setup
  public void fill() throws IOException {
    file = new MemoryFile(MemoryFile.Layout.cached(SIZE), new ReadRecorder());
    file.readAll();
  }

  @TearDown
  public void close() throws IOException {
    file.close();
  }

  /** A stream for each thread, which begins anew when it comes to the end. */
  @State(Scope.Thread)
  public static class Cursor {
    FSDataInputStream in;

    @Setup
    public void open(CachedFile cached) throws IOException {
      in = cached.file.open();
    }

    @TearDown
    public void close() throws IOException {
      in.close();
    }

    /** The stream, with {@code count} bytes before its end. */
    FSDataInputStream with(int count) throws IOException {
      if (in.getPos() + count > SIZE) {
        in.seek(0);
      }
      return in;
    }
  }
}
