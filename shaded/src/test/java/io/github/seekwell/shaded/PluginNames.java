package io.github.seekwell.shaded;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How the plugin names its metrics below Spark's prefix: the one place that the checks ask. */
final class PluginNames {
  static final String CLASS = "io.github.seekwell.spark.SeekwellPlugin";

  /**
   * Whether a name begins with its scheme, the driver has the sum of the application as well, and
   * the names of CERN's dashboards are there.
   */
  static final boolean BY_SCHEME = false;

  /** What belongs to no scheme, by the first word of its name. */
  private static final Set<String> WITHOUT_SCHEME =
      Set.of("connection", "address", "lookup", "cache");

  private PluginNames() {}

  /** All names that together are one of the connector's metrics. */
  static List<String> of(String metric) {
    return BY_SCHEME && !WITHOUT_SCHEME.contains(metric.substring(0, metric.indexOf('.')))
        ? World.schemes().map(scheme -> scheme + "." + metric).toList()
        : List.of(metric);
  }

  /** Whether a query asks for names that are there. */
  static boolean knows(String query) {
    return BY_SCHEME || Stream.of("MuSec", "OCIBytes", "S3ABytes").noneMatch(query::contains);
  }

  /** Of the figures that a scrape of the driver gives, those of most processes. */
  static String widestScope() {
    return BY_SCHEME ? "application" : "driver";
  }

  /** The whole names under which a process pushes a metric. */
  static Set<String> pushed(String application, String executor, String metric) {
    return of(metric).stream()
        .map(name -> String.join(".", application, executor, "plugin", CLASS, name))
        .collect(Collectors.toSet());
  }
}
