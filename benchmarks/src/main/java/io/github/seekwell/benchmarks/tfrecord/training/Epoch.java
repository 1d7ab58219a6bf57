package io.github.seekwell.benchmarks.tfrecord.training;

import io.github.seekwell.benchmarks.tfrecord.RecordSum;
import io.github.seekwell.benchmarks.tfrecord.TfRecordReader;
import io.github.seekwell.benchmarks.tfrecord.TriggerExample;
import io.github.seekwell.benchmarks.tfrecord.training.ShuffleBuffer.ReadFailure;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * One pass over all files, as {@code tf.data} makes it: the files in an order of this epoch, each
 * reader taking a record from each of its open files in turn, records decoded, mixed in a shuffle
 * buffer, and two batches ready while the consumer computes.
 *
 * <p>The consumer sleeps while it computes, as a program does that waits for its GPU.
 */
final class Epoch {
  private static final int READY_BATCHES = 2;

  private final Shards shards;
  private final Shape shape;
  private final long computeNanos;
  private final Queue<String> files;
  private final ShuffleBuffer<TriggerExample> mixed;
  private final AtomicInteger reading;
  private final BlockingQueue<Filled> ready = new LinkedBlockingQueue<>(READY_BATCHES);
  // Guarded by this.
  private RecordSum sum = RecordSum.NOTHING;

  /**
   * @param number of the epoch, which tells the order
   * @param computeNanos the consumer's for a batch
   */
  Epoch(Shards shards, Shape shape, int number, long computeNanos) {
    this.shards = shards;
    this.shape = shape;
    this.computeNanos = computeNanos;
    List<String> order = new ArrayList<>(shards.names());
    Collections.shuffle(order, new Random(shape.seed() * 31 + number));
    this.files = new ConcurrentLinkedQueue<>(order);
    this.mixed = new ShuffleBuffer<>(shape.shuffle(), shape.seed() * 37 + number);
    this.reading = new AtomicInteger(shape.readers());
  }

  /** A batch, empty after the last one, or why there is none. */
  private record Filled(List<TriggerExample> batch, Optional<ReadFailure> failure) {}

  EpochResult run() throws IOException, InterruptedException {
    long cpu = cpuNanos();
    long start = System.nanoTime();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < shape.readers(); i++) {
      int files = shape.filesOf(i);
      threads.add(new Thread(() -> read(files), "reader-" + i));
    }
    threads.add(new Thread(this::fillBatches, "batches"));
    for (Thread thread : threads) {
      thread.setDaemon(true);
      thread.start();
    }
    long firstBatch = 0;
    long idle = 0;
    for (long now = start; ; ) {
      Filled filled = ready.take();
      if (filled.failure().isPresent()) {
        throw new IOException("the epoch failed", filled.failure().get().getCause());
      }
      long got = System.nanoTime();
      idle += got - now;
      firstBatch = firstBatch == 0 ? got - start : firstBatch;
      if (filled.batch().isEmpty()) {
        break;
      }
      compute(got + computeNanos);
      now = System.nanoTime();
    }
    long nanos = System.nanoTime() - start;
    for (Thread thread : threads) {
      thread.join();
    }
    return new EpochResult(nanos, firstBatch, idle, cpuNanos() - cpu, sum());
  }

  private static void compute(long until) {
    for (long left = until - System.nanoTime(); left > 0; left = until - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }

  private void read(int atATime) {
    try {
      RecordSum own = interleave(atATime);
      synchronized (this) {
        sum = sum.plus(own);
      }
      if (reading.decrementAndGet() == 0) {
        mixed.end();
      }
    } catch (Exception | Error e) { // a thread ends here; whoever takes batches is told
      mixed.fail(e);
    }
  }

  private RecordSum interleave(int atATime) throws IOException, InterruptedException, ReadFailure {
    RecordSum own = RecordSum.NOTHING;
    Deque<TfRecordReader> open = new ArrayDeque<>();
    try {
      while (true) {
        while (open.size() < atATime && !files.isEmpty()) {
          String name = files.poll();
          if (name != null) {
            open.addLast(new TfRecordReader(name, shards.open(name)));
          }
        }
        if (open.isEmpty()) {
          return own;
        }
        TfRecordReader reader = open.getFirst();
        if (reader.next()) {
          own = own.plus(reader);
          mixed.put(TriggerExample.parse(reader.record()));
          open.addLast(open.removeFirst());
        } else {
          open.removeFirst().close();
        }
      }
    } finally {
      for (TfRecordReader reader : open) {
        reader.close();
      }
    }
  }

  private void fillBatches() {
    try {
      List<TriggerExample> batch;
      do {
        batch = mixed.take(shape.batch());
        ready.put(new Filled(batch, Optional.empty()));
      } while (!batch.isEmpty());
    } catch (ReadFailure e) {
      tell(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void tell(ReadFailure failure) {
    try {
      ready.put(new Filled(List.of(), Optional.of(failure)));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized RecordSum sum() {
    return sum;
  }

  private static long cpuNanos() {
    return java.lang.management.ManagementFactory.getOperatingSystemMXBean()
            instanceof com.sun.management.OperatingSystemMXBean bean
        ? bean.getProcessCpuTime()
        : 0;
  }
}
