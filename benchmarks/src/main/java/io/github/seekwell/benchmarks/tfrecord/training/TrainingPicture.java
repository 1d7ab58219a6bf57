package io.github.seekwell.benchmarks.tfrecord.training;

import io.github.seekwell.benchmarks.replay.Store.Dialect;
import io.github.seekwell.benchmarks.report.LineChart;
import io.github.seekwell.benchmarks.report.LineChart.Line;
import io.github.seekwell.benchmarks.report.LineChart.Point;
import io.github.seekwell.benchmarks.report.Medians;
import io.github.seekwell.benchmarks.report.Picture;
import java.awt.Color;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * The picture: for each store the seconds of each epoch, by reader, beside a consumer and without
 * one. An epoch in which a reader failed each time is left out.
 */
final class TrainingPicture {
  private static final int CHART = 320;
  private static final Color LOCAL = new Color(0x999999);

  private final Map<Dialect, List<Measured>> stores;
  private final int epochs;
  private final String model;

  /**
   * @param stores what was measured, by store
   * @param model what the store was like, in words
   */
  TrainingPicture(Map<Dialect, List<Measured>> stores, int epochs, String model) {
    this.stores = stores;
    this.epochs = epochs;
    this.model = model;
  }

  BufferedImage draw() {
    int section = Picture.TITLE + 2 * CHART;
    return Picture.draw(
        Math.max(1, stores.size()) * section + Picture.MARGIN,
        g -> {
          int y = 0;
          for (Map.Entry<Dialect, List<Measured>> store : stores.entrySet()) {
            Picture.title(g, y, "Training from TFRecords on " + store.getKey(), model);
            Rectangle upper = new Rectangle(0, y + Picture.TITLE, Picture.WIDTH, CHART);
            chart("Beside a consumer", store.getValue(), true).draw(g, upper);
            Rectangle lower = new Rectangle(0, upper.y + CHART, Picture.WIDTH, CHART);
            chart("Without one", store.getValue(), false).draw(g, lower);
            y += section;
          }
        });
  }

  private LineChart chart(String title, List<Measured> all, boolean computing) {
    List<Measured> shown =
        all.stream().filter(m -> m.computing() == computing && !m.failed()).toList();
    List<Line> lines = new ArrayList<>();
    for (String reader : shown.stream().map(Measured::contestant).distinct().toList()) {
      List<Measured> own = shown.stream().filter(m -> m.contestant().equals(reader)).toList();
      lines.add(
          new Line(reader, LineChart.colour(lines.size()), true, points(own, Measured::nanos)));
    }
    lines.add(new Line("local disk", LOCAL, false, points(shown, Measured::localNanos)));
    return new LineChart(title, "epoch", "seconds", epochs, lines);
  }

  /** By epoch, the medians. */
  private List<Point> points(List<Measured> some, ToDoubleFunction<Measured> nanos) {
    List<Point> points = new ArrayList<>();
    for (int epoch = 1; epoch <= epochs; epoch++) {
      int number = epoch;
      Medians.of(
              some.stream()
                  .filter(m -> m.epoch() == number)
                  .map(m -> nanos.applyAsDouble(m))
                  .toList())
          .ifPresent(median -> points.add(new Point(number, median / 1e9)));
    }
    return points;
  }
}
