package io.github.seekwell.core;

import io.github.seekwell.core.metrics.Accounts;
import io.github.seekwell.core.metrics.ReadListener;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What the program round us (Spark, through its plugin) tells us: settings that lie under those of
 * every caller, on whose behalf a thread is working, and who else wants to hear what that costs.
 * Safe for threads.
 */
public final class Environment {
  private final List<Supplier<Map<String, String>>> settings = new CopyOnWriteArrayList<>();
  private final Accounts accounts;
  private volatile Supplier<? extends @Nullable ReadListener> owners = () -> null;

  Environment(Accounts accounts) {
    this.accounts = accounts;
  }

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
   * Tells whose work the calling thread is doing, as the account that is to hear what it costs, a
   * {@code ReadRecorder} for example; null if nobody's in particular. Asked on a caller's thread
   * when it opens a stream or starts an operation; must be fast and must not throw.
   */
  public void owners(Supplier<? extends @Nullable ReadListener> source) {
    owners = source;
  }

  /**
   * Tells {@code listener} of everything that all file systems of this class loader do from now on,
   * until the registration is closed. What it throws is logged once and swallowed.
   */
  public Registration listen(ReadListener listener) {
    accounts.add(listener);
    return () -> accounts.remove(listener);
  }

  /** What all sources say at this moment. */
  public Map<String, String> settings() {
    Map<String, String> all = new LinkedHashMap<>();
    for (Supplier<Map<String, String>> source : settings) {
      source.get().forEach(all::putIfAbsent);
    }
    return all;
  }

  /** On whose behalf the calling thread works, as the token that its requests carry. */
  public Object owner(String scheme) {
    return accounts.owner(scheme, owners.get());
  }
}
