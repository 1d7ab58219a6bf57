package io.github.seekwell.benchmarks.tfrecord.training;

import io.github.seekwell.benchmarks.tfrecord.RecordSum;
import java.io.IOException;

/**
 * What one epoch has shown.
 *
 * @param nanos from before the first file was opened to after the last batch
 * @param firstBatchNanos until the consumer had its first batch
 * @param idleNanos that the consumer waited for batches, the first one included
 * @param cpuNanos of the JVM, all its threads
 * @param sum what the records come to
 */
record EpochResult(long nanos, long firstBatchNanos, long idleNanos, long cpuNanos, RecordSum sum) {
  private static final int FIELDS = 5;

  /** Reads what {@link #toString} has written. */
  static EpochResult parse(String text) throws IOException {
    String[] words = text.split(" ");
    if (words.length != FIELDS) {
      throw new IOException("not the result of an epoch: " + text);
    }
    return new EpochResult(
        Long.parseLong(words[0]),
        Long.parseLong(words[1]),
        Long.parseLong(words[2]),
        Long.parseLong(words[3]),
        RecordSum.parse(words[4]));
  }

  @Override
  public String toString() {
    return nanos + " " + firstBatchNanos + " " + idleNanos + " " + cpuNanos + " " + sum;
  }
}
