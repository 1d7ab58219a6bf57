package io.github.seekwell.benchmarks.report;

import io.github.seekwell.benchmarks.report.StoreCost.Figure;
import io.github.seekwell.benchmarks.report.StoreCost.Latency;
import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.util.List;
import java.util.Locale;

/** The accounts of several witnesses drawn side by side: numbers in columns, latencies as bars. */
public final class CostPanel {
  private static final Color TEXT = new Color(0x333333);
  private static final Color[] BARS = {
    new Color(0x9dc3e6), new Color(0x5a93c8), new Color(0x1f4e79)
  };
  private static final int LINE_HEIGHT = 17;
  private static final int LATENCY_HEIGHT = 40;
  private static final int WIDEST = 480;

  private CostPanel() {}

  /** How high the panel is. */
  public static int height(List<StoreCost> costs) {
    int highest = 0;
    for (StoreCost cost : costs) {
      int lines = cost.figures().size() + 1;
      highest = Math.max(highest, lines * LINE_HEIGHT + cost.latencies().size() * LATENCY_HEIGHT);
    }
    return highest;
  }

  /** Draws it. */
  public static void draw(Graphics2D g, Rectangle frame, List<StoreCost> costs) {
    int columns = Math.max(1, costs.size());
    int width = Math.min(WIDEST, frame.width / columns);
    double longest = 1;
    for (StoreCost cost : costs) {
      for (Latency latency : cost.latencies()) {
        longest = Math.max(longest, latency.p99());
      }
    }
    for (int i = 0; i < costs.size(); i++) {
      Rectangle column = new Rectangle(frame.x + i * width, frame.y, width - 30, frame.height);
      column(g, column, costs.get(i), longest);
    }
  }

  private static void column(Graphics2D g, Rectangle frame, StoreCost cost, double longest) {
    int y = frame.y + LINE_HEIGHT;
    g.setColor(TEXT);
    g.setFont(new Font(Font.SANS_SERIF, Font.BOLD, 13));
    g.drawString("as " + cost.source() + " tells it", frame.x, y);
    g.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 12));
    FontMetrics font = g.getFontMetrics();
    for (Figure figure : cost.figures()) {
      y += LINE_HEIGHT;
      String value = CostTable.value(figure);
      g.drawString(figure.name(), frame.x, y);
      g.drawString(value, frame.x + frame.width - font.stringWidth(value), y);
    }
    for (Latency latency : cost.latencies()) {
      y += LATENCY_HEIGHT - LINE_HEIGHT;
      g.setColor(TEXT);
      g.drawString(
          String.format(
              Locale.ROOT,
              "%s: p50 %.1f, p95 %.1f, p99 %.1f ms",
              latency.name(),
              latency.p50(),
              latency.p95(),
              latency.p99()),
          frame.x,
          y);
      double[] percentiles = {latency.p99(), latency.p95(), latency.p50()};
      for (int i = 0; i < percentiles.length; i++) {
        g.setColor(BARS[i]);
        int length = (int) Math.round(frame.width * percentiles[i] / longest);
        g.fillRect(frame.x, y + 5, Math.max(1, length), LINE_HEIGHT - 6);
      }
      y += LINE_HEIGHT;
    }
  }
}
