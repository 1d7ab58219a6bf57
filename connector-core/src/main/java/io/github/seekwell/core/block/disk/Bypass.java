package io.github.seekwell.core.block.disk;

/**
 * Whether a disk is worth asking: it is not while its reads take longer than the store would take
 * for the same bytes. Safe for threads.
 *
 * <p>One slow read proves nothing: most of a window must be slow, and the window as a whole. While
 * the disk is left alone, a read now and then is let through to see whether it has recovered, less
 * and less often if it keeps failing.
 */
final class Bypass {
  /** Reads after which half of what is known is forgotten. */
  private static final int WINDOW = 64;

  /** Reads before which nothing is decided. */
  private static final int ENOUGH = 16;

  /** Fast reads in a row that end it. */
  private static final int RECOVERED = 3;

  private static final long FIRST_PAUSE = 5_000_000_000L;
  private static final long LONGEST_PAUSE = 300_000_000_000L;

  // Guarded by this.
  private long diskNanos;
  private long storeNanos;
  private int reads;
  private int slow;
  private boolean on;
  private int fastInARow;
  private long pause = FIRST_PAUSE;
  private long nextProbe;

  /** Whether the disk is left alone, save for probes. */
  synchronized boolean isOn() {
    return on;
  }

  /**
   * Whether to read from the disk now. While it is left alone this is true once in a pause.
   *
   * @param now in nanoseconds
   */
  synchronized boolean letsThrough(long now) {
    if (!on) {
      return true;
    }
    if (now - nextProbe < 0) {
      return false;
    }
    nextProbe = now + pause;
    return true;
  }

  /**
   * A read took {@code disk} nanoseconds where the store would take {@code store}.
   *
   * @return whether this is what made us leave the disk alone
   */
  synchronized boolean measured(long disk, long store, long now) {
    boolean wasSlow = disk > store;
    if (on) {
      probed(wasSlow);
      return false;
    }
    reads++;
    slow += wasSlow ? 1 : 0;
    diskNanos += disk;
    storeNanos += store;
    if (reads >= ENOUGH && slow > reads / 2 && diskNanos > storeNanos) {
      on = true;
      fastInARow = 0;
      nextProbe = now + pause;
      forget();
      return true;
    }
    if (reads >= WINDOW) {
      // A whole window without relapse.
      pause = FIRST_PAUSE;
      reads /= 2;
      slow /= 2;
      diskNanos /= 2;
      storeNanos /= 2;
    }
    return false;
  }

  private void probed(boolean wasSlow) {
    if (wasSlow) {
      fastInARow = 0;
      pause = Math.min(2 * pause, LONGEST_PAUSE);
    } else {
      fastInARow++;
      on = fastInARow < RECOVERED;
    }
  }

  private void forget() {
    reads = 0;
    slow = 0;
    diskNanos = 0;
    storeNanos = 0;
  }
}
