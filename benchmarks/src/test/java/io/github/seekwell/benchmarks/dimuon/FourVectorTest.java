package io.github.seekwell.benchmarks.dimuon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

final class FourVectorTest {
  private static final double MUON_MASS = 0.1057;

  @Test
  void oneParticle_hasItsOwnMass() {
    FourVector muon = FourVector.ofPtEtaPhiMass(40, 1.3, -2.1, MUON_MASS);

    assertThat(muon.mass()).isCloseTo(MUON_MASS, within(1e-6));
  }

  @Test
  void backToBackMasslessPair_hasTheSumOfTheirMomentaAsMass() {
    FourVector one = FourVector.ofPtEtaPhiMass(45.6, 0, 0, 0);
    FourVector other = FourVector.ofPtEtaPhiMass(45.6, 0, Math.PI, 0);

    assertThat(one.plus(other).mass()).isCloseTo(91.2, within(1e-9));
  }

  @Test
  void masslessPair_hasTheMassOfTheTextbookFormula() {
    FourVector one = FourVector.ofPtEtaPhiMass(30, 0.5, 0.3, 0);
    FourVector other = FourVector.ofPtEtaPhiMass(50, -1.1, 2.9, 0);

    assertThat(one.plus(other).mass())
        .isCloseTo(
            Math.sqrt(2 * 30 * 50 * (Math.cosh(0.5 + 1.1) - Math.cos(0.3 - 2.9))), within(1e-9));
  }

  @Test
  void parallelMasslessPair_hasNoMassAndNoNaN() {
    FourVector one = FourVector.ofPtEtaPhiMass(33.3, 2.2, 1.1, 0);

    assertThat(one.plus(one).mass()).isCloseTo(0, within(1e-3));
  }
}
