package io.github.seekwell.benchmarks.scale;

import io.github.seekwell.benchmarks.replay.Cost;
import org.jspecify.annotations.Nullable;

/** Runs that nobody has run. */
final class Runs {
  static final double SPLIT_SECONDS = 1;

  private Runs() {}

  static ScaleRun of(int executors, double seconds, long sent) {
    return busy(executors, seconds, sent, 0.5);
  }

  static ScaleRun busy(int executors, double seconds, long sent, double busy) {
    return run("s3", "seekwell", executors, seconds, sent, busy, null);
  }

  /** Executors read for so many seconds, and have a processor for a tenth of them. */
  static ScaleRun run(
      String store,
      String client,
      int executors,
      double seconds,
      long sent,
      double busy,
      @Nullable Double waitShare) {
    return run(store, client, executors, seconds, sent, 0, busy, waitShare);
  }

  /** Of the bytes sent, so many go to the driver. */
  static ScaleRun withSplits(int executors, double seconds, long sent, long splitBytes) {
    return run("s3", "seekwell", executors, seconds, sent, splitBytes, 0.5, null);
  }

  private static ScaleRun run(
      String store,
      String client,
      int executors,
      double seconds,
      long sent,
      long splitBytes,
      double busy,
      @Nullable Double waitShare) {
    return new ScaleRun(
        store,
        client,
        executors,
        "4.2.0",
        "local-cluster[" + executors + ",1,512]",
        seconds + SPLIT_SECONDS,
        SPLIT_SECONDS,
        80,
        executors * seconds,
        executors * seconds / 10,
        0.1,
        50_000_000,
        new Cost(321, sent, 12),
        splitBytes,
        busy,
        waitShare);
  }
}
