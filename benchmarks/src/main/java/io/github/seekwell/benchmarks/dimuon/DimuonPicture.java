package io.github.seekwell.benchmarks.dimuon;

import io.github.seekwell.benchmarks.report.Chart;
import io.github.seekwell.benchmarks.report.CostPanel;
import io.github.seekwell.benchmarks.report.StoreCost;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.imageio.ImageIO;

/** The picture: spectrum, Z boson close up, and what reading has cost. */
final class DimuonPicture {
  private static final int WIDTH = 1280;
  private static final int TITLE = 60;
  private static final int CHART = 380;
  private static final int MARGIN = 24;

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

  void write(Path file) throws IOException {
    ImageIO.write(draw(), "png", file.toFile());
  }

  BufferedImage draw() {
    int panel = CostPanel.height(costs);
    BufferedImage image =
        new BufferedImage(WIDTH, TITLE + CHART + panel + 2 * MARGIN, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = image.createGraphics();
    try {
      g.setRenderingHint(
          RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
      g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
      g.setColor(Color.WHITE);
      g.fillRect(0, 0, image.getWidth(), image.getHeight());
      title(g);
      charts(g);
      CostPanel.draw(
          g, new Rectangle(MARGIN, TITLE + CHART + MARGIN, WIDTH - 2 * MARGIN, panel), costs);
    } finally {
      g.dispose();
    }
    return image;
  }

  private void title(Graphics2D g) {
    g.setColor(Color.BLACK);
    g.setFont(new Font(Font.SANS_SERIF, Font.BOLD, 20));
    g.drawString("Opposite-charge muon pairs in events with exactly two muons", MARGIN, 30);
    g.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 13));
    g.drawString(
        String.format(
            Locale.ROOT,
            "%,d events, %,d muons, %,d pairs",
            counts.events(),
            counts.muons(),
            counts.pairs()),
        MARGIN,
        50);
  }

  private void charts(Graphics2D g) {
    MassHistogram masses = counts.masses();
    int half = WIDTH / 2;
    new Chart(
            "The whole spectrum",
            "invariant mass, GeV",
            "pairs in 5 GeV",
            0,
            200,
            5,
            20,
            bin -> masses.between(bin, bin + 5))
        .draw(g, new Rectangle(0, TITLE, half, CHART));
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
    Rectangle right = new Rectangle(half, TITLE, half, CHART);
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
