package io.github.seekwell.spark;

import io.github.seekwell.core.metrics.Count;
import io.github.seekwell.core.metrics.ReadSnapshot;
import java.util.function.ToLongFunction;

/** What Spark's pages show of each stage, as accumulators of Spark's own kind. */
enum StageFigure {
  REQUESTS("requests", s -> s.count(Count.REQUESTS_SENT)),
  FETCHED("bytes fetched", ReadSnapshot::bytesFetched),
  DELIVERED("bytes delivered", s -> s.count(Count.BYTES_DELIVERED)),
  STALL("stall ms", s -> Math.round(Account.stall(s.counters()) / 1e6)),
  HITS("hits", s -> s.count(Count.READ_HITS)),
  WAITS("waits", s -> s.count(Count.READ_WAITS)),
  MISSES("misses", s -> s.count(Count.READ_MISSES)),
  SEEKS("seeks", s -> s.count(Count.SEEKS_FORWARD) + s.count(Count.SEEKS_BACK)),
  RETRIES("retries", s -> s.count(Count.RETRIES)),
  THROTTLED("throttled", s -> s.count(Count.THROTTLED)),
  WRITTEN("bytes written", s -> s.count(Count.BYTES_WRITTEN));

  /** Before every name, so that ours stand together. */
  static final String GROUP = "object store: ";

  private final String label;
  private final ToLongFunction<ReadSnapshot> read;

  StageFigure(String label, ToLongFunction<ReadSnapshot> read) {
    this.label = label;
    this.read = read;
  }

  /** The accumulator's name. */
  String label() {
    return GROUP + label;
  }

  long of(ReadSnapshot figures) {
    return read.applyAsLong(figures);
  }
}
