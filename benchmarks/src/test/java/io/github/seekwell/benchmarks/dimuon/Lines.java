package io.github.seekwell.benchmarks.dimuon;

/** Spectra of which all is known. */
final class Lines {
  private Lines() {}

  /** Adds a Breit-Wigner line over a straight background, from 60 to 120 GeV, without noise. */
  static void addTo(
      MassHistogram masses,
      double mass,
      double width,
      double height,
      double background,
      double slope) {
    int steps = 1000;
    for (int bin = 60; bin < 120; bin++) {
      double sum = 0;
      for (int step = 0; step < steps; step++) {
        double gev = bin + (step + 0.5) / steps;
        double u = 2 * (gev - mass) / width;
        sum += height / (1 + u * u) + background + slope * (gev - 91);
      }
      masses.add(bin, Math.round(sum / steps));
    }
  }
}
