package io.github.seekwell.core.read;

import io.github.seekwell.core.store.ObjectInfo;
import io.github.seekwell.core.store.ObjectStore;

/** Makes readers that share cache, fetch pool and listener. */
public final class ReaderFactory {

  /**
   * @param object the version to read; its size and etag must be known
   * @param owner opaque token that every request of this reader carries
   */
  public ObjectReader open(ObjectStore store, ObjectInfo object, Object owner) {
    return new ObjectReader(store, object, owner);
  }
}
