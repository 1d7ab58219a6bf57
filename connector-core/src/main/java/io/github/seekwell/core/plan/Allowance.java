package io.github.seekwell.core.plan;

/**
 * What may be spent on hope for one object: bytes asked for are kept below a multiple of bytes
 * wanted, the ceiling, and a little to begin with.
 */
final class Allowance {
  private final double ceiling;
  private long wanted;
  private long asked;
  private long advance;
  private long granted;
  private long lent;
  private boolean repaid;

  /**
   * @param ceiling bytes asked for ÷ bytes wanted, at least 1
   * @param advance bytes that may be asked for before anything has proved right
   */
  Allowance(double ceiling, long advance) {
    this.ceiling = ceiling;
    this.advance = advance;
  }

  /**
   * Somebody came for so many bytes that nobody had come for, or that had to be asked for again.
   */
  void want(long bytes) {
    wanted += bytes;
  }

  /** So many bytes were asked of the store, demanded ones included. */
  void ask(long bytes) {
    asked += bytes;
  }

  /** An advance on a scan; at most one an object. */
  void grant(long bytes) {
    granted = bytes;
    advance += bytes;
  }

  /** An advance on a place where misses stand close together; at most one an object. */
  void lend(long bytes) {
    if (lent == 0) {
      lent = bytes;
      advance += bytes;
    }
  }

  /** What was lent; 0 if nothing was yet. */
  long lent() {
    return lent;
  }

  /** What was granted; 0 if nothing was yet. */
  long granted() {
    return granted;
  }

  /** True once, when half of a grant has turned out to be wanted. */
  boolean repay() {
    if (granted > 0 && !repaid && wanted * 2 >= granted) {
      repaid = true;
      return true;
    }
    return false;
  }

  /** Bytes that may be asked for whatever was wanted. */
  long advance() {
    return advance;
  }

  long wanted() {
    return wanted;
  }

  /** How many more bytes may be asked for in hope. */
  long left() {
    return Math.max(0, limit() - asked);
  }

  /** How many bytes may be asked for in all, demanded ones included. */
  long limit() {
    return (long) (ceiling * wanted) + advance;
  }
}
