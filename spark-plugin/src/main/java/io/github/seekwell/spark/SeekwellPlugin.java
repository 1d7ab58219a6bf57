package io.github.seekwell.spark;

import org.apache.spark.api.plugin.DriverPlugin;
import org.apache.spark.api.plugin.ExecutorPlugin;
import org.apache.spark.api.plugin.SparkPlugin;

/**
 * What {@code spark.plugins} names. Registers the schemes, the settings and the metrics on driver
 * and executors; see the package's description. Never throws.
 */
public final class SeekwellPlugin implements SparkPlugin {

  /** For Spark, which makes it by reflection. */
  public SeekwellPlugin() {}

  @Override
  public DriverPlugin driverPlugin() {
    return new SeekwellDriver(Source.HERE);
  }

  @Override
  public ExecutorPlugin executorPlugin() {
    return new SeekwellExecutor(Source.HERE);
  }
}
