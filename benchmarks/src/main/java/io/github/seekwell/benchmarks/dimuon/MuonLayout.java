package io.github.seekwell.benchmarks.dimuon;

import io.github.seekwell.benchmarks.root.EventBatch;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The ways in which experiments and courses write muons into a tree. */
enum MuonLayout {
  /** CMS NanoAOD. */
  NANO("nMuon", "Muon_charge", "Muon_pt", "Muon_eta", "Muon_phi", "Muon_mass") {
    @Override
    void reduce(EventBatch batch, DimuonCounts counts) throws IOException {
      reduceLists(batch, counts, FourVector::ofPtEtaPhiMass);
    }
  },

  /** The analysis course with simulated H → ZZ events. */
  HZZ("NMuon", "Muon_Charge", "Muon_Px", "Muon_Py", "Muon_Pz", "Muon_E") {
    @Override
    void reduce(EventBatch batch, DimuonCounts counts) throws IOException {
      reduceLists(batch, counts, FourVector::new);
    }
  },

  /** The CMS course with two muons an event, in columns of their own. */
  ZMUMU("Q1", "Q2", "px1", "py1", "pz1", "E1", "px2", "py2", "pz2", "E2") {
    @Override
    void reduce(EventBatch batch, DimuonCounts counts) throws IOException {
      double[][] c = new double[columns.size()][];
      for (int i = 0; i < c.length; i++) {
        c[i] = batch.values(columns.get(i));
      }
      counts.addEvents(batch.events(), 2L * batch.events());
      for (int event = 0; event < batch.events(); event++) {
        if (c[0][event] * c[1][event] < 0) {
          counts.addPair(
              new FourVector(c[2][event], c[3][event], c[4][event], c[5][event]),
              new FourVector(c[6][event], c[7][event], c[8][event], c[9][event]));
        }
      }
    }
  };

  /** The names the layouts' trees go by. */
  static final List<String> TREES = List.of("Events", "events");

  /** The columns needed; the first also gives the clusters by which a file is cut. */
  final List<String> columns;

  MuonLayout(String... columns) {
    this.columns = List.of(columns);
  }

  /** The layout of a tree with these columns. */
  static Optional<MuonLayout> of(Set<String> columns) {
    for (MuonLayout layout : values()) {
      if (columns.containsAll(layout.columns)) {
        return Optional.of(layout);
      }
    }
    return Optional.empty();
  }

  static List<String> clusterBranches() {
    return java.util.Arrays.stream(values()).map(layout -> layout.columns.get(0)).toList();
  }

  /** Of all layouts. */
  static List<String> allColumns() {
    return java.util.Arrays.stream(values()).flatMap(layout -> layout.columns.stream()).toList();
  }

  /** Adds what a batch of this layout holds. */
  abstract void reduce(EventBatch batch, DimuonCounts counts) throws IOException;

  /** What four numbers mean. */
  private interface Momentum {
    FourVector of(double a, double b, double c, double d);
  }

  /** Layouts with a number of muons, their charges, and four lists that give their momenta. */
  void reduceLists(EventBatch batch, DimuonCounts counts, Momentum momentum) throws IOException {
    double[] numbers = batch.values(columns.get(0));
    long muons = 0;
    boolean pairs = false;
    for (double number : numbers) {
      muons += (long) number;
      pairs |= number == 2;
    }
    counts.addEvents(numbers.length, muons);
    if (!pairs) {
      return;
    }
    double[][] c = new double[columns.size()][];
    for (int i = 1; i < c.length; i++) {
      c[i] = batch.values(columns.get(i));
      if (c[i].length != muons) {
        throw new IOException(
            batch.file() + ": " + muons + " muons, but " + c[i].length + " in " + columns.get(i));
      }
    }
    int at = 0;
    for (double number : numbers) {
      int a = at;
      int b = at + 1;
      if (number == 2 && c[1][a] * c[1][b] < 0) {
        counts.addPair(
            momentum.of(c[2][a], c[3][a], c[4][a], c[5][a]),
            momentum.of(c[2][b], c[3][b], c[4][b], c[5][b]));
      }
      at += (int) number;
    }
  }
}
