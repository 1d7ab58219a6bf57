package io.github.seekwell.core.store;

import java.util.Objects;

/**
 * What a store knows of an object's bytes without sending them.
 *
 * @param object the version whose bytes were summed up
 * @param crc32c CRC-32C (Castagnoli) of the whole object, whatever parts it was sent in; two
 *     objects with the same bytes have the same, in any store
 */
public record ObjectChecksum(ObjectInfo object, int crc32c) {
  public ObjectChecksum {
    Objects.requireNonNull(object, "object");
  }
}
