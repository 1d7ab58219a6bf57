package io.github.seekwell.core.block;

import io.github.seekwell.core.store.Etag;
import io.github.seekwell.core.store.StoreId;
import java.util.Objects;

/**
 * Whose bytes: store, credential scope, key and etag. The hash is kept, since every block's look-up
 * asks for it.
 */
public final class ObjectVersion {
  private final StoreId store;
  private final String key;
  private final Etag etag;
  private final int hash;

  /**
   * @throws IllegalArgumentException if the etag names no version: such bytes must not be shared
   */
  public ObjectVersion(StoreId store, String key, Etag etag) {
    if (etag.isAny()) {
      throw new IllegalArgumentException("no version of " + store.uri(key) + " is known");
    }
    this.store = store;
    this.key = key;
    this.etag = etag;
    this.hash = Objects.hash(store, key, etag);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ObjectVersion that
        && hash == that.hash
        && key.equals(that.key)
        && etag.equals(that.etag)
        && store.equals(that.store);
  }

  @Override
  public int hashCode() {
    return hash;
  }

  @Override
  public String toString() {
    return store.uri(key) + " (" + etag + ")";
  }
}
