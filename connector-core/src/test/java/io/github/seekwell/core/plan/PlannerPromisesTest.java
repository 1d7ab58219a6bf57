package io.github.seekwell.core.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.seekwell.core.store.Pace;
import io.github.seekwell.core.testing.AccessTrace;
import io.github.seekwell.core.testing.ReadSimulator;
import io.github.seekwell.core.testing.ReadSimulator.Cost;
import org.junit.jupiter.api.Test;

/** What the planner promises for the recorded traces, in the simulator. */
class PlannerPromisesTest {
  private static final int BLOCK = 8 << 10;
  private static final long MIB = 1 << 20;
  private static final double CEILING = 4;

  @Test
  void recordedTraces_costNoMoreRequestsThanTheNaiveReaders() {
    assertThat(play(AccessTrace.resource("root-laurelin101-columns-nano-200m")).requests())
        .isLessThan(380);
    assertThat(play(AccessTrace.resource("root-root4j-hzz-x100")).requests()).isLessThan(306);
    assertThat(play(AccessTrace.resource("tfrecord-spark42")).requests()).isLessThan(20);
  }

  private static Cost play(AccessTrace trace) {
    ReadPlanner planner = new ReadPlanner(BLOCK, 32 * MIB, CEILING);
    return new ReadSimulator(planner, Pace.DEFAULT, 32, 5_000_000).play(trace);
  }
}
