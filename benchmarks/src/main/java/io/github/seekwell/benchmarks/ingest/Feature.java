package io.github.seekwell.benchmarks.ingest;

/**
 * What is told of an event, in the order of the training set: fourteen numbers, as many as the high
 * level features of the Spark DL Trigger. They are made of leptons alone, which all samples have;
 * {@code leptons} is sorted by falling momentum. A second lepton that is not there has zeros.
 */
enum Feature {
  MUONS("double(size(filter(leptons, l -> l.muon)))"),
  ELECTRONS("double(size(filter(leptons, l -> NOT l.muon)))"),
  FIRST_PT("leptons[0].pt"),
  FIRST_ETA("leptons[0].eta"),
  FIRST_PHI("leptons[0].phi"),
  FIRST_CHARGE("leptons[0].charge"),
  SECOND_PT(second("pt")),
  SECOND_ETA(second("eta")),
  SECOND_PHI(second("phi")),
  SECOND_CHARGE(second("charge")),
  SUM_PT("aggregate(leptons, 0D, (sum, l) -> sum + l.pt)"),
  VECTOR_PT(
      "hypot(aggregate(leptons, 0D, (sum, l) -> sum + l.pt * cos(l.phi)),"
          + " aggregate(leptons, 0D, (sum, l) -> sum + l.pt * sin(l.phi)))"),
  /** Of the two hardest, taken as massless. */
  PAIR_MASS(
      "sqrt(greatest(0D, 2 * leptons[0].pt * "
          + second("pt")
          + " * (cosh(leptons[0].eta - "
          + second("eta")
          + ") - cos(leptons[0].phi - "
          + second("phi")
          + "))))"),
  /** The angle between the two hardest across the beam, from 0 to π. */
  DELTA_PHI("if(size(leptons) > 1, acos(cos(leptons[0].phi - " + second("phi") + ")), 0D)");

  /** As an expression of Spark SQL. */
  final String expression;

  Feature(String expression) {
    this.expression = expression;
  }

  /** Its column. */
  String column() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }

  private static String second(String quantity) {
    return "coalesce(get(leptons, 1)." + quantity + ", 0D)";
  }
}
