package io.github.seekwell.spark;

import com.codahale.metrics.Gauge;
import com.codahale.metrics.MetricRegistry;
import io.github.seekwell.core.metrics.ConnectorMetrics;
import io.github.seekwell.core.metrics.ConnectorMetrics.Metric;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/** The connector's figures in Spark's metrics system, under the names of {@code core.metrics}. */
final class Gauges {

  private Gauges() {}

  /** Registers them all; Spark puts application, executor and plugin before their names. */
  static void register(Source source, MetricRegistry registry) {
    new ConnectorMetrics(source.figures(), System::nanoTime)
        .visit(
            new ConnectorMetrics.Visitor() {
              @Override
              public void whole(Metric metric, LongSupplier value) {
                final Gauge<Long> gauge = value::getAsLong;
                registry.register(metric.name(), gauge);
              }

              @Override
              public void fraction(Metric metric, DoubleSupplier value) {
                final Gauge<Double> gauge = value::getAsDouble;
                registry.register(metric.name(), gauge);
              }
            });
  }
}
