package io.github.seekwell.benchmarks.tfrecord.training;

import io.github.seekwell.benchmarks.replay.Cost;
import java.util.Optional;

/**
 * An epoch of one contestant.
 *
 * @param contestant its name
 * @param computing whether the consumer computes
 * @param epoch 1 for the first on this file system
 * @param result empty if it failed
 * @param localNanos what the same took over a local channel, before and after, on the average
 * @param cost for the store
 * @param failure in words; empty if there was none
 */
record Measured(
    String contestant,
    boolean computing,
    int epoch,
    Optional<EpochResult> result,
    double localNanos,
    Cost cost,
    String failure) {

  /** How many times longer than local; for what has not failed. */
  double ratio() {
    return nanos() / localNanos;
  }

  double nanos() {
    return result.orElseThrow().nanos();
  }

  boolean failed() {
    return result.isEmpty();
  }
}
