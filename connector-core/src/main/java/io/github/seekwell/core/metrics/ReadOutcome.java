package io.github.seekwell.core.metrics;

import java.util.Locale;

/** How a read found its bytes. */
public enum ReadOutcome {
  /** All in memory. */
  HIT,
  /** All in memory or on their way for somebody else or for look-ahead. */
  WAIT,
  /** Something had to be asked of the store. */
  MISS;

  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
