package io.github.seekwell.core.hadoop;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.apache.hadoop.conf.Configuration;

/**
 * Settings that an environment (Spark) lays under those of every caller, so that a reader with a
 * bare {@code new Configuration()} works and does not leave a useless file system in Hadoop's
 * cache. Safe for any number of threads.
 */
public final class BaseConfiguration {
  /**
   * The one that {@link ObjectFileSystem#initialize} asks. Hadoop makes file systems by reflection
   * and gives them nothing but a configuration, so they can meet an environment nowhere else.
   */
  public static final BaseConfiguration SHARED = new BaseConfiguration();

  private final List<Supplier<Map<String, String>>> sources = new CopyOnWriteArrayList<>();

  /** Undoes {@link #register}; idempotent. */
  public interface Registration extends AutoCloseable {
    @Override
    void close();
  }

  /**
   * Adds a source. It is asked each time a file system is initialised; of two that name a key, the
   * one registered first wins.
   */
  public Registration register(Supplier<Map<String, String>> source) {
    sources.add(source);
    return () -> sources.remove(source);
  }

  /**
   * The caller's configuration with what the sources say filled in under it: a value that the
   * caller set stays, one that merely comes from a library's default file does not.
   *
   * @return {@code callers} itself if there is nothing to add, else a copy
   */
  public Configuration under(Configuration callers) {
    if (sources.isEmpty()) {
      return callers;
    }
    Configuration merged = new Configuration(callers);
    for (Supplier<Map<String, String>> source : sources) {
      for (Map.Entry<String, String> entry : source.get().entrySet()) {
        if (!HadoopSettings.isSetByUser(merged, entry.getKey())) {
          merged.set(entry.getKey(), entry.getValue(), "laid under by the environment");
        }
      }
    }
    return merged;
  }
}
