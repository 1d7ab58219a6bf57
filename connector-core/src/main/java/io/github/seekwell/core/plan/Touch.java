package io.github.seekwell.core.plan;

import java.util.Objects;

/**
 * One read, as the planner is told of it.
 *
 * @param position first byte, at least 0
 * @param length bytes, at least 1
 * @param found how the blocks were found that hold them
 */
public record Touch(long position, long length, Found found) {
  public Touch {
    Objects.requireNonNull(found, "found");
    if (position < 0 || length < 1) {
      throw new IllegalArgumentException("no read: " + length + " bytes at " + position);
    }
  }

  /** One past the last byte. */
  public long end() {
    return position + length;
  }

  boolean waited() {
    return found == Found.COMING || found == Found.ABSENT;
  }
}
