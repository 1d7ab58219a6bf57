package io.github.seekwell.core.testing;

/**
 * A line that carries so many bytes per second. Whoever wants to send reserves and is told when his
 * bytes are through; time is the caller's, so that an event loop which wakes up late loses nothing.
 */
final class Bandwidth {
  private static final double NANOS_PER_SECOND = 1e9;

  private final long bytesPerSecond;
  private long freeAt = Long.MIN_VALUE;

  /** A rate of 0 is no limit. */
  Bandwidth(long bytesPerSecond) {
    this.bytesPerSecond = bytesPerSecond;
  }

  /** When the last of {@code bytes}, ready at {@code nanos}, has gone through. */
  synchronized long reserve(long nanos, long bytes) {
    if (bytesPerSecond == 0) {
      return nanos;
    }
    freeAt = Math.max(freeAt, nanos) + Math.round(bytes * NANOS_PER_SECOND / bytesPerSecond);
    return freeAt;
  }
}
