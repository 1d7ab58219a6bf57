package io.github.seekwell.shaded;

import java.util.List;

/** How the plugin names its metrics below Spark's prefix: the one place that the checks ask. */
final class PluginNames {
  static final String CLASS = "io.github.seekwell.spark.SeekwellPlugin";

  private PluginNames() {}

  /** All names that together are one of the connector's metrics that schemes have. */
  static List<String> of(String metric) {
    return World.schemes().map(scheme -> scheme + "." + metric).toList();
  }

  /** The whole names under which a process pushes them. */
  static List<String> pushed(String application, String executor, String metric) {
    return of(metric).stream()
        .map(name -> String.join(".", application, executor, "plugin", CLASS, name))
        .toList();
  }
}
