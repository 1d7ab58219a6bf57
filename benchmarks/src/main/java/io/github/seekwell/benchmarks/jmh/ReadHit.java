package io.github.seekwell.benchmarks.jmh;

import io.github.seekwell.benchmarks.jmh.CachedFile.Cursor;
import java.io.IOException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.fs.FSDataInputStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Reads of bytes that are in memory: the second pass over a file, as fast as it gets. */
@State(Scope.Benchmark)
@Fork(
    value = 3,
    jvmArgsAppend = {"-Xms2g", "-Xmx2g", "-XX:+AlwaysPreTouch"})
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class ReadHit {
  /** Reads of an invocation, so that JMH's own loop does not count. */
  static final int BATCH = 4096;

  /** {@code read()}, by whoever parses without a buffer. */
  @Benchmark
  @OperationsPerInvocation(BATCH)
  public int oneByte(Cursor cursor) throws IOException {
    FSDataInputStream in = cursor.with(BATCH);
    int sum = 0;
    for (int i = 0; i < BATCH; i++) {
      sum += in.read();
    }
    return sum;
  }

  /** {@code readInt()}; four one-byte reads in JDK 17, one of four bytes in later ones. */
  @Benchmark
  @OperationsPerInvocation(BATCH)
  public int oneInt(Cursor cursor) throws IOException {
    FSDataInputStream in = cursor.with(BATCH * Integer.BYTES);
    int sum = 0;
    for (int i = 0; i < BATCH; i++) {
      sum += in.readInt();
    }
    return sum;
  }

  /** One read after the other. */
  @Benchmark
  public byte[] sequential(Cursor cursor, Chunk chunk) throws IOException {
    cursor.with(chunk.size).readFully(chunk.bytes, 0, chunk.size);
    return chunk.bytes;
  }

  /** Positioned reads anywhere. */
  @Benchmark
  public byte[] positioned(Cursor cursor, Chunk chunk) throws IOException {
    int from = ThreadLocalRandom.current().nextInt(CachedFile.SIZE - chunk.size);
    cursor.in.readFully(from, chunk.bytes, 0, chunk.size);
    return chunk.bytes;
  }
}
