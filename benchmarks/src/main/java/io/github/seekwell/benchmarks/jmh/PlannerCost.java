package io.github.seekwell.benchmarks.jmh;

import io.github.seekwell.core.plan.AccessHints;
import io.github.seekwell.core.plan.AccessHistory;
import io.github.seekwell.core.plan.FetchPlan;
import io.github.seekwell.core.plan.Found;
import io.github.seekwell.core.plan.ReadPlanner;
import io.github.seekwell.core.plan.Touch;
import io.github.seekwell.core.store.Pace;
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
  private static final int BLOCK_SIZE = 8 << 10;
  private static final long LOOK_AHEAD_MAX = 32 << 20;
  private static final long OBJECT_SIZE = 2L << 30;

  /** One read in so many had to wait. */
  private static final int WAITS = 8;

  @Param({"SEQUENTIAL", "BACKWARD", "INTERLEAVED", "RANDOM"})
  Pattern pattern;

  private final ReadPlanner planner = new ReadPlanner(BLOCK_SIZE, LOOK_AHEAD_MAX, 5);
  private final AccessHistory history = new AccessHistory();
  private Touch[] touches = {};
  private int next;

  @Setup
  public void lay() {
    long[] positions = pattern.positions(OBJECT_SIZE, BLOCK_SIZE);
    touches = new Touch[positions.length];
    for (int i = 0; i < touches.length; i++) {
      Found found = i % WAITS == 0 ? Found.ABSENT : Found.AS_HOPED;
      touches[i] = new Touch(positions[i], BLOCK_SIZE, found);
    }
  }

  @Benchmark
  public FetchPlan plan() {
    next = next + 1 < touches.length ? next + 1 : 0;
    return planner.plan(history, touches[next], OBJECT_SIZE, AccessHints.NONE, Pace.DEFAULT);
  }
}
