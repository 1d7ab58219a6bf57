package io.github.seekwell.core;

import io.github.seekwell.core.store.RequestContext;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/**
 * What the program round us (Spark, through its plugin) tells us: settings that lie under those of
 * every caller, and on whose behalf a thread is working. Safe for threads.
 */
public final class Environment {
  private final List<Supplier<Map<String, String>>> settings = new CopyOnWriteArrayList<>();
  private volatile Supplier<Object> owners = () -> RequestContext.NO_OWNER;

  Environment() {}

  /** Undoes a registration; idempotent. */
  public interface Registration extends AutoCloseable {
    @Override
    void close();
  }

  /**
   * Adds a source of settings, by full key. It is asked each time a file system is initialised; of
   * two that name a key, the one registered first wins.
   */
  public Registration settings(Supplier<Map<String, String>> source) {
    settings.add(source);
    return () -> settings.remove(source);
  }

  /**
   * Tells whose work the calling thread is doing. Asked on a caller's thread when it opens a stream
   * or starts an operation; must be fast and must not throw.
   */
  public void owners(Supplier<Object> source) {
    owners = source;
  }

  /** What all sources say at this moment. */
  public Map<String, String> settings() {
    Map<String, String> all = new LinkedHashMap<>();
    for (Supplier<Map<String, String>> source : settings) {
      source.get().forEach(all::putIfAbsent);
    }
    return all;
  }

  /** On whose behalf the calling thread works. */
  public Object owner() {
    return owners.get();
  }
}
