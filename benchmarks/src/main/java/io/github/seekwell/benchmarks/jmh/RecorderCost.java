package io.github.seekwell.benchmarks.jmh;

import io.github.seekwell.core.metrics.Accounts;
import io.github.seekwell.core.metrics.EndedRequest;
import io.github.seekwell.core.metrics.ReadListener;
import io.github.seekwell.core.metrics.ReadOutcome;
import io.github.seekwell.core.metrics.ReadRecorder;
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

/** What the recorder takes for each event, in itself. */
@State(Scope.Benchmark)
@Fork(
    value = 3,
    jvmArgsAppend = {"-Xms2g", "-Xmx2g", "-XX:+AlwaysPreTouch"})
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class RecorderCost {
  private static final String OBJECT = "oci://bucket@namespace/key";
  private static final long READ_SIZE = 64 << 10;

  @Param({"RECORDER", "TASK", "NONE"})
  Listening listening;

  private ReadListener listener = ReadListener.NONE;
  private Object owner = "nobody";
  private long nanos;

  /** Who listens: what counts by scheme, this and a task's account, or nobody. */
  public enum Listening {
    RECORDER,
    TASK,
    NONE
  }

  @Setup
  public void listen() {
    Accounts accounts = new Accounts();
    listener = listening == Listening.NONE ? ReadListener.NONE : accounts;
    owner = accounts.owner("oci", listening == Listening.TASK ? ReadRecorder.ofOwner() : null);
  }

  /** A read of many bytes from memory. */
  @Benchmark
  public void hit() {
    listener.onHits(owner, 1, READ_SIZE);
  }

  /** A read that went to the store: two counters and a histogram more. */
  @Benchmark
  public void miss() {
    listener.onRead(owner, OBJECT, 0, READ_SIZE, latency(), 1_000, ReadOutcome.MISS);
  }

  @Benchmark
  public void seek() {
    listener.onSeek(owner, latency());
  }

  /** A request's end, which comes once for every hundred milliseconds of a connection or so. */
  @Benchmark
  public void request() {
    listener.onRequestSent(owner, "get");
    listener.onRequest(
        owner,
        new EndedRequest(
            "get",
            OBJECT,
            0,
            READ_SIZE,
            1,
            0,
            latency(),
            1_000_000,
            READ_SIZE,
            200,
            "10.0.0.1",
            "id"));
  }

  /** From 1 ms up, always another, so that the histogram's cells are not all in a register. */
  private long latency() {
    nanos = (nanos + 77_777) & 0xff_ffff;
    return 1_000_000 + nanos;
  }
}
