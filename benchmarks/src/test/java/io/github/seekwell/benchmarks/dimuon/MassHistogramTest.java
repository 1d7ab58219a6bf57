package io.github.seekwell.benchmarks.dimuon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

final class MassHistogramTest {
  private final MassHistogram masses = new MassHistogram();

  @Test
  void masses_fallIntoTheBinTheyBeginOrLieIn() {
    masses.add(0);
    masses.add(4.999);
    masses.add(5);
    masses.add(91.19);
    masses.add(1500);

    assertThat(masses.bins(5))
        .containsExactly(entry(0, 2L), entry(5, 1L), entry(90, 1L), entry(1500, 1L));
    assertThat(masses.bins(1))
        .containsExactly(entry(0, 1L), entry(4, 1L), entry(5, 1L), entry(91, 1L), entry(1500, 1L));
    assertThat(masses.entries()).isEqualTo(5);
  }

  @Test
  void between_leavesOutTheUpperEdge() {
    masses.add(60.5);
    masses.add(119.9);
    masses.add(120.0);

    assertThat(masses.between(60, 120)).isEqualTo(2);
  }

  @Test
  void addAll_isTheSumOfBoth() {
    masses.add(10);
    MassHistogram other = new MassHistogram();
    other.add(10);
    other.add(20);

    masses.addAll(other);

    assertThat(masses.bins(5)).containsExactly(entry(10, 2L), entry(20, 1L));
    assertThat(masses.entries()).isEqualTo(3);
  }

  @Test
  void peak_isFoundWhereItIs() {
    masses.add(90, 50);
    masses.add(91, 80);
    masses.add(92, 50);
    masses.add(70, 20);

    assertThat(Peak.find(masses))
        .hasValueSatisfying(
            peak -> {
              assertThat(peak.position()).isCloseTo(91.5, within(1e-9));
              assertThat(peak.pairs()).isEqualTo(180);
            });
  }

  @Test
  void flatSpectrum_hasNoPeak() {
    for (int bin = 0; bin < 200; bin++) {
      masses.add(bin, 100);
    }

    assertThat(Peak.find(masses)).isEmpty();
  }

  @Test
  void handfulOfPairs_isNoPeak() {
    masses.add(91, 9);

    assertThat(Peak.find(masses)).isEmpty();
  }

  @Test
  void bars_showEveryBinThatHoldsAnything() {
    masses.add(91, 1000);
    masses.add(31, 1);
    masses.add(300, 2);

    assertThat(HistogramText.bars(masses, 0, 200, 5))
        .hasSize(41)
        .anySatisfy(line -> assertThat(line).contains("90-95").endsWith("#".repeat(56)))
        .anySatisfy(line -> assertThat(line).contains("30-35").endsWith("."))
        .last()
        .asString()
        .contains("200 and up", "2");
  }

  @Test
  void csv_hasALineForEveryBinThatIsNotEmpty() {
    masses.add(91, 3);

    assertThat(HistogramText.csv(masses, 5)).containsExactly("from_gev,to_gev,pairs", "90,95,3");
  }
}
