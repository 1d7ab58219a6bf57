package io.github.seekwell.benchmarks.report;

import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.awt.geom.AffineTransform;
import java.util.Locale;

/**
 * What a chart is read by: its title, lines at round heights, and both axes with their numbers.
 *
 * @param unit what lies on the horizontal axis
 * @param counted what lies on the vertical one, from 0 on
 * @param low where the horizontal axis begins
 * @param high where it ends
 * @param tick how far apart its numbers are
 * @param top where the vertical axis ends
 */
record Axes(String title, String unit, String counted, int low, int high, int tick, long top) {
  private static final Color LINE = new Color(0x444444);
  private static final Color GRID = new Color(0xdddddd);
  private static final int LINES = 6;

  /** The rectangle between the axes. */
  static Rectangle plot(Rectangle frame) {
    return new Rectangle(frame.x + 70, frame.y + 34, frame.width - 90, frame.height - 84);
  }

  double x(Rectangle plot, double place) {
    return plot.x + (place - low) * plot.width / (high - low);
  }

  double y(Rectangle plot, double height) {
    return plot.y + plot.height * (1 - height / top);
  }

  /** Draws what lies behind the figures. */
  void drawBehind(Graphics2D g, Rectangle frame) {
    Rectangle plot = plot(frame);
    g.setColor(LINE);
    g.setFont(new Font(Font.SANS_SERIF, Font.BOLD, 15));
    g.drawString(title, plot.x, frame.y + 20);
    g.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 12));
    FontMetrics font = g.getFontMetrics();
    long step = step();
    for (long value = 0; value <= top; value += step) {
      int y = plot.y + plot.height - (int) (value * plot.height / top);
      g.setColor(GRID);
      g.drawLine(plot.x, y, plot.x + plot.width, y);
      g.setColor(LINE);
      String label = String.format(Locale.ROOT, "%,d", value);
      g.drawString(label, plot.x - font.stringWidth(label) - 6, y + 4);
    }
  }

  /** Draws the axes over the figures. */
  void drawBefore(Graphics2D g, Rectangle frame) {
    Rectangle plot = plot(frame);
    g.setColor(LINE);
    g.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 12));
    FontMetrics font = g.getFontMetrics();
    int bottom = plot.y + plot.height;
    g.drawLine(plot.x, bottom, plot.x + plot.width, bottom);
    for (int place = low; place <= high; place += tick) {
      String label = Integer.toString(place);
      int x = (int) Math.round(x(plot, place));
      g.drawLine(x, bottom, x, bottom + 4);
      g.drawString(label, x - font.stringWidth(label) / 2, bottom + 18);
    }
    g.drawString(unit, plot.x + (plot.width - font.stringWidth(unit)) / 2, bottom + 38);
    g.drawLine(plot.x, plot.y, plot.x, bottom);
    AffineTransform upright = g.getTransform();
    g.rotate(-Math.PI / 2, plot.x - 56, plot.y + plot.height / 2.0);
    g.drawString(counted, plot.x - 56 - font.stringWidth(counted) / 2, plot.y + plot.height / 2);
    g.setTransform(upright);
  }

  /** The least of 1, 2, 5, 10, 20, ... that needs no more than {@link #LINES} lines. */
  private long step() {
    for (long ten = 1; ; ten *= 10) {
      for (long step : new long[] {ten, 2 * ten, 5 * ten}) {
        if (top / step <= LINES) {
          return step;
        }
      }
    }
  }
}
