package io.github.seekwell.core.plan;

/**
 * How far a scan is believed before it has proved itself, learnt from the scans of other objects.
 *
 * <p>A reader that has walked {@link #EVIDENCE_BYTES} mostly walks on to the end, and waiting for
 * windows to double would cost him a round trip each. So the first look-ahead of a scan is large.
 * Readers that look at the beginnings of many files would pay for this; each grant that is not
 * repaid therefore halves the next, and each that is repaid doubles it again.
 *
 * <p>Safe for threads.
 */
final class ScanTrust {
  /** 128 KiB read on end by several reads: no header that we know of is that long. */
  static final long EVIDENCE_BYTES = 128 << 10;

  /** Reads that the evidence must consist of: one large read says nothing of a next one. */
  static final int EVIDENCE_READS = 3;

  private static final long LEAST_BYTES = 512 << 10;
  private static final long FIRST_BYTES = 8 << 20;

  /** Grants open at a time without a doubt: so many objects may be read side by side. */
  private static final int OPEN_WITHOUT_DOUBT = 8;

  private final long most;
  private long next;
  private int open;

  ScanTrust(long mostBytes) {
    this.most = Math.max(LEAST_BYTES, mostBytes);
    this.next = Math.min(FIRST_BYTES, most);
  }

  /** Bytes that the scan of one more object may run ahead at once. */
  synchronized long grant() {
    if (open >= OPEN_WITHOUT_DOUBT) {
      next = Math.max(LEAST_BYTES, next / 2);
    } else {
      open++;
    }
    return next;
  }

  synchronized void repaid() {
    if (open > 0) {
      open--;
    }
    next = Math.min(most, next * 2);
  }
}
