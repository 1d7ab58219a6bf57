package io.github.seekwell.core.store;

import java.util.Objects;

/**
 * What a store knows of an object's bytes without sending them.
 *
 * @param object the version whose bytes were summed up
 * @param crc which sum the store keeps
 * @param value of the whole object, whatever parts it was sent in; two objects with the same bytes
 *     have the same, in any store
 */
public record ObjectChecksum(ObjectInfo object, Crc crc, long value) {
  public ObjectChecksum {
    Objects.requireNonNull(object, "object");
    Objects.requireNonNull(crc, "crc");
  }
}
