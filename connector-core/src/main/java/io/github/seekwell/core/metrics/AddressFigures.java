package io.github.seekwell.core.metrics;

/**
 * What a snapshot tells of one IP address.
 *
 * @param requests that were sent to it
 * @param failures those without an answer of the 200s
 * @param bytes of body received
 * @param answers GETs and HEADs that went well, which every address should answer in the same time
 * @param firstByteNanos time to the first byte, summed over {@code answers}
 * @param opened connections made
 * @param closed connections ended
 */
public record AddressFigures(
    long requests,
    long failures,
    long bytes,
    long answers,
    long firstByteNanos,
    long opened,
    long closed) {
  static final AddressFigures NONE = new AddressFigures(0, 0, 0, 0, 0, 0, 0);

  /** Connections that are open now. */
  public long open() {
    return opened - closed;
  }

  /** Mean time to the first byte in nanoseconds; 0 without answers. */
  public long meanFirstByteNanos() {
    return answers == 0 ? 0 : firstByteNanos / answers;
  }

  AddressFigures plus(AddressFigures other) {
    return combine(other, 1);
  }

  /** The difference; where an address was not told apart all along, it begins with this. */
  AddressFigures minus(AddressFigures other) {
    return other.requests <= requests && other.opened <= opened && other.closed <= closed
        ? combine(other, -1)
        : this;
  }

  private AddressFigures combine(AddressFigures other, int sign) {
    return new AddressFigures(
        requests + sign * other.requests,
        failures + sign * other.failures,
        bytes + sign * other.bytes,
        answers + sign * other.answers,
        firstByteNanos + sign * other.firstByteNanos,
        opened + sign * other.opened,
        closed + sign * other.closed);
  }
}
