package io.github.seekwell.core.store;

/**
 * A half-open run of bytes {@code [start, end)} of an object.
 *
 * @param start first byte, at least 0
 * @param end one past the last byte, at least {@code start}
 */
public record ByteRange(long start, long end) {
  public ByteRange {
    if (start < 0 || end < start) {
      throw new IllegalArgumentException("not a range: [" + start + ", " + end + ")");
    }
  }

  public static ByteRange of(long start, long end) {
    return new ByteRange(start, end);
  }

  public static ByteRange ofLength(long start, long length) {
    return new ByteRange(start, start + length);
  }

  public long length() {
    return end - start;
  }

  public boolean isEmpty() {
    return start == end;
  }

  public boolean contains(ByteRange other) {
    return start <= other.start && other.end <= end;
  }

  /** The rest of this range from {@code position} on. */
  public ByteRange from(long position) {
    return new ByteRange(position, end);
  }

  /**
   * The value of an HTTP {@code Range} header. HTTP counts the last byte in, we do not: this is the
   * only place that knows.
   */
  public String toHeader() {
    if (isEmpty()) {
      throw new IllegalArgumentException("an empty range cannot be asked for: " + this);
    }
    return "bytes=" + start + "-" + (end - 1);
  }

  @Override
  public String toString() {
    return "[" + start + ", " + end + ")";
  }
}
