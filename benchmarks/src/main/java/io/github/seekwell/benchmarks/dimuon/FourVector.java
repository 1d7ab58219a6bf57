package io.github.seekwell.benchmarks.dimuon;

/** Momentum and energy of a particle or of several together, in GeV. */
record FourVector(double px, double py, double pz, double energy) {

  /**
   * From what detectors measure.
   *
   * @param pt momentum across the beam, in GeV
   * @param eta pseudorapidity
   * @param phi angle around the beam, in radians
   * @param mass in GeV
   */
  static FourVector ofPtEtaPhiMass(double pt, double eta, double phi, double mass) {
    double px = pt * Math.cos(phi);
    double py = pt * Math.sin(phi);
    double pz = pt * Math.sinh(eta);
    return new FourVector(px, py, pz, Math.sqrt(px * px + py * py + pz * pz + mass * mass));
  }

  FourVector plus(FourVector other) {
    return new FourVector(px + other.px, py + other.py, pz + other.pz, energy + other.energy);
  }

  /** Invariant mass in GeV; 0 where rounding makes its square negative. */
  double mass() {
    return Math.sqrt(Math.max(0, energy * energy - px * px - py * py - pz * pz));
  }
}
