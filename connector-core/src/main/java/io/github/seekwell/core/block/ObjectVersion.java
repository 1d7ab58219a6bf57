package io.github.seekwell.core.block;

import io.github.seekwell.core.store.Etag;
import io.github.seekwell.core.store.StoreId;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Whose bytes: store, credential scope, key, etag and size. The hash is kept, since every block's
 * look-up asks for it.
 *
 * <p>The size follows from the etag, if all who open the object tell the truth. Whoever was told
 * another one must not meet a last block that was cut elsewhere.
 */
public final class ObjectVersion {
  private final StoreId store;
  private final String key;
  private final Etag etag;
  private final long size;
  private final int copy;
  private final int hash;

  // Made when asked for. A race makes it twice, which does no harm: both are immutable.
  private @Nullable ObjectDigest digest;
  private @Nullable String uri;

  /**
   * @throws IllegalArgumentException if the etag names no version: such bytes must not be shared
   */
  public ObjectVersion(StoreId store, String key, Etag etag, long size) {
    this(store, key, etag, size, 0);
  }

  private ObjectVersion(StoreId store, String key, Etag etag, long size, int copy) {
    if (etag.isAny()) {
      throw new IllegalArgumentException("no version of " + store.uri(key) + " is known");
    }
    this.store = store;
    this.key = key;
    this.etag = etag;
    this.size = size;
    this.copy = copy;
    this.hash = Objects.hash(store, key, etag, size, copy);
  }

  /** Where the object is, and with whose eyes it is seen. */
  public StoreId store() {
    return store;
  }

  /** The object's name in its bucket. */
  String key() {
    return key;
  }

  Etag etag() {
    return etag;
  }

  /** The same, all of whose blocks have been looked at by a {@link VersionCheck}. */
  ObjectVersion compared() {
    return copy > 0 ? this : fetchedAnew();
  }

  /** The same, without the blocks that came of it so far. */
  ObjectVersion fetchedAnew() {
    return new ObjectVersion(store, key, etag, size, copy + 1);
  }

  /** Length of the object in bytes. */
  public long size() {
    return size;
  }

  /** The object's name, whatever its version, such as {@code oci://bucket@namespace/key}. */
  public String uri() {
    String known = uri;
    if (known == null) {
      known = store.uri(key);
      uri = known;
    }
    return known;
  }

  /** This identity in a form that another JVM recognises and nobody can read. */
  public ObjectDigest digest() {
    ObjectDigest known = digest;
    if (known == null) {
      known =
          ObjectDigest.of(
              store.scheme(),
              store.endpoint(),
              store.bucket(),
              store.credentialScope(),
              key,
              etag.value(),
              copy == 0 ? Long.toString(size) : size + " " + copy);
      digest = known;
    }
    return known;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ObjectVersion that
        && hash == that.hash
        && size == that.size
        && copy == that.copy
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
    return uri() + " (" + etag + ")";
  }
}
