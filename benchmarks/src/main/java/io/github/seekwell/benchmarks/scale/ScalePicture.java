package io.github.seekwell.benchmarks.scale;

import io.github.seekwell.benchmarks.report.LineChart;
import io.github.seekwell.benchmarks.report.LineChart.Line;
import io.github.seekwell.benchmarks.report.LineChart.Point;
import io.github.seekwell.benchmarks.report.Picture;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * The picture: for each store the speed-up of reading, time, requests and stall share by executors.
 */
final class ScalePicture {
  private static final int CHART = 340;
  private static final Color CALCULATED = new Color(0x999999);

  private final Map<String, List<Curve>> curves;
  private final LineModel model;

  ScalePicture(Map<String, List<Curve>> curves, LineModel model) {
    this.curves = curves;
    this.model = model;
  }

  BufferedImage draw() {
    int section = Picture.TITLE + 2 * CHART;
    int height = Math.max(1, curves.size()) * section + Picture.MARGIN;
    return Picture.draw(
        height,
        g -> {
          int y = 0;
          for (Map.Entry<String, List<Curve>> store : curves.entrySet()) {
            title(g, y, store.getKey(), store.getValue().get(0).first());
            charts(g, y + Picture.TITLE, store.getValue());
            y += section;
          }
        });
  }

  private void title(Graphics2D g, int y, String store, ScaleRun run) {
    Picture.title(
        g,
        y,
        "The dimuon job on " + store.toUpperCase(Locale.ROOT) + ", by executors",
        String.format(
            Locale.ROOT,
            "Spark %s; first byte after %d ms, %d MB/s a connection, %d MB/s together",
            run.spark(),
            model.store().firstByteMillis(),
            model.store().connectionMegabytes(),
            model.totalMegabytes()));
  }

  private static void charts(Graphics2D g, int y, List<Curve> curves) {
    int half = Picture.WIDTH / 2;
    List<Line> speedUps = lines(curves, (curve, run) -> curve.readSpeedUp(run));
    speedUps.add(attainable(curves.get(0)));
    chart("Speed-up of reading", "S = t0 / ti", curves, speedUps)
        .draw(g, new Rectangle(0, y, half, CHART));
    chart("Time", "seconds", curves, lines(curves, (curve, run) -> run.seconds()))
        .draw(g, new Rectangle(half, y, half, CHART));
    chart("Requests", "requests", curves, lines(curves, (curve, run) -> run.cost().requests()))
        .draw(g, new Rectangle(0, y + CHART, half, CHART));
    chart(
            "Stall share",
            "% of the tasks' time",
            curves,
            lines(curves, (curve, run) -> 100 * run.stallShare()))
        .draw(g, new Rectangle(half, y + CHART, half, CHART));
  }

  private static LineChart chart(
      String title, String counted, List<Curve> curves, List<Line> lines) {
    int most = curves.stream().mapToInt(curve -> curve.last().executors()).max().orElse(1);
    return new LineChart(title, "executors", counted, most, lines);
  }

  /** What a chart shows of a run. */
  private interface Shown {
    double of(Curve curve, ScaleRun run);
  }

  private static List<Line> lines(List<Curve> curves, Shown shown) {
    List<Line> lines = new ArrayList<>();
    for (Curve curve : curves) {
      Color colour = LineChart.colour(lines.size());
      lines.add(line(curve, colour, run -> shown.of(curve, run)));
    }
    return lines;
  }

  private static Line line(Curve curve, Color colour, ToDoubleFunction<ScaleRun> height) {
    return new Line(
        curve.client(),
        colour,
        true,
        curve.runs().stream()
            .map(run -> new Point(run.executors(), height.applyAsDouble(run)))
            .toList());
  }

  private static Line attainable(Curve curve) {
    List<Point> points = new ArrayList<>();
    for (int n = curve.first().executors(); n <= curve.last().executors(); n++) {
      points.add(new Point(n, curve.attainable(n)));
    }
    return new Line("attainable, " + curve.client(), CALCULATED, false, points);
  }
}
