package io.github.seekwell.core.store;

import java.time.Instant;
import java.util.Objects;

/**
 * What a store tells of one version of an object.
 *
 * @param key the object's name in its bucket
 * @param size bytes, at least 0
 * @param etag the version; {@link Etag#ANY} where the store did not tell (some listings)
 * @param lastModified when this version was written; {@link Instant#EPOCH} where the store did not
 *     tell
 */
public record ObjectInfo(String key, long size, Etag etag, Instant lastModified) {
  public ObjectInfo {
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(etag, "etag");
    Objects.requireNonNull(lastModified, "lastModified");
    if (size < 0) {
      throw new IllegalArgumentException("size of " + key + " is " + size);
    }
  }
}
