package io.github.seekwell.benchmarks.dimuon;

import io.github.seekwell.benchmarks.report.Chart;
import io.github.seekwell.benchmarks.report.CostPanel;
import io.github.seekwell.benchmarks.report.Picture;
import io.github.seekwell.benchmarks.report.StoreCost;
import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The picture: spectrum, Z boson close up, and what reading has cost. */
final class DimuonPicture {
  private static final int CHART = 380;

  private final DimuonCounts counts;
  private final Optional<Peak> peak;
  private final Optional<PeakFit> fit;
  private final List<StoreCost> costs;

  DimuonPicture(DimuonCounts counts, List<StoreCost> costs) {
    this.counts = counts;
    this.peak = Peak.find(counts.masses());
    this.fit = peak.flatMap(found -> PeakFit.of(counts.masses(), found));
    this.costs = costs;
  }

  BufferedImage draw() {
    int panel = CostPanel.height(costs);
    int top = Picture.TITLE + CHART + Picture.MARGIN;
    return Picture.draw(
        top + panel + Picture.MARGIN,
        g -> {
          title(g);
          charts(g);
          int width = Picture.WIDTH - 2 * Picture.MARGIN;
          CostPanel.draw(g, new Rectangle(Picture.MARGIN, top, width, panel), costs);
        });
  }

  private void title(Graphics2D g) {
    Picture.title(
        g,
        0,
        "Opposite-charge muon pairs in events with exactly two muons",
        String.format(
            Locale.ROOT,
            "%,d events, %,d muons, %,d pairs",
            counts.events(),
            counts.muons(),
            counts.pairs()));
  }

  private void charts(Graphics2D g) {
    MassHistogram masses = counts.masses();
    int half = Picture.WIDTH / 2;
    new Chart(
            "The whole spectrum",
            "invariant mass, GeV",
            "pairs in 5 GeV",
            0,
            200,
            5,
            20,
            bin -> masses.between(bin, bin + 5))
        .draw(g, new Rectangle(0, Picture.TITLE, half, CHART));
    Chart closeUp =
        new Chart(
            "Around the Z boson",
            "invariant mass, GeV",
            "pairs in 1 GeV",
            60,
            120,
            1,
            10,
            bin -> masses.between(bin, bin + 1));
    Rectangle right = new Rectangle(half, Picture.TITLE, half, CHART);
    closeUp.draw(g, right);
    if (fit.isPresent()) {
      PeakFit line = fit.get();
      closeUp.curve(g, right, PeakFit.LOW, PeakFit.HIGH, line::at);
      closeUp.mark(
          g,
          right,
          line.mass(),
          String.format(Locale.ROOT, "Z, %.2f GeV, %.2f wide", line.mass(), line.width()));
    } else if (peak.isPresent()) {
      double position = peak.get().position();
      closeUp.mark(g, right, position, String.format(Locale.ROOT, "Z, %.1f GeV", position));
    }
  }
}
