package io.github.seekwell.core.plan;

import java.util.Objects;

/**
 * What is said at an opening of how an object will be read.
 *
 * @param policy in which order
 * @param splitStart where the part begins that will be read, at least 0
 * @param splitEnd one past its last byte; a reader may go on a little, to the end of a record.
 *     {@link #UNKNOWN_END} if nobody said
 */
public record AccessHints(AccessHint policy, long splitStart, long splitEnd) {
  public static final long UNKNOWN_END = Long.MAX_VALUE;

  /** Nothing was said. */
  public static final AccessHints NONE = new AccessHints(AccessHint.ADAPTIVE, 0, UNKNOWN_END);

  public AccessHints {
    Objects.requireNonNull(policy, "policy");
    if (splitStart < 0 || splitEnd < splitStart) {
      throw new IllegalArgumentException("not a split: [" + splitStart + ", " + splitEnd + ")");
    }
  }

  /** Whether both ends of a part are known that does not begin where the object does. */
  public boolean beginsInside() {
    return splitStart > 0 && splitStart < splitEnd && splitEnd != UNKNOWN_END;
  }
}
