package io.github.seekwell.benchmarks.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.awt.geom.AffineTransform;
import java.awt.geom.Path2D;
import java.util.Locale;
import java.util.function.DoubleUnaryOperator;
import java.util.function.IntToLongFunction;

/**
 * A histogram drawn into a rectangle of a picture, with axes and labels.
 *
 * @param unit what lies on the horizontal axis
 * @param counted what lies on the vertical one
 * @param low where the axis begins
 * @param high where it ends
 * @param width of a bin, in the axis's unit
 * @param tick how far apart the axis's numbers are
 * @param count of the bin that begins there
 */
public record Chart(
    String title,
    String unit,
    String counted,
    int low,
    int high,
    int width,
    int tick,
    IntToLongFunction count) {
  private static final Color BAR = new Color(0x3b6ea5);
  private static final Color MARK = new Color(0xb5392e);
  private static final Color LINE = new Color(0x444444);
  private static final Color GRID = new Color(0xdddddd);
  private static final int LINES = 6;
  private static final int STEPS = 200;

  /** Draws it. */
  public void draw(Graphics2D g, Rectangle frame) {
    Rectangle plot = plot(frame);
    g.setColor(LINE);
    g.setFont(new Font(Font.SANS_SERIF, Font.BOLD, 15));
    g.drawString(title, plot.x, frame.y + 20);
    g.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 12));
    long top = top();
    grid(g, plot, top);
    g.setColor(BAR);
    for (int bin = low; bin < high; bin += width) {
      int height = (int) Math.round(plot.height * (double) count.applyAsLong(bin) / top);
      int left = x(plot, bin);
      g.fillRect(
          left,
          plot.y + plot.height - height,
          Math.max(1, x(plot, bin + width) - left - 1),
          height);
    }
    axis(g, plot);
  }

  private static Rectangle plot(Rectangle frame) {
    return new Rectangle(frame.x + 70, frame.y + 34, frame.width - 90, frame.height - 84);
  }

  /**
   * Draws a line over the bars.
   *
   * @param from where on the axis it begins
   * @param to where it ends
   * @param height of the line, as a count of a bin there
   */
  public void curve(
      Graphics2D g, Rectangle frame, double from, double to, DoubleUnaryOperator height) {
    Rectangle plot = plot(frame);
    double top = top();
    Path2D line = new Path2D.Double();
    for (int step = 0; step <= STEPS; step++) {
      double place = from + (to - from) * step / STEPS;
      double x = plot.x + (place - low) * plot.width / (high - low);
      double y = plot.y + plot.height * (1 - height.applyAsDouble(place) / top);
      if (step == 0) {
        line.moveTo(x, y);
      } else {
        line.lineTo(x, y);
      }
    }
    g.setColor(MARK);
    g.setStroke(new BasicStroke(2f));
    g.draw(line);
    g.setStroke(new BasicStroke());
  }

  /** Marks a place of the axis. */
  public void mark(Graphics2D g, Rectangle frame, double place, String label) {
    Rectangle plot = plot(frame);
    int x = plot.x + (int) Math.round((place - low) * plot.width / (high - low));
    g.setColor(MARK);
    g.setStroke(new BasicStroke(1.5f, 0, 0, 10, new float[] {5, 4}, 0));
    g.drawLine(x, plot.y, x, plot.y + plot.height);
    g.setStroke(new BasicStroke());
    g.setFont(new Font(Font.SANS_SERIF, Font.BOLD, 13));
    g.drawString(label, x + 8, plot.y + 16);
  }

  private long top() {
    long top = 1;
    for (int bin = low; bin < high; bin += width) {
      top = Math.max(top, count.applyAsLong(bin));
    }
    return top + top / 10;
  }

  /** The least of 1, 2, 5, 10, 20, ... that needs no more than {@link #LINES} lines. */
  private static long step(long top) {
    for (long ten = 1; ; ten *= 10) {
      for (long step : new long[] {ten, 2 * ten, 5 * ten}) {
        if (top / step <= LINES) {
          return step;
        }
      }
    }
  }

  private int x(Rectangle plot, int place) {
    return plot.x + (int) Math.round((double) (place - low) * plot.width / (high - low));
  }

  private static void grid(Graphics2D g, Rectangle plot, long top) {
    FontMetrics font = g.getFontMetrics();
    long step = step(top);
    for (long value = 0; value <= top; value += step) {
      int y = plot.y + plot.height - (int) (value * plot.height / top);
      g.setColor(GRID);
      g.drawLine(plot.x, y, plot.x + plot.width, y);
      g.setColor(LINE);
      String label = String.format(Locale.ROOT, "%,d", value);
      g.drawString(label, plot.x - font.stringWidth(label) - 6, y + 4);
    }
  }

  private void axis(Graphics2D g, Rectangle plot) {
    g.setColor(LINE);
    FontMetrics font = g.getFontMetrics();
    int bottom = plot.y + plot.height;
    g.drawLine(plot.x, bottom, plot.x + plot.width, bottom);
    for (int place = low; place <= high; place += tick) {
      String label = Integer.toString(place);
      int x = x(plot, place);
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
}
