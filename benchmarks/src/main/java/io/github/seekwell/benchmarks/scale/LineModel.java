package io.github.seekwell.benchmarks.scale;

import io.github.seekwell.benchmarks.replay.StoreModel;

/**
 * How slow the embedded store is.
 *
 * @param store latency, and what one connection carries
 * @param totalMegabytes bytes a second on all connections together, in millions
 */
record LineModel(StoreModel store, int totalMegabytes) {

  /** Bytes a second. */
  double rate() {
    return totalMegabytes * 1e6;
  }
}
