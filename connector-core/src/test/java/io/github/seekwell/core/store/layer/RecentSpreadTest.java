package io.github.seekwell.core.store.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.seekwell.core.testing.SeededRandom;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class RecentSpreadTest {
  private static final long MILLI = 1_000_000;

  @Test
  void aQuantile_isWithin3PerCentOfTheTruth() {
    SeededRandom random = SeededRandom.fresh();
    for (int round = 0; round < 200; round++) {
      RecentSpread spread = new RecentSpread(1000, 10);
      List<Long> values = new ArrayList<>();
      for (int i = random.between(1, 1000); i > 0; i--) {
        // Any magnitude from 16 microseconds to 20 minutes.
        long value = random.between(1L, 64L) << random.between(14, 34);
        values.add(value);
        spread.add(value, 0);
      }
      Collections.sort(values);
      for (double fraction : new double[] {0.01, 0.5, 0.9, 0.99, 1}) {
        long truth = values.get((int) Math.ceil(fraction * values.size()) - 1);
        assertThat((double) spread.quantile(fraction))
            .as(random + ", quantile " + fraction + " of " + values.size())
            .isCloseTo(truth, within(0.04 * truth));
      }
    }
  }

  @Test
  void nothing_isZero() {
    assertThat(new RecentSpread(10, 1).quantile(0.5)).isZero();
  }

  @Test
  void valuesBeyondAllMeasure_countAsTheLargest() {
    RecentSpread spread = new RecentSpread(10, 1);
    spread.add(Long.MAX_VALUE, 0);
    spread.add(0, 0);
    assertThat(spread.quantile(1)).isCloseTo(1L << 41, Percentage.withPercentage(4));
    assertThat(spread.quantile(0.5)).isLessThan(1024);
  }

  @Test
  void whatIsOlderThanTwoFullHalves_isForgotten() {
    RecentSpread spread = new RecentSpread(100, 10);
    add(spread, 150, 1000 * MILLI, 0);
    assertThat(spread.count()).isEqualTo(150);
    add(spread, 151, MILLI, 0);
    assertThat(spread.quantile(1)).isCloseTo(MILLI, Percentage.withPercentage(4));
    assertThat(spread.count()).isBetween(100, 200);
  }

  @Test
  void whenFewValuesCome_ageForgets_butNotBeforeThereAreEnoughNewOnes() {
    RecentSpread spread = new RecentSpread(1000, 10);
    long later = 3 * RecentSpread.HALF_NANOS;
    add(spread, 100, 1000 * MILLI, 0);
    add(spread, 10, MILLI, later);
    assertThat(spread.quantile(0.5)).as("old ones stay").isGreaterThan(900 * MILLI);
    add(spread, 1, MILLI, 2 * later);
    assertThat(spread.quantile(1)).as("now they go").isLessThan(2 * MILLI);
  }

  private static void add(RecentSpread spread, int times, long value, long now) {
    for (int i = 0; i < times; i++) {
      spread.add(value, now);
    }
  }
}
