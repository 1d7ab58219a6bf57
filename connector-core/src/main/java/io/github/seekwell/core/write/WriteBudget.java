package io.github.seekwell.core.write;

import io.github.seekwell.core.config.DataSize;
import io.github.seekwell.core.config.WriteConfig;
import io.github.seekwell.core.store.ErrorKind;
import io.github.seekwell.core.store.StoreException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How much heap the buffers of all writers may take together. First come, first served; safe for
 * any number of threads.
 *
 * <p>Each writer's first {@value #FREE} bytes stand outside, so that small objects never wait.
 */
public final class WriteBudget {
  /** As much as an ordinary buffered stream might take; many open writers are no danger yet. */
  static final int FREE = 64 * 1024;

  /**
   * Longer than a part takes with all its retries on a store that is merely slow. Who waits longer
   * waits for a writer that nobody writes to any more.
   */
  public static final Duration PATIENCE = Duration.ofMinutes(5);

  /** Permits are counted in this unit, since a semaphore's number is an int. */
  private static final long UNIT = 1024;

  private final long capacity;
  private final Duration patience;
  private final Semaphore room;
  private final AtomicLong inUse = new AtomicLong();
  private final AtomicLong highWater = new AtomicLong();

  /**
   * @param bytes at least 1024; what exceeds a multiple of that is not used
   * @param patience the longest wait for room; may be zero
   */
  public WriteBudget(long bytes, Duration patience) {
    if (bytes < UNIT || patience.isNegative()) {
      throw new IllegalArgumentException("budget of " + bytes + " bytes, patience " + patience);
    }
    int units = (int) Math.min(bytes / UNIT, Integer.MAX_VALUE);
    this.capacity = units * UNIT;
    this.patience = patience;
    this.room = new Semaphore(units, true);
  }

  /** Bytes in all. */
  public long capacity() {
    return capacity;
  }

  /** Bytes reserved now. */
  public long inUse() {
    return inUse.get();
  }

  /** The most bytes that were reserved at a time. */
  public long highWater() {
    return highWater.get();
  }

  Duration patience() {
    return patience;
  }

  /**
   * Waits for room.
   *
   * @param bytes at most {@link #capacity()}
   * @param action for the message, such as {@code write oci://b@n/key}
   * @throws StoreException {@link ErrorKind#LOCAL} if there was no room for too long
   */
  void reserve(long bytes, String action) throws StoreException {
    int units = units(bytes);
    try {
      if (!room.tryAcquire(units, patience.toNanos(), TimeUnit.NANOSECONDS)) {
        throw new StoreException(
            ErrorKind.LOCAL,
            action,
            "no room for a part of "
                + DataSize.format(bytes)
                + " within "
                + patience.toSeconds()
                + " s: other writers hold "
                + DataSize.format(inUse())
                + " of "
                + DataSize.format(capacity)
                + "; raise "
                + WriteConfig.BUFFER_FRACTION.key()
                + ", lower "
                + WriteConfig.PART_SIZE.key()
                + ", or write to fewer objects at a time");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreException(
          ErrorKind.INTERRUPTED,
          StoreException.Failure.of(action, "interrupted while waiting for room to write"),
          e);
    }
    long now = inUse.addAndGet(units * UNIT);
    highWater.accumulateAndGet(now, Math::max);
  }

  /** Gives back what was reserved with the same number. */
  void release(long bytes) {
    int units = units(bytes);
    inUse.addAndGet(-units * UNIT);
    room.release(units);
  }

  private int units(long bytes) {
    if (bytes > capacity) {
      throw new IllegalArgumentException(bytes + " bytes of " + capacity);
    }
    return (int) ((bytes + UNIT - 1) / UNIT);
  }

  @Override
  public String toString() {
    return "WriteBudget(" + inUse() + " of " + capacity + " bytes)";
  }
}
