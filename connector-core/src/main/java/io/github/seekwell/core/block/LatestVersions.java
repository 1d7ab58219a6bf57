package io.github.seekwell.core.block;

import io.github.seekwell.core.store.ObjectInfo;
import io.github.seekwell.core.store.StoreId;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which version of an object was met last. A guess at what its store would answer now: good enough
 * to choose how to ask, never a reason not to ask. Bounded, and safe for threads.
 */
public final class LatestVersions {
  /** The least recently used is forgotten first; one weighs a few hundred bytes. */
  private static final int MOST = 4096;

  // Guarded by itself.
  private final Map<Name, ObjectInfo> versions =
      new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Name, ObjectInfo> eldest) {
          return size() > MOST;
        }
      };

  private record Name(StoreId store, String key) {}

  /** This version is being opened. */
  public void met(StoreId store, ObjectInfo object) {
    synchronized (versions) {
      versions.put(new Name(store, object.key()), object);
    }
  }

  /** The version of this key that was met last, if it is remembered. */
  public @Nullable ObjectInfo of(StoreId store, String key) {
    synchronized (versions) {
      return versions.get(new Name(store, key));
    }
  }
}
