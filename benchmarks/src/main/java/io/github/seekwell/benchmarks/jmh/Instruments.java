package io.github.seekwell.benchmarks.jmh;

import io.github.seekwell.core.metrics.ReadListener;
import io.github.seekwell.core.metrics.ReadRecorder;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.fs.FSDataInputStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** The same reads with all instruments, without the recorder, and with nothing that counts. */
@State(Scope.Benchmark)
@Fork(
    value = 3,
    jvmArgsAppend = {"-Xms2g", "-Xmx2g", "-XX:+AlwaysPreTouch"})
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class Instruments {
  private static final int PIECE = 4096;
  private static final int CHUNK = 65_536;
  private static final int MISS_BLOCK = 4096;
  private static final long SEED = 20_261_121;

  @Param({"ALL", "STREAM", "NONE"})
  Counting instruments;

  private final byte[] chunk = new byte[CHUNK];
  private final byte[] piece = new byte[PIECE];
  private MemoryFile file;
  private FSDataInputStream in;
  private MemoryFile coldFile;
  private FSDataInputStream cold;
  private long[] jumps = {};
  private int next;
  private long nextMiss;

  /** What counts. */
  public enum Counting {
    /** The runtime's recorder, the stream's own counters and Hadoop's. */
    ALL,
    /** The stream's own counters and Hadoop's. */
    STREAM,
    /** Nothing. */
    NONE
  }

  @Setup
  public void open() throws IOException {
    file = new MemoryFile(MemoryFile.Layout.cached(CachedFile.SIZE), listener());
    file.readAll();
    in = stream(file);
    Map<String, String> smallBlocks =
        Map.of(
            "fs.seekwell.cache.block-size",
            String.valueOf(MISS_BLOCK),
            "fs.seekwell.read.look-ahead-max",
            "0");
    coldFile =
        new MemoryFile(
            new MemoryFile.Layout(CachedFile.SIZE, 1 << 20, Duration.ZERO, smallBlocks),
            listener());
    cold = stream(coldFile);
    jumps = new Random(SEED).longs(1 << 14, 0, CachedFile.SIZE - PIECE).toArray();
  }

  @TearDown
  public void close() throws IOException {
    in.close();
    cold.close();
    file.close();
    coldFile.close();
  }

  private ReadListener listener() {
    return instruments == Counting.ALL ? new ReadRecorder() : ReadListener.NONE;
  }

  private FSDataInputStream stream(MemoryFile of) throws IOException {
    return instruments == Counting.NONE ? of.openUncounted() : of.open();
  }

  @Benchmark
  @OperationsPerInvocation(ReadHit.BATCH)
  public int oneByte() throws IOException {
    rewind(ReadHit.BATCH);
    int sum = 0;
    for (int i = 0; i < ReadHit.BATCH; i++) {
      sum += in.read();
    }
    return sum;
  }

  @Benchmark
  public byte[] sequential() throws IOException {
    rewind(CHUNK);
    in.readFully(chunk, 0, CHUNK);
    return chunk;
  }

  @Benchmark
  public byte[] seekAndRead() throws IOException {
    next = (next + 1) & (jumps.length - 1);
    in.seek(jumps[next]);
    in.readFully(piece, 0, PIECE);
    return piece;
  }

  /** Every read a request, as cheap as one can be. */
  @Benchmark
  public byte[] miss() throws IOException {
    nextMiss = (nextMiss + 101 * MISS_BLOCK) % CachedFile.SIZE;
    cold.seek(nextMiss);
    cold.readFully(piece, 0, PIECE);
    return piece;
  }

  private void rewind(int count) throws IOException {
    if (in.getPos() + count > CachedFile.SIZE) {
      in.seek(0);
    }
  }
}
