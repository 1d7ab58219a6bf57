package io.github.seekwell.spark;

import java.util.Map;
import org.apache.spark.SparkContext;
import org.apache.spark.api.plugin.DriverPlugin;
import org.apache.spark.api.plugin.PluginContext;

/** The driver's half. Spark calls it from one thread at a time, except for {@link #receive}. */
final class SeekwellDriver implements DriverPlugin {

  @Override
  public Map<String, String> init(SparkContext context, PluginContext plugin) {
    Quietly.run("register its schemes", () -> Schemes.register(plugin.conf()));
    return Map.of();
  }
}
