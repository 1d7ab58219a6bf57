package io.github.seekwell.spark;

import com.codahale.metrics.Histogram;
import com.codahale.metrics.Snapshot;
import com.codahale.metrics.UniformReservoir;
import io.github.seekwell.core.metrics.ReadSnapshot;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;

/**
 * One of our histograms as Dropwizard knows them, so that sinks show its percentiles. It covers
 * everything since the process began and every value that was recorded, no sample of them.
 */
final class HistogramView extends Histogram {
  private final Supplier<ReadSnapshot> figures;
  private final String metric;

  HistogramView(Supplier<ReadSnapshot> figures, String metric) {
    super(new UniformReservoir(1)); // never written to
    this.figures = figures;
    this.metric = metric;
  }

  @Override
  public long getCount() {
    return figures.get().spread(metric).count();
  }

  @Override
  public Snapshot getSnapshot() {
    return new View(figures.get(), metric);
  }

  private static final class View extends Snapshot {
    private static final int SAMPLES = 100;

    private final ReadSnapshot figures;
    private final String metric;

    View(ReadSnapshot figures, String metric) {
      this.figures = figures;
      this.metric = metric;
    }

    @Override
    public double getValue(double quantile) {
      return figures.percentile(metric, 100 * quantile);
    }

    /** One for each per cent. */
    @Override
    public long[] getValues() {
      final long[] values = new long[size()];
      for (int i = 0; i < values.length; i++) {
        values[i] = figures.percentile(metric, 100.0 * (i + 1) / SAMPLES);
      }
      return values;
    }

    @Override
    public int size() {
      return figures.spread(metric).count() == 0 ? 0 : SAMPLES;
    }

    @Override
    public long getMax() {
      return figures.spread(metric).max();
    }

    @Override
    public double getMean() {
      return figures.spread(metric).mean();
    }

    @Override
    public long getMin() {
      return figures.percentile(metric, 0);
    }

    @Override
    public double getStdDev() {
      final ReadSnapshot.Figures all = figures.spread(metric);
      if (all.count() < 2) {
        return 0;
      }
      final double[] squares = {0};
      figures.each(metric, (value, count) -> squares[0] += count * Math.pow(value - all.mean(), 2));
      return Math.sqrt(squares[0] / (all.count() - 1));
    }

    @Override
    public void dump(OutputStream output) {
      final PrintWriter out = new PrintWriter(output, true, StandardCharsets.UTF_8);
      for (long value : getValues()) {
        out.println(value);
      }
    }
  }
}
