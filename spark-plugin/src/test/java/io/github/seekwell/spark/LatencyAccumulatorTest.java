package io.github.seekwell.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.seekwell.core.metrics.ReadOutcome;
import io.github.seekwell.core.metrics.ReadRecorder;
import org.junit.jupiter.api.Test;

class LatencyAccumulatorTest {
  private static final String MISSES = "read.miss.latency";

  private final LatencyAccumulator one = new LatencyAccumulator(MISSES);
  private final LatencyAccumulator other = new LatencyAccumulator(MISSES);

  @Test
  void value_isALineOfPercentiles_withinAFifth() {
    add(one, 98, 3_000_000);
    add(one, 2, 900_000_000);

    assertThat(one.value())
        .isEqualTo("100 of them; p50 3.4 ms, p95 3.4 ms, p99 1049 ms, max 1049 ms");
  }

  @Test
  void merged_isAsIfOneHadHeardAll() {
    add(one, 3, 1_000_000);
    add(other, 5, 20_000_000);
    one.merge(other);
    final LatencyAccumulator both = new LatencyAccumulator(MISSES);
    add(both, 3, 1_000_000);
    add(both, 5, 20_000_000);

    assertThat(one.value()).isEqualTo(both.value());
  }

  @Test
  void copy_isOfItsOwn_andResetIsZero() {
    add(one, 1, 1_000_000);
    final var copy = one.copy();
    final var fresh = one.copyAndReset();
    one.reset();

    assertThat(one.isZero()).isTrue();
    assertThat(copy.isZero()).isFalse();
    assertThat(fresh.isZero()).isTrue();
  }

  @Test
  void extremes_haveTheirClass() {
    add(one, 1, 0);
    add(one, 1, Long.MAX_VALUE);

    assertThat(one.value()).startsWith("2 of them; p50 0.0");
  }

  private static void add(LatencyAccumulator accumulator, int reads, long nanos) {
    final ReadRecorder recorder = new ReadRecorder();
    for (int i = 0; i < reads; i++) {
      recorder.onRead(accumulator, "o", 0, 1, nanos, 0, ReadOutcome.MISS);
    }
    accumulator.add(recorder.snapshot());
  }
}
