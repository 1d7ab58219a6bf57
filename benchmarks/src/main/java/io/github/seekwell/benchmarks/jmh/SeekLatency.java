package io.github.seekwell.benchmarks.jmh;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
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
 * A seek and a read of 4 KiB in a file of which the cache holds a quarter: the mean for whoever
 * walks it in this order, how many of the reads were hits, waits and misses, and what those took.
 */
@State(Scope.Benchmark)
@Fork(
    value = 3,
    jvmArgsAppend = {"-Xms2g", "-Xmx2g", "-XX:+AlwaysPreTouch"})
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class SeekLatency {
  private static final int CACHE_PART = 4;

  @State(Scope.Thread)
  public static class File extends ColdFile {
    /** 0: the cost of look-ahead itself. 1000: a store nearer than any, for the sake of the run. */
    @Param({"0", "1000"})
    int firstByteMicros;

    @Setup
    public void open() throws IOException {
      open(CACHE_PART, Duration.ofNanos(firstByteMicros * 1000L), Map.of());
    }
  }

  @Benchmark
  public byte[] seekAndRead(File file, Walk walk) throws IOException {
    return file.seekAndRead(walk.next(), walk.piece());
  }
}
