package io.github.seekwell.benchmarks.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.awt.geom.Path2D;
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
  private static final int STEPS = 200;

  /** Draws it. */
  public void draw(Graphics2D g, Rectangle frame) {
    Rectangle plot = Axes.plot(frame);
    Axes axes = axes();
    axes.drawBehind(g, frame);
    g.setColor(BAR);
    for (int bin = low; bin < high; bin += width) {
      int height = (int) Math.round(plot.height * (double) count.applyAsLong(bin) / axes.top());
      int left = (int) Math.round(axes.x(plot, bin));
      g.fillRect(
          left,
          plot.y + plot.height - height,
          Math.max(1, (int) Math.round(axes.x(plot, bin + width)) - left - 1),
          height);
    }
    axes.drawBefore(g, frame);
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
    Rectangle plot = Axes.plot(frame);
    Axes axes = axes();
    Path2D line = new Path2D.Double();
    for (int step = 0; step <= STEPS; step++) {
      double place = from + (to - from) * step / STEPS;
      double x = axes.x(plot, place);
      double y = axes.y(plot, height.applyAsDouble(place));
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
    Rectangle plot = Axes.plot(frame);
    int x = (int) Math.round(axes().x(plot, place));
    g.setColor(MARK);
    g.setStroke(new BasicStroke(1.5f, 0, 0, 10, new float[] {5, 4}, 0));
    g.drawLine(x, plot.y, x, plot.y + plot.height);
    g.setStroke(new BasicStroke());
    g.setFont(new Font(Font.SANS_SERIF, Font.BOLD, 13));
    g.drawString(label, x + 8, plot.y + 16);
  }

  private Axes axes() {
    long top = 1;
    for (int bin = low; bin < high; bin += width) {
      top = Math.max(top, count.applyAsLong(bin));
    }
    return new Axes(title, unit, counted, low, high, tick, top + top / 10);
  }
}
