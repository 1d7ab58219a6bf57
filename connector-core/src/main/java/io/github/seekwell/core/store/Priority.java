package io.github.seekwell.core.store;

/** Who goes first when requests queue. */
public enum Priority {
  /** Somebody waits for these bytes now. */
  DEMAND,
  /** Bytes fetched in hope; they step back for every demand. */
  LOOK_AHEAD
}
