package io.github.seekwell.core.hadoop;

import io.github.seekwell.core.Environment;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;

/**
 * Lays the settings of an {@link Environment} (Spark) under those of a caller, so that a reader
 * with a bare {@code new Configuration()} works and does not leave a useless file system in
 * Hadoop's cache.
 */
final class BaseConfiguration {
  private BaseConfiguration() {}

  /**
   * The caller's configuration with what the environment says filled in under it: a value that the
   * caller set stays, one that merely comes from a library's default file does not.
   *
   * @return {@code callers} itself if there is nothing to add, else a copy
   */
  static Configuration under(Configuration callers, Environment environment) {
    Map<String, String> settings = environment.settings();
    if (settings.isEmpty()) {
      return callers;
    }
    Configuration merged = new Configuration(callers);
    settings.forEach(
        (key, value) -> {
          if (!HadoopSettings.isSetByUser(merged, key)) {
            merged.set(key, value, "laid under by the environment");
          }
        });
    return merged;
  }
}
