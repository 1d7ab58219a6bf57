package io.github.seekwell.core.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

final class DistributionTest {
  private static final int VALUES = 100_000;

  /** As many small as large ones, and the borders of every doubling. */
  private static void compare(Distribution ours, Histogram theirs, long highest, long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < VALUES; i++) {
      long value = Math.min(highest, random.nextLong() >>> 1 + random.nextInt(Long.SIZE - 1));
      ours.record(value);
      theirs.recordValue(value);
    }
    for (long border = 1; border <= highest; border *= 2) {
      for (long value = border - 1; value <= Math.min(highest, border + 1); value++) {
        ours.record(value);
        theirs.recordValue(value);
      }
    }
    Histogram total = ours.total();
    assertThat(total).as("seed %d", seed).isEqualTo(theirs);
    assertThat(total.getValueAtPercentile(99)).isEqualTo(theirs.getValueAtPercentile(99));
    assertThat(total.getMean()).isEqualTo(theirs.getMean());
  }

  @Test
  void times_areCountedInTheCellsOfHdrHistogram() {
    for (int digits = 2; digits <= 3; digits++) {
      compare(
          Distribution.ofTimes(digits),
          new Histogram(1024, Distribution.HOUR, digits),
          Distribution.HOUR,
          digits);
    }
  }

  @Test
  void sizes_areCountedInTheCellsOfHdrHistogram() {
    compare(
        Distribution.ofSizes(2),
        new Histogram(1, Distribution.PEBIBYTE, 2),
        Distribution.PEBIBYTE,
        7);
  }

  @Test
  void aTimeBelowTheUnit_isWithinIt() {
    Distribution distribution = Distribution.ofTimes(2);
    distribution.record(3);
    assertThat(distribution.total().getMaxValue()).isEqualTo(1023);
    assertThat(distribution.total().getValueAtPercentile(50)).isEqualTo(1023);
  }

  @Test
  void total_isTheSameWhileNothingIsRecorded_andAnOldOneStays() {
    Distribution distribution = Distribution.ofSizes(2);
    distribution.record(5);
    Histogram first = distribution.total();
    assertThat(distribution.total()).isSameAs(first);
    distribution.record(6);
    assertThat(distribution.total().getTotalCount()).isEqualTo(2);
    assertThat(first.getTotalCount()).isEqualTo(1);
  }

  @Test
  void values_ofManyThreads_areAllCounted() throws Exception {
    Distribution distribution = Distribution.ofTimes(3);
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      Runnable recording =
          () -> {
            for (int i = 0; i < VALUES; i++) {
              distribution.record(i * 1000L);
            }
          };
      Future<?> one = threads.submit(recording);
      Future<?> two = threads.submit(recording);
      one.get(20, TimeUnit.SECONDS);
      two.get(20, TimeUnit.SECONDS);
      assertThat(distribution.total().getTotalCount()).isEqualTo(2L * VALUES);
    } finally {
      threads.shutdownNow();
    }
  }
}
