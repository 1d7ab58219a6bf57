package io.github.seekwell.spark;

import com.codahale.metrics.MetricRegistry;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.spark.SparkConf;
import org.apache.spark.api.plugin.PluginContext;
import org.apache.spark.resource.ResourceInformation;

/**
 * What Spark hands a plugin, without a Spark. As on real executors, asking for the host's name
 * fails.
 */
final class RecordingContext implements PluginContext {
  final SparkConf conf = new SparkConf(false);
  final MetricRegistry registry = new MetricRegistry();
  final List<Object> sent = new CopyOnWriteArrayList<>();
  final List<Object> asked = new CopyOnWriteArrayList<>();

  /** Whether the way to the driver is closed. */
  boolean closed;

  @Override
  public MetricRegistry metricRegistry() {
    return registry;
  }

  @Override
  public SparkConf conf() {
    return conf;
  }

  @Override
  public String executorID() {
    return "7";
  }

  @Override
  public String hostname() {
    throw new NullPointerException("Spark's executors answer like this");
  }

  @Override
  public Map<String, ResourceInformation> resources() {
    return Map.of();
  }

  @Override
  public void send(Object message) {
    if (Thread.currentThread().isInterrupted()) {
      throw new IllegalStateException("Spark finds the driver's end on no interrupted thread");
    }
    if (closed) {
      throw new IllegalStateException("RpcEnv already stopped.");
    }
    sent.add(message);
  }

  @Override
  public Object ask(Object message) {
    asked.add(message);
    return new byte[0];
  }
}
