package io.github.seekwell.benchmarks.dimuon;

import java.util.Optional;

/**
 * The Z boson among the pairs.
 *
 * @param position mean mass around the highest bin, in GeV
 * @param pairs how many lie within {@link #REACH} GeV of that bin
 */
record Peak(double position, long pairs) {
  /** The Z boson's mass, in GeV (Particle Data Group). */
  static final double Z_MASS = 91.19;

  private static final int REACH = 5;
  private static final int LEAST_PAIRS = 10;

  /**
   * Looks for more pairs from 81 to 101 GeV than twice what lies, as wide, on both sides; fewer
   * than ten are no peak.
   */
  static Optional<Peak> find(MassHistogram masses) {
    long inside = masses.between(81, 101);
    long beside = masses.between(61, 81) + masses.between(101, 121);
    if (inside < LEAST_PAIRS || inside < beside) {
      return Optional.empty();
    }
    int highest = 81;
    for (int bin = 81; bin < 101; bin++) {
      if (masses.between(bin, bin + 1) > masses.between(highest, highest + 1)) {
        highest = bin;
      }
    }
    long pairs = 0;
    double sum = 0;
    for (int bin = highest - REACH; bin <= highest + REACH; bin++) {
      long count = masses.between(bin, bin + 1);
      pairs += count;
      sum += count * (bin + 0.5);
    }
    return Optional.of(new Peak(sum / pairs, pairs));
  }
}
