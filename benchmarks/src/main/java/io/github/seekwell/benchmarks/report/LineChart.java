package io.github.seekwell.benchmarks.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.util.List;

/**
 * Lines drawn into a rectangle of a picture, with axes from 0 on, and their names.
 *
 * @param unit what lies on the horizontal axis
 * @param counted what lies on the vertical one
 * @param high where the horizontal axis ends
 */
public record LineChart(String title, String unit, String counted, int high, List<Line> lines) {
  private static final int TICKS = 16;
  private static final int DOT = 7;
  private static final int NAME_HEIGHT = 16;
  private static final Color TEXT = new Color(0x444444);
  private static final BasicStroke DASHES =
      new BasicStroke(
          1.5f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER, 10, new float[] {5, 4}, 0);

  private static final Color[] COLOURS = {
    new Color(0x3b6ea5),
    new Color(0xb5392e),
    new Color(0x5c8a3a),
    new Color(0x8a5ca5),
    new Color(0xc9822b),
    new Color(0x3a9a96),
    new Color(0x7a5c3e),
    new Color(0xc25b8e)
  };

  /** One for each line, by its number; of more than eight the first come again. */
  public static Color colour(int line) {
    return COLOURS[line % COLOURS.length];
  }

  /** A place of both axes. */
  public record Point(double x, double y) {}

  /**
   * A line through points, from left to right.
   *
   * @param measured with a dot for each; else dashed, for what was calculated
   */
  public record Line(String name, Color color, boolean measured, List<Point> points) {
    public Line {
      points = List.copyOf(points);
    }
  }

  public LineChart {
    lines = List.copyOf(lines);
  }

  /** Draws it. */
  public void draw(Graphics2D g, Rectangle frame) {
    Axes axes = axes();
    Rectangle plot = Axes.plot(frame);
    axes.drawBehind(g, frame);
    for (Line line : lines) {
      draw(g, axes, plot, line);
    }
    names(g, plot);
    axes.drawBefore(g, frame);
  }

  private Axes axes() {
    double top = 1;
    for (Line line : lines) {
      for (Point point : line.points()) {
        top = Math.max(top, point.y());
      }
    }
    // A tenth above the highest, whole, since the grid is.
    return new Axes(
        title, unit, counted, 0, high, high / (TICKS + 1) + 1, (long) Math.ceil(top * 1.1));
  }

  private static void draw(Graphics2D g, Axes axes, Rectangle plot, Line line) {
    Path2D path = new Path2D.Double();
    g.setColor(line.color());
    for (Point point : line.points()) {
      double x = axes.x(plot, point.x());
      double y = axes.y(plot, point.y());
      if (path.getCurrentPoint() == null) {
        path.moveTo(x, y);
      } else {
        path.lineTo(x, y);
      }
      if (line.measured()) {
        g.fill(new Ellipse2D.Double(x - DOT / 2.0, y - DOT / 2.0, DOT, DOT));
      }
    }
    g.setStroke(line.measured() ? new BasicStroke(2f) : DASHES);
    g.draw(path);
    g.setStroke(new BasicStroke());
  }

  /** Above the plot, at its right. */
  private void names(Graphics2D g, Rectangle plot) {
    g.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 12));
    FontMetrics font = g.getFontMetrics();
    int right = plot.x + plot.width;
    for (int i = lines.size() - 1; i >= 0; i--) {
      Line line = lines.get(i);
      right -= font.stringWidth(line.name());
      g.setColor(TEXT);
      g.drawString(line.name(), right, plot.y - NAME_HEIGHT + font.getAscent());
      right -= NAME_HEIGHT + 6;
      g.setColor(line.color());
      g.setStroke(line.measured() ? new BasicStroke(2f) : DASHES);
      int middle = plot.y - NAME_HEIGHT + font.getAscent() - 4;
      g.drawLine(right, middle, right + NAME_HEIGHT, middle);
      right -= 12;
    }
    g.setStroke(new BasicStroke());
  }
}
