package io.github.seekwell.core.hadoop;

import io.github.seekwell.core.store.AttemptListener;
import io.github.seekwell.core.store.Operation;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.apache.hadoop.fs.statistics.IOStatistics;
import org.apache.hadoop.fs.statistics.StoreStatisticNames;
import org.apache.hadoop.fs.statistics.StreamStatisticNames;
import org.apache.hadoop.fs.statistics.impl.DynamicIOStatisticsBuilder;

/**
 * What one input stream did. Names: {@link HadoopStatistics}.
 *
 * <p>Calls that use the stream's position belong to one thread at a time, and so do their counters:
 * adding to one is a load and a store, where an adder takes some 6 ns, more than a one-byte read.
 * All others are safe for any number of threads, and so is asking.
 */
final class ReadCounters {
  // Of the calls that use the position.
  private final AtomicLong singleBytes = new AtomicLong(); // reads and bytes at once
  private final AtomicLong reads = new AtomicLong();
  private final AtomicLong bytes = new AtomicLong();
  private final AtomicLong forwardSeeks = new AtomicLong();
  private final AtomicLong forwardBytes = new AtomicLong();
  private final AtomicLong backwardSeeks = new AtomicLong();
  private final AtomicLong backwardBytes = new AtomicLong();
  private final AtomicLong skips = new AtomicLong();
  private final AtomicLong skippedBytes = new AtomicLong();

  // Of the others.
  private final LongAdder positionedReads = new LongAdder();
  private final LongAdder positionedBytes = new LongAdder();
  private final LongAdder incomplete = new LongAdder();
  private final LongAdder fullReads = new LongAdder();
  private final LongAdder vectoredReads = new LongAdder();
  private final LongAdder vectoredRanges = new LongAdder();
  private final LongAdder failures = new LongAdder();
  private final LongAdder unbuffers = new LongAdder();
  private final LongAdder closes = new LongAdder();

  /** Those that were made because this stream asked first. */
  private final RequestTimes gets = new RequestTimes(StoreStatisticNames.ACTION_HTTP_GET_REQUEST);

  /** One byte by {@code read()}: the hot path. */
  void readByte() {
    add(singleBytes, 1);
  }

  /** How many times {@link #readByte()} was called, as its caller sees it. */
  long singleBytes() {
    return singleBytes.getPlain();
  }

  /** Bytes from the position on. */
  void read(long count, long wanted) {
    add(reads, 1);
    add(bytes, count);
    shortOf(count, wanted);
  }

  /** Bytes from anywhere else. */
  void readPositioned(long count, long wanted) {
    positionedReads.increment();
    positionedBytes.add(count);
    shortOf(count, wanted);
  }

  private void shortOf(long count, long wanted) {
    if (count < wanted) {
      incomplete.increment();
    }
  }

  void readVectored(int ranges) {
    vectoredReads.increment();
    vectoredRanges.add(ranges);
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
      add(forwardSeeks, 1);
      add(forwardBytes, distance);
    } else if (distance < 0) {
      add(backwardSeeks, 1);
      add(backwardBytes, -distance);
    }
  }

  void skipped(long distance) {
    add(skips, 1);
    add(skippedBytes, distance);
  }

  void unbuffered() {
    unbuffers.increment();
  }

  void closed() {
    closes.increment();
  }

  /** Of one writer at a time. Opaque, so that whoever asks sees it soon, and at no cost. */
  private static void add(AtomicLong counter, long amount) {
    counter.setOpaque(counter.getPlain() + amount);
  }

  /** Counts the stream's GETs, and tells another listener of all its requests. */
  AttemptListener andThen(AttemptListener next) {
    return (attempt, context) -> {
      if (attempt.operation() == Operation.GET) {
        gets.add(attempt);
      }
      next.ended(attempt, context);
    };
  }

  /** All there is to tell of the stream. */
  IOStatistics statistics() {
    DynamicIOStatisticsBuilder builder = HadoopStatistics.builder(adders(), sums());
    gets.addTo(builder);
    return builder.build();
  }

  /** What its caller did: its requests may end after it was closed, and are heard of elsewhere. */
  IOStatistics ofCaller() {
    return HadoopStatistics.live(adders(), sums());
  }

  private Map<String, LongAdder> adders() {
    Map<String, LongAdder> adders = new LinkedHashMap<>();
    adders.put(StreamStatisticNames.STREAM_READ_FULLY_OPERATIONS, fullReads);
    adders.put(StreamStatisticNames.STREAM_READ_EXCEPTIONS, failures);
    adders.put(StreamStatisticNames.STREAM_READ_UNBUFFERED, unbuffers);
    adders.put(StreamStatisticNames.STREAM_READ_CLOSE_OPERATIONS, closes);
    adders.put(StreamStatisticNames.STREAM_READ_OPERATIONS_INCOMPLETE, incomplete);
    adders.put(StreamStatisticNames.STREAM_READ_VECTORED_OPERATIONS, vectoredReads);
    adders.put(StreamStatisticNames.STREAM_READ_VECTORED_INCOMING_RANGES, vectoredRanges);
    return adders;
  }

  private Map<String, LongSupplier> sums() {
    Map<String, LongSupplier> sums = new LinkedHashMap<>();
    sums.put(StreamStatisticNames.STREAM_READ_OPERATIONS, this::reads);
    sums.put(StreamStatisticNames.STREAM_READ_BYTES, this::bytes);
    sums.put(StreamStatisticNames.STREAM_READ_TOTAL_BYTES, this::bytes);
    sums.put(
        StreamStatisticNames.STREAM_READ_SEEK_OPERATIONS,
        () -> forwardSeeks.get() + backwardSeeks.get());
    sums.put(StreamStatisticNames.STREAM_READ_SEEK_FORWARD_OPERATIONS, forwardSeeks::get);
    sums.put(StreamStatisticNames.STREAM_READ_SEEK_BYTES_SKIPPED, forwardBytes::get);
    sums.put(StreamStatisticNames.STREAM_READ_SEEK_BACKWARD_OPERATIONS, backwardSeeks::get);
    sums.put(StreamStatisticNames.STREAM_READ_SEEK_BYTES_BACKWARDS, backwardBytes::get);
    sums.put(StreamStatisticNames.STREAM_READ_SKIP_OPERATIONS, skips::get);
    sums.put(StreamStatisticNames.STREAM_READ_SKIP_BYTES, skippedBytes::get);
    return sums;
  }

  private long reads() {
    return singleBytes.get() + reads.get() + positionedReads.sum();
  }

  private long bytes() {
    return singleBytes.get() + bytes.get() + positionedBytes.sum();
  }
}
