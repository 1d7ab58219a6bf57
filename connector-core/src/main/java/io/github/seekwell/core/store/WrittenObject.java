package io.github.seekwell.core.store;

import java.util.Objects;

/**
 * An object and the write that made it.
 *
 * @param object the version it is of
 * @param writeId what {@link PutCondition#writeId} was when it was written; empty if it was
 *     nothing, or if the store does not keep such things
 */
public record WrittenObject(ObjectInfo object, String writeId) {

  /**
   * The name of the user metadata in which a client keeps a write id, behind the store's prefix.
   */
  public static final String METADATA = "seekwell-write-id";

  public WrittenObject {
    Objects.requireNonNull(object, "object");
    Objects.requireNonNull(writeId, "writeId");
  }
}
