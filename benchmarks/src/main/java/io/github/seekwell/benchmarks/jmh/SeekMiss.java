package io.github.seekwell.benchmarks.jmh;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
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
import org.openjdk.jmh.annotations.Warmup;

/**
 * What a miss costs besides the store's own time: the store answers at once, look-ahead is off, and
 * every block is asked for when it has long left the cache. With blocks of 4 KiB it is the
 * machinery that is measured, with the default ones also the making and copying of their bytes.
 */
@State(Scope.Benchmark)
@Fork(
    value = 3,
    jvmArgsAppend = {"-Xms2g", "-Xmx2g", "-XX:+AlwaysPreTouch"})
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class SeekMiss {
  private static final int CACHE_PART = 16;
  private static final int PIECE = 4096;

  /** Bytes at either end of the file that opening fetches or that are kept for other streams. */
  private static final long KEPT = 1 << 20;

  private static final long SEED = 20_261_121;

  @State(Scope.Thread)
  public static class File extends ColdFile {
    @Param({"4096", "262144"})
    int blockSize;

    private final byte[] piece = new byte[PIECE];
    private final List<Long> positions = new ArrayList<>();
    private int next;

    @Setup
    public void open() throws IOException {
      open(
          CACHE_PART,
          Duration.ZERO,
          Map.of(
              "fs.seekwell.cache.block-size",
              String.valueOf(blockSize),
              "fs.seekwell.read.look-ahead-max",
              "0"));
      for (long position = KEPT; position < CachedFile.SIZE - KEPT; position += blockSize) {
        positions.add(position);
      }
      Collections.shuffle(positions, new Random(SEED));
    }

    private long next() {
      next = next + 1 < positions.size() ? next + 1 : 0;
      return positions.get(next);
    }
  }

  @Benchmark
  public byte[] seekAndRead(File file) throws IOException {
    return file.seekAndRead(file.next(), file.piece);
  }
}
