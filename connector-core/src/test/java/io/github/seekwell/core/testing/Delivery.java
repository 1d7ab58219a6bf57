package io.github.seekwell.core.testing;

/**
 * How a body is sent.
 *
 * @param cutAfter bytes of the body after which {@code ending} happens
 * @param ending what follows the last byte sent
 * @param surplus bytes sent beyond the promised length
 * @param flippedByte position in the body of a byte whose lowest bit is turned; negative for none
 * @param bytesPerSecond limit for this answer alone; 0 for none
 */
record Delivery(long cutAfter, Ending ending, int surplus, long flippedByte, long bytesPerSecond) {

  static final Delivery HONEST = new Delivery(Long.MAX_VALUE, Ending.KEEP, 0, -1, 0);

  enum Ending {
    /** The connection serves the next request. */
    KEEP,
    /** The connection is closed as if all were well. */
    CLOSE,
    /** The connection is reset. */
    RESET,
    /** Nothing ever follows. */
    STALL
  }

  static Delivery cut(long after, Ending ending) {
    return new Delivery(after, ending, 0, -1, 0);
  }

  /** Both at once; where both speak, the other wins. */
  Delivery and(Delivery other) {
    boolean cut = other.ending != Ending.KEEP;
    return new Delivery(
        cut ? other.cutAfter : cutAfter,
        cut ? other.ending : ending,
        Math.max(surplus, other.surplus),
        other.flippedByte >= 0 ? other.flippedByte : flippedByte,
        other.bytesPerSecond > 0 ? other.bytesPerSecond : bytesPerSecond);
  }
}
