package io.github.seekwell.core.hadoop;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.apache.hadoop.fs.statistics.IOStatistics;
import org.apache.hadoop.fs.statistics.StreamStatisticNames;

/** What one input stream did; safe for any number of threads. Names: {@link HadoopStatistics}. */
final class ReadCounters {
  private final LongAdder singleBytes = new LongAdder(); // reads and bytes at once
  private final LongAdder reads = new LongAdder();
  private final LongAdder fullReads = new LongAdder();
  private final LongAdder bytes = new LongAdder();
  private final LongAdder failures = new LongAdder();
  private final LongAdder forwardSeeks = new LongAdder();
  private final LongAdder forwardBytes = new LongAdder();
  private final LongAdder backwardSeeks = new LongAdder();
  private final LongAdder backwardBytes = new LongAdder();
  private final LongAdder skips = new LongAdder();
  private final LongAdder skippedBytes = new LongAdder();
  private final LongAdder unbuffers = new LongAdder();
  private final LongAdder closes = new LongAdder();

  /** One byte by {@code read()}: the hot path, so one addition. */
  void readByte() {
    singleBytes.increment();
  }

  void read(long count) {
    reads.increment();
    bytes.add(count);
  }

  void readFully() {
    fullReads.increment();
  }

  void failed() {
    failures.increment();
  }

  /** The position jumped; 0 is no jump. */
  void seeked(long distance) {
    if (distance > 0) {
      forwardSeeks.increment();
      forwardBytes.add(distance);
    } else if (distance < 0) {
      backwardSeeks.increment();
      backwardBytes.add(-distance);
    }
  }

  void skipped(long distance) {
    skips.increment();
    skippedBytes.add(distance);
  }

  void unbuffered() {
    unbuffers.increment();
  }

  void closed() {
    closes.increment();
  }

  IOStatistics statistics() {
    Map<String, LongAdder> byName = new LinkedHashMap<>();
    byName.put(StreamStatisticNames.STREAM_READ_FULLY_OPERATIONS, fullReads);
    byName.put(StreamStatisticNames.STREAM_READ_EXCEPTIONS, failures);
    byName.put(StreamStatisticNames.STREAM_READ_SEEK_FORWARD_OPERATIONS, forwardSeeks);
    byName.put(StreamStatisticNames.STREAM_READ_SEEK_BYTES_SKIPPED, forwardBytes);
    byName.put(StreamStatisticNames.STREAM_READ_SEEK_BACKWARD_OPERATIONS, backwardSeeks);
    byName.put(StreamStatisticNames.STREAM_READ_SEEK_BYTES_BACKWARDS, backwardBytes);
    byName.put(StreamStatisticNames.STREAM_READ_SKIP_OPERATIONS, skips);
    byName.put(StreamStatisticNames.STREAM_READ_SKIP_BYTES, skippedBytes);
    byName.put(StreamStatisticNames.STREAM_READ_UNBUFFERED, unbuffers);
    byName.put(StreamStatisticNames.STREAM_READ_CLOSE_OPERATIONS, closes);
    return HadoopStatistics.live(
        byName,
        Map.of(
            StreamStatisticNames.STREAM_READ_OPERATIONS,
            () -> reads.sum() + singleBytes.sum(),
            StreamStatisticNames.STREAM_READ_BYTES,
            this::bytes,
            StreamStatisticNames.STREAM_READ_TOTAL_BYTES,
            this::bytes,
            StreamStatisticNames.STREAM_READ_SEEK_OPERATIONS,
            () -> forwardSeeks.sum() + backwardSeeks.sum()));
  }

  private long bytes() {
    return bytes.sum() + singleBytes.sum();
  }
}
