package io.github.seekwell.spark;

import com.codahale.metrics.MetricRegistry;
import java.io.IOException;
import java.util.Map;
import org.apache.spark.SparkConf;
import org.apache.spark.api.plugin.PluginContext;
import org.apache.spark.resource.ResourceInformation;

/** A Spark in which nothing works, each thing failing in its own way. */
final class SabotagedContext implements PluginContext {

  @Override
  public MetricRegistry metricRegistry() {
    throw new NoClassDefFoundError("com/codahale/metrics/Gauge");
  }

  @Override
  public SparkConf conf() {
    throw new NoSuchMethodError("conf");
  }

  @Override
  public String executorID() {
    throw new IllegalStateException("no executor");
  }

  @Override
  public String hostname() {
    throw new NullPointerException();
  }

  @Override
  public Map<String, ResourceInformation> resources() {
    throw new StackOverflowError();
  }

  @Override
  public void send(Object message) throws IOException {
    throw new IOException("the driver has gone");
  }

  @Override
  public Object ask(Object message) {
    throw new IllegalStateException("the driver has gone");
  }
}
