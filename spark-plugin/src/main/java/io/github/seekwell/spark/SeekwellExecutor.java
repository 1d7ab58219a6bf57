package io.github.seekwell.spark;

import java.util.Map;
import org.apache.spark.api.plugin.ExecutorPlugin;
import org.apache.spark.api.plugin.PluginContext;

/** An executor's half. The calls around a task come from the task's own thread. */
final class SeekwellExecutor implements ExecutorPlugin {

  @Override
  public void init(PluginContext plugin, Map<String, String> extra) {
    Quietly.run("register its schemes", () -> Schemes.register(plugin.conf()));
  }
}
