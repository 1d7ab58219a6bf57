package io.github.seekwell.core.block;

import io.github.seekwell.core.store.ObjectInfo;
import io.github.seekwell.core.store.StoreId;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Which version of an object was met last. A guess at what its store would answer now: good enough
 * to choose how to ask, and a reason not to ask only for as long as somebody trusts it. Bounded,
 * and safe for threads.
 */
public final class LatestVersions {
  /** The least recently used key is forgotten first; one weighs a few hundred bytes. */
  private static final int MOST = 4096;

  private final LongSupplier nanoClock;

  // Guarded by itself, as the count of writes is.
  private final Map<String, Map<StoreId, Met>> versions =
      new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Map<StoreId, Met>> eldest) {
          return size() > MOST;
        }
      };

  private long writes;

  /** When a store was asked, and how much had been written by this JVM then. */
  public record Asking(long nanos, long writes) {}

  /**
   * @param asked when the store said so; null if somebody else did, or nobody knows when
   */
  private record Met(ObjectInfo object, @Nullable Asking asked) {}

  /**
   * @param nanoClock as {@link System#nanoTime}
   */
  LatestVersions(LongSupplier nanoClock) {
    this.nanoClock = nanoClock;
  }

  /** To be called before a store is asked, for {@link #told}. */
  public Asking asking() {
    synchronized (versions) {
      return new Asking(nanoClock.getAsLong(), writes);
    }
  }

  /** The store said that this version is the newest. */
  public void told(StoreId store, ObjectInfo object, Asking asked) {
    synchronized (versions) {
      // Whatever was written meanwhile may be what it did not see.
      put(store, new Met(object, asked.writes() == writes ? asked : null));
    }
  }

  /** This version is being opened, since somebody said that it is there. */
  public void met(StoreId store, ObjectInfo object) {
    synchronized (versions) {
      @Nullable Met known = known(store, object.key());
      if (known == null || !known.object().equals(object)) {
        put(store, new Met(object, null));
      }
    }
  }

  /** The version of this key that was met last, if it is remembered. */
  public @Nullable ObjectInfo of(StoreId store, String key) {
    synchronized (versions) {
      @Nullable Met met = known(store, key);
      return met == null ? null : met.object();
    }
  }

  /**
   * The version met last, if its store said within the last {@code trust} that it is the newest.
   */
  public @Nullable ObjectInfo trusted(StoreId store, String key, Duration trust) {
    synchronized (versions) {
      @Nullable Met met = known(store, key);
      if (met == null || met.asked() == null) {
        return null;
      }
      long age = nanoClock.getAsLong() - met.asked().nanos();
      return age < trust.toNanos() ? met.object() : null;
    }
  }

  /**
   * This key is being written or deleted, or was found to be another version, by whoever it was.
   */
  public void forget(String key) {
    synchronized (versions) {
      writes++;
      versions.remove(key);
    }
  }

  private @Nullable Met known(StoreId store, String key) {
    @Nullable Map<StoreId, Met> stores = versions.get(key);
    return stores == null ? null : stores.get(store);
  }

  private void put(StoreId store, Met met) {
    versions.computeIfAbsent(met.object().key(), key -> new HashMap<>(2)).put(store, met);
  }
}
