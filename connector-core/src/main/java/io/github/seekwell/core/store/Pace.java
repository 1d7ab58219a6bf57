package io.github.seekwell.core.store;

/**
 * What one endpoint costs: how long a GET takes until its first byte, and how fast its bytes come
 * then. Both are measured ({@code store.layer.PaceMeter}) and change with the load; a {@code Pace}
 * is what they were at one moment.
 *
 * <p>Their product is the number of bytes that one connection could have brought while a further
 * request is waited for. Mountpoint, S3A, the analytics accelerator and the others have a constant
 * in its place, from 4 KiB to 8 MiB.
 *
 * @param firstByteNanos first byte latency of a GET in nanoseconds, its median; a value outside 100
 *     µs to 10 s is replaced by the nearer of the two: no store behind a network answers sooner,
 *     and one that answers later is broken, not slow
 * @param bytesPerSecond what one connection brings once the first byte is there; a value outside 1
 *     MB/s to 1.25 GB/s is replaced likewise. Below, the smallest gap would be read through
 *     whatever the latency; above, no single connection goes (10 Gbit/s, twice what AWS lets one
 *     flow have outside a placement group), so it was some buffer that was measured
 */
public record Pace(long firstByteNanos, long bytesPerSecond) {
  private static final long LEAST_FIRST_BYTE = 100_000;
  private static final long MOST_FIRST_BYTE = 10_000_000_000L;
  private static final long LEAST_RATE = 1_000_000;
  private static final long MOST_RATE = 1_250_000_000;

  /**
   * The least gap: what S3A has drained rather than reopened for since it has a read-ahead (64
   * KiB); about as much is on its way in the buffers of a connection anyhow.
   */
  public static final long LEAST_BREAK_EVEN = 64 << 10;

  /**
   * The greatest gap: measured for ORC on S3 (ORC-1136), reading through gaps of 4 MB still gained
   * 11 % over another GET, half of what it gained at 1 MB. Beyond it a wrong measurement would cost
   * more than a right one could save.
   */
  public static final long MOST_BREAK_EVEN = 4 << 20;

  /**
   * What is believed before anything was measured: 30 ms and 80 MB/s, whose break-even is 2.4 MB.
   * AWS tells tens of milliseconds as the median first byte of small objects ("Best practices
   * design patterns: optimizing Amazon S3 performance") and 85 to 90 MB/s for one connection;
   * requests that run side by side have a little less.
   */
  public static final Pace DEFAULT = new Pace(30_000_000, 80_000_000);

  public Pace {
    firstByteNanos = within(LEAST_FIRST_BYTE, firstByteNanos, MOST_FIRST_BYTE);
    bytesPerSecond = within(LEAST_RATE, bytesPerSecond, MOST_RATE);
  }

  /**
   * The gap between two wanted ranges below which reading through it is quicker than asking for the
   * second by a request of its own: first byte × throughput.
   *
   * @return bytes, from {@link #LEAST_BREAK_EVEN} to {@link #MOST_BREAK_EVEN}
   */
  public long breakEvenBytes() {
    double product = firstByteNanos * 1e-9 * bytesPerSecond;
    return within(LEAST_BREAK_EVEN, Math.round(product), MOST_BREAK_EVEN);
  }

  /**
   * How long one GET of so many bytes takes, from its sending to its last byte.
   *
   * @param bytes at least 0
   * @return nanoseconds
   */
  public long nanos(long bytes) {
    return firstByteNanos + bodyNanos(bytes);
  }

  /**
   * How long so many bytes take once the first is there.
   *
   * @param bytes at least 0
   * @return nanoseconds
   */
  public long bodyNanos(long bytes) {
    return Math.round(bytes * 1e9 / bytesPerSecond);
  }

  private static long within(long least, long value, long most) {
    return Math.max(least, Math.min(value, most));
  }
}
