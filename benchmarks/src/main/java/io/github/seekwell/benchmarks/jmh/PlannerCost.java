package io.github.seekwell.benchmarks.jmh;

import io.github.seekwell.core.plan.AccessHistory;
import io.github.seekwell.core.plan.BlockSpan;
import io.github.seekwell.core.plan.FetchPlan;
import io.github.seekwell.core.plan.ReadPlanner;
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

/** The planner alone, asked as the read path asks it: once for each read that leaves a block. */
@State(Scope.Benchmark)
@Fork(
    value = 3,
    jvmArgsAppend = {"-Xms2g", "-Xmx2g", "-XX:+AlwaysPreTouch"})
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class PlannerCost {
  private static final int BLOCK_SIZE = 256 << 10;
  private static final long LOOK_AHEAD_MAX = 8 << 20;
  private static final long OBJECT_SIZE = 2L << 30;

  /** One read in so many had to wait. */
  private static final int WAITS = 8;

  @Param({"SEQUENTIAL", "BACKWARD", "INTERLEAVED", "RANDOM"})
  Pattern pattern;

  private final ReadPlanner planner = new ReadPlanner(BLOCK_SIZE, LOOK_AHEAD_MAX);
  private final AccessHistory history = new AccessHistory();
  private final long blocks = planner.blocks(OBJECT_SIZE);
  private BlockSpan[] spans = {};
  private int next;

  @Setup
  public void lay() {
    long[] positions = pattern.positions(OBJECT_SIZE, BLOCK_SIZE);
    spans = new BlockSpan[positions.length];
    for (int i = 0; i < spans.length; i++) {
      spans[i] = planner.covering(positions[i], BLOCK_SIZE);
    }
  }

  @Benchmark
  public FetchPlan plan() {
    next = next + 1 < spans.length ? next + 1 : 0;
    return planner.plan(history, spans[next], blocks, next % WAITS == 0);
  }
}
