package io.github.seekwell.spark;

import org.apache.spark.api.plugin.DriverPlugin;
import org.apache.spark.api.plugin.ExecutorPlugin;
import org.apache.spark.api.plugin.SparkPlugin;
import org.jspecify.annotations.Nullable;

/**
 * What {@code spark.plugins} names. Registers the schemes, the settings and the metrics on driver
 * and executors; see the package's description. Never throws; a half that cannot be made is null,
 * and Spark goes without it.
 */
public final class SeekwellPlugin implements SparkPlugin {

  /** For Spark, which makes it by reflection. */
  public SeekwellPlugin() {}

  @Override
  public @Nullable DriverPlugin driverPlugin() {
    return Quietly.get("start on the driver", () -> new SeekwellDriver(Source.HERE));
  }

  @Override
  public @Nullable ExecutorPlugin executorPlugin() {
    return Quietly.get("start on an executor", () -> new SeekwellExecutor(Source.HERE));
  }
}
