package io.github.seekwell.benchmarks.jmh;

import io.github.seekwell.core.metrics.Accounts;
import io.github.seekwell.core.metrics.EndedRequest;
import io.github.seekwell.core.metrics.ReadListener;
import io.github.seekwell.core.metrics.ReadOutcome;
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
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Reads of one stream with its instruments switched on and off, by turns of a fraction of a
 * millisecond. Two JVMs, or two streams in one, run the same code at speeds that differ by ten
 * times what instruments cost. The score is the mean of both; what counts is their ratio ({@link
 * Turns}).
 *
 * <p>What is switched is what a task of Spark has: the recorder of its scheme and its own account.
 * Hadoop's own statistics are in both.
 */
@State(Scope.Benchmark)
@Fork(
    value = 3,
    jvmArgsAppend = {"-Xms2g", "-Xmx2g", "-XX:+AlwaysPreTouch"})
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 10, time = 1)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class Instruments {
  /** Reads of a turn. */
  private static final int TURN = 32;

  /** One-byte reads of a turn. */
  private static final int ONES = 16_384;

  private static final int PIECE = 4096;
  private static final int CHUNK = 65_536;
  private static final int MISS_BLOCK = 4096;
  private static final long SEED = 20_261_121;
  private static final Duration NEAR = Duration.ofMillis(1);

  /** What object stores of one's own region take at best. */
  private static final Duration USUAL = Duration.ofMillis(10);

  /** Short, since a machine's speed changes while reads take milliseconds. */
  private static final int NEAR_TURN = 2;

  private final byte[] chunk = new byte[CHUNK];
  private final byte[] piece = new byte[PIECE];
  private final long[] jumps =
      new Random(SEED).longs(1 << 14, 0, CachedFile.SIZE - PIECE).toArray();
  private final Switch instruments = new Switch();
  private MemoryFile file;
  private FSDataInputStream in;
  private MemoryFile coldFile;
  private FSDataInputStream cold;
  private MemoryFile coldChunks;
  private FSDataInputStream coldIn;
  private MemoryFile near;
  private FSDataInputStream nearIn;
  private MemoryFile usual;
  private FSDataInputStream usualIn;
  private int pair;
  private int next;
  private long nextMiss;
  private int sum;

  @Setup
  public void open() throws IOException {
    file = new MemoryFile(MemoryFile.Layout.cached(CachedFile.SIZE), instruments);
    file.readAll();
    in = file.open();
    Map<String, String> smallBlocks =
        Map.of(
            "fs.seekwell.cache.block-size",
            String.valueOf(MISS_BLOCK),
            "fs.seekwell.read.look-ahead-max",
            "0");
    coldFile =
        new MemoryFile(
            new MemoryFile.Layout(CachedFile.SIZE, 1 << 20, Duration.ZERO, smallBlocks),
            instruments);
    cold = coldFile.open();
    coldChunks = demandedOnly(Duration.ZERO);
    coldIn = coldChunks.open();
    near = demandedOnly(NEAR);
    nearIn = near.open();
    usual = demandedOnly(USUAL);
    usualIn = usual.open();
  }

  private MemoryFile demandedOnly(Duration firstByte) throws IOException {
    Map<String, String> noLookAhead = Map.of("fs.seekwell.read.look-ahead-max", "0");
    return new MemoryFile(
        new MemoryFile.Layout(CachedFile.SIZE, 1 << 20, firstByte, noLookAhead), instruments);
  }

  @TearDown
  public void close() throws IOException {
    in.close();
    cold.close();
    coldIn.close();
    nearIn.close();
    usualIn.close();
    file.close();
    coldFile.close();
    coldChunks.close();
    near.close();
    usual.close();
  }

  @Benchmark
  @OperationsPerInvocation(2 * ONES)
  public int oneByte(Turns turns) throws IOException {
    takeTurns(turns, this::ones);
    return sum;
  }

  @Benchmark
  @OperationsPerInvocation(2 * TURN)
  public byte[] sequential(Turns turns) throws IOException {
    takeTurns(turns, this::chunks);
    return chunk;
  }

  @Benchmark
  @OperationsPerInvocation(2 * TURN)
  public byte[] seekAndRead(Turns turns) throws IOException {
    takeTurns(turns, this::pieces);
    return piece;
  }

  /** Every read a request, as cheap as one can be. */
  @Benchmark
  @OperationsPerInvocation(2 * TURN)
  public byte[] miss(Turns turns) throws IOException {
    takeTurns(turns, this::misses);
    return piece;
  }

  /** 64 KiB that are asked of a store which answers at once. */
  @Benchmark
  @OperationsPerInvocation(2 * TURN)
  public byte[] cold(Turns turns) throws IOException {
    takeTurns(turns, () -> coldReads(coldIn, TURN));
    return chunk;
  }

  /** 64 KiB that are asked of a store nearer than any: its first byte comes after a millisecond. */
  @Benchmark
  @OperationsPerInvocation(2 * NEAR_TURN)
  public byte[] coldNear(Turns turns) throws IOException {
    takeTurns(turns, () -> coldReads(nearIn, NEAR_TURN));
    return chunk;
  }

  /** The same of one whose first byte comes after ten. */
  @Benchmark
  @OperationsPerInvocation(2 * NEAR_TURN)
  public byte[] coldUsual(Turns turns) throws IOException {
    takeTurns(turns, () -> coldReads(usualIn, NEAR_TURN));
    return chunk;
  }

  private interface Reads {
    void play() throws IOException;
  }

  /**
   * Who comes first changes, since he finds the processor's caches as the other left them, and not
   * by a fixed beat, or each would read the same part of the file in each pass over it, and parts
   * differ by some per cent in where their memory happens to lie: by the sequence of Thue and
   * Morse, which gives both of any number of places the same share.
   */
  private void takeTurns(Turns turns, Reads reads) throws IOException {
    boolean onFirst = (Integer.bitCount(pair++) & 1) == 0;
    instruments.on = onFirst;
    long begin = System.nanoTime();
    reads.play();
    long middle = System.nanoTime();
    instruments.on = !onFirst;
    reads.play();
    long end = System.nanoTime();
    turns.add(onFirst, middle - begin, end - middle);
  }

  private void ones() throws IOException {
    rewind(ONES);
    for (int i = 0; i < ONES; i++) {
      sum += in.read();
    }
  }

  private void chunks() throws IOException {
    rewind(TURN * CHUNK);
    for (int i = 0; i < TURN; i++) {
      in.readFully(chunk, 0, CHUNK);
    }
  }

  private void pieces() throws IOException {
    for (int i = 0; i < TURN; i++) {
      next = (next + 1) & (jumps.length - 1);
      in.seek(jumps[next]);
      in.readFully(piece, 0, PIECE);
    }
  }

  private void misses() throws IOException {
    for (int i = 0; i < TURN; i++) {
      nextMiss = (nextMiss + 101 * MISS_BLOCK) % CachedFile.SIZE;
      cold.seek(nextMiss);
      cold.readFully(piece, 0, PIECE);
    }
  }

  private void coldReads(FSDataInputStream from, int count) throws IOException {
    for (int i = 0; i < count; i++) {
      nextMiss = (nextMiss + 101 * CHUNK) % CachedFile.SIZE;
      from.seek(nextMiss);
      from.readFully(chunk, 0, CHUNK);
    }
  }

  private void rewind(int count) throws IOException {
    if (in.getPos() + count > CachedFile.SIZE) {
      in.seek(0);
    }
  }

  /** Passes on what a file in memory tells, while it is on: as of a task with an account. */
  private static final class Switch implements ReadListener {
    private final Accounts recorder = new Accounts();
    private final Object task = recorder.owner("mem", ReadRecorder.ofOwner());

    /** Of the thread that reads; a fetching thread may see it late. */
    private boolean on;

    @Override
    public void onRead(
        Object owner,
        String object,
        long position,
        long bytes,
        long nanos,
        long cpuNanos,
        ReadOutcome outcome) {
      if (on) {
        recorder.onRead(task, object, position, bytes, nanos, cpuNanos, outcome);
      }
    }

    @Override
    public void onHits(Object owner, long reads, long bytes) {
      if (on) {
        recorder.onHits(task, reads, bytes);
      }
    }

    @Override
    public void onSeek(Object owner, long distance) {
      if (on) {
        recorder.onSeek(task, distance);
      }
    }

    @Override
    public void onFetch(Object owner, long demanded, long ahead) {
      if (on) {
        recorder.onFetch(task, demanded, ahead);
      }
    }

    @Override
    public void onRefetch(Object owner, long bytes) {
      if (on) {
        recorder.onRefetch(task, bytes);
      }
    }

    @Override
    public void onEviction(long bytes) {
      if (on) {
        recorder.onEviction(bytes);
      }
    }

    @Override
    public void onOperationBegun(Object owner, String operation) {
      if (on) {
        recorder.onOperationBegun(task, operation);
      }
    }

    @Override
    public void onOperation(Object owner, String operation, long nanos, boolean ok) {
      if (on) {
        recorder.onOperation(task, operation, nanos, ok);
      }
    }

    @Override
    public void onRequestSent(Object owner, String operation) {
      if (on) {
        recorder.onRequestSent(task, operation);
      }
    }

    @Override
    public void onRequest(Object owner, EndedRequest request) {
      if (on) {
        recorder.onRequest(task, request);
      }
    }
  }
}
