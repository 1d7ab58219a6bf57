package io.github.seekwell.spark;

import io.github.seekwell.core.metrics.EndedRequest;
import io.github.seekwell.core.metrics.ReadOutcome;
import io.github.seekwell.core.metrics.ReadRecorder;

/** A connector that counts what a test tells it. */
final class Counting {
  private static final Object NOBODY = new Object();

  private final ReadRecorder recorder = new ReadRecorder();
  final Source source;

  Counting(String id) {
    this.source = new Source(id, recorder::snapshot);
  }

  /** Some reads of ten bytes, each of which asked the store. */
  Counting reads(int reads) {
    for (int i = 0; i < reads; i++) {
      recorder.onRead(NOBODY, "oci://b@n/o", 0, 10, 2_000_000, 1_000, ReadOutcome.MISS);
      recorder.onRequest(
          NOBODY,
          new EndedRequest(
              "get",
              "oci://b@n/o",
              0,
              10,
              1,
              1_000,
              1_000_000,
              500_000,
              10,
              206,
              "127.0.0.1",
              "request"));
    }
    return this;
  }
}
