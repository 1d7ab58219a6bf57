package io.github.seekwell.benchmarks.dimuon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class PeakFitTest {
  private final MassHistogram masses = new MassHistogram();

  @Test
  void lineWithoutNoise_isFoundAsItWasMade() {
    Lines.addTo(masses, 91.19, 3.2, 100_000, 2000, -15);

    PeakFit fit = fit().orElseThrow();

    assertThat(fit.mass()).isCloseTo(91.19, within(0.01));
    assertThat(fit.width()).isCloseTo(3.2, within(0.01));
    assertThat(fit.height()).isCloseTo(100_000, within(200.0));
    assertThat(fit.at(91)).isCloseTo(100_000 / (1 + Math.pow(0.38 / 3.2, 2)) + 2000, within(300.0));
    assertThat(fit.pairs()).isBetween(460_000.0, 502_655.0);
  }

  @Test
  void bins_countBySquareRootsOfTheirPairs_soErrorsAreThoseOfTheSpread() {
    long seed = 20261127;
    Random random = new Random(seed);
    double squares = 0;
    double told = 0;
    int rounds = 100;
    for (int round = 0; round < rounds; round++) {
      MassHistogram exact = new MassHistogram();
      Lines.addTo(exact, 91.19, 3.2, 1000, 50, 0);
      MassHistogram noisy = new MassHistogram();
      exact
          .bins(1)
          .forEach(
              (bin, count) ->
                  noisy.add(bin, Math.round(count + random.nextGaussian() * Math.sqrt(count))));
      PeakFit fit = PeakFit.of(noisy, Peak.find(noisy).orElseThrow()).orElseThrow();
      squares += Math.pow(fit.mass() - 91.19, 2);
      told += fit.massError();
    }

    assertThat(Math.sqrt(squares / rounds))
        .as("spread of the masses, seed %d", seed)
        .isBetween(0.7 * told / rounds, 1.4 * told / rounds);
  }

  @Test
  void realSamples_haveTheirPeakAtTheZ() throws Exception {
    for (String name : new String[] {"uproot-HZZ.root", "uproot-Zmumu.root"}) {
      DimuonCounts counts = Samples.reduce(Samples.file(name));

      PeakFit fit =
          PeakFit.of(counts.masses(), Peak.find(counts.masses()).orElseThrow()).orElseThrow();

      assertThat(fit.mass()).as(name).isCloseTo(Peak.Z_MASS, within(1.0));
      assertThat(fit.width()).as(name).isBetween(2.0, 7.0);
      assertThat(fit.chiSquare()).as(name).isLessThan(5);
      assertThat(fit.toString()).contains("Breit-Wigner", "mass 9", "width");
    }
  }

  @Test
  void fewPairs_areNotFitted() {
    masses.add(90, 20);
    masses.add(91, 30);

    assertThat(fit()).isEmpty();
  }

  @Test
  void oneBin_isNoLine() {
    masses.add(91, 1_000_000);

    assertThat(fit().map(PeakFit::width).orElse(0.0)).isLessThan(1.0);
  }

  private Optional<PeakFit> fit() {
    return PeakFit.of(masses, Peak.find(masses).orElseThrow());
  }
}
