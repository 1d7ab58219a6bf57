package io.github.seekwell.benchmarks.ingest;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How a tree holds its leptons, and how Spark SQL makes of it one array of structures: {@code pt}
 * (GeV), {@code eta}, {@code phi}, {@code charge}, and whether it is a muon.
 */
enum LeptonLayout {
  /** CMS NanoAOD: a list for each quantity. */
  NANO(
      List.of(
          "Muon_pt",
          "Muon_eta",
          "Muon_phi",
          "Muon_charge",
          "Electron_pt",
          "Electron_eta",
          "Electron_phi",
          "Electron_charge"),
      "concat(" + measured("Muon", true) + ", " + measured("Electron", false) + ")"),

  /** The analysis course with simulated H → ZZ events: lists of momenta. */
  HZZ(
      List.of(
          "Muon_Px",
          "Muon_Py",
          "Muon_Pz",
          "Muon_Charge",
          "Electron_Px",
          "Electron_Py",
          "Electron_Pz",
          "Electron_Charge"),
      "concat(" + momenta("Muon", true) + ", " + momenta("Electron", false) + ")"),

  /** The CMS course with two muons an event, in columns of their own. */
  ZMUMU(
      List.of("pt1", "eta1", "phi1", "Q1", "pt2", "eta2", "phi2", "Q2"),
      "array("
          + lepton("pt1", "eta1", "phi1", "Q1", true)
          + ", "
          + lepton("pt2", "eta2", "phi2", "Q2", true)
          + ")");

  /** The columns that are read. */
  final List<String> columns;

  /** The array, as an expression of Spark SQL. */
  final String leptons;

  LeptonLayout(List<String> columns, String leptons) {
    this.columns = columns;
    this.leptons = leptons;
  }

  /** The layout of a tree with these columns. */
  static Optional<LeptonLayout> of(Set<String> columns) {
    for (LeptonLayout layout : values()) {
      if (columns.containsAll(layout.columns)) {
        return Optional.of(layout);
      }
    }
    return Optional.empty();
  }

  private static String measured(String kind, boolean muon) {
    return zipped(
        kind,
        List.of("pt", "eta", "phi", "charge"),
        lepton(
            "l." + kind + "_pt",
            "l." + kind + "_eta",
            "l." + kind + "_phi",
            "l." + kind + "_charge",
            muon));
  }

  private static String momenta(String kind, boolean muon) {
    String px = "double(l." + kind + "_Px)";
    String py = "double(l." + kind + "_Py)";
    String pt = "sqrt(" + px + " * " + px + " + " + py + " * " + py + ")";
    // Along the beam there is no angle; the least momentum stands for none.
    String eta = "asinh(double(l." + kind + "_Pz) / greatest(" + pt + ", 1e-6D))";
    return zipped(
        kind,
        List.of("Px", "Py", "Pz", "Charge"),
        lepton(pt, eta, "atan2(" + py + ", " + px + ")", "l." + kind + "_Charge", muon));
  }

  private static String zipped(String kind, List<String> quantities, String lepton) {
    String lists = quantities.stream().map(q -> kind + "_" + q).collect(Collectors.joining(", "));
    return "transform(arrays_zip(" + lists + "), l -> " + lepton + ")";
  }

  private static String lepton(String pt, String eta, String phi, String charge, boolean muon) {
    return "named_struct('pt', double("
        + pt
        + "), 'eta', double("
        + eta
        + "), 'phi', double("
        + phi
        + "), 'charge', double("
        + charge
        + "), 'muon', "
        + muon
        + ")";
  }
}
