package io.github.seekwell.benchmarks.jmh;

import io.github.seekwell.core.metrics.ReadRecorder;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.fs.FSDataInputStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A scan through a cache that is much smaller than the file and much larger than a garbage
 * collector's nursery, as caches are: by 64 KiB, with look-ahead, of a store that answers at once.
 * What the collector does for blocks that come and go is in the time, and by itself in the profile
 * of {@code -prof gc}.
 */
@State(Scope.Benchmark)
@Fork(
    value = 3,
    jvmArgsAppend = {"-Xms2g", "-Xmx2g", "-XX:+AlwaysPreTouch"})
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class ScanMiss {
  private static final int CHUNK = 64 << 10;

  /** Of the file; a third of it fits into the cache. */
  @Param("768")
  private int mebibytes;

  private final byte[] chunk = new byte[CHUNK];
  private MemoryFile file;
  private FSDataInputStream in;

  @Setup
  public void open() throws IOException {
    long size = (long) mebibytes << 20;
    file =
        new MemoryFile(
            new MemoryFile.Layout(size, size / 3, Duration.ZERO, Map.of()), new ReadRecorder());
    in = file.open();
  }

  @TearDown
  public void close() throws IOException {
    in.close();
    file.close();
  }

  @Benchmark
  public byte[] sequential() throws IOException {
    if (in.getPos() + CHUNK > file.size()) {
      in.seek(0);
    }
    in.readFully(chunk, 0, CHUNK);
    return chunk;
  }
}
