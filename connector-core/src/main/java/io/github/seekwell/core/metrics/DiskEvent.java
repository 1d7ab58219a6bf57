package io.github.seekwell.core.metrics;

/** What happens to blocks on the local disk, besides being read. */
public enum DiskEvent {
  /** Looked for and not there. */
  MISS,
  /** There, but asked of the store, because the disk measures slower. */
  BYPASSED,
  /** Read, and not what was written. */
  DAMAGED,
  /** Written. */
  WRITTEN,
  /** Not written, because nothing that is there has been idle for long enough. */
  REFUSED,
  /** Not written, because the disk does not keep up or cannot be written to. */
  DROPPED,
  /** Deleted for want of room. */
  EVICTED,
  /** In a directory that failed and is not used any more. */
  LOST
}
