package io.github.seekwell.benchmarks.tfrecord.training;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * Mixes records: a batch is drawn by lot once the buffer is full, or nothing more comes. Several
 * threads put, one takes.
 */
final class ShuffleBuffer<T> {
  private final int capacity;
  private final SplittableRandom random;
  // Guarded by this.
  private final List<T> held;
  private boolean ended;
  private Optional<Throwable> failure = Optional.empty();

  ShuffleBuffer(int capacity, long seed) {
    this.capacity = capacity;
    this.random = new SplittableRandom(seed);
    this.held = new ArrayList<>(capacity);
  }

  /**
   * Waits while the buffer is full.
   *
   * @throws ReadFailure if somebody could not go on
   */
  synchronized void put(T record) throws InterruptedException, ReadFailure {
    while (held.size() == capacity && failure.isEmpty()) {
      wait();
    }
    checkFailure();
    held.add(record);
    if (held.size() == capacity) {
      notifyAll();
    }
  }

  /** Nothing more comes. */
  synchronized void end() {
    ended = true;
    notifyAll();
  }

  /** Whoever puts could not go on; the first one is who matters. */
  synchronized void fail(Throwable cause) {
    if (failure.isEmpty()) {
      failure = Optional.of(cause);
    }
    notifyAll();
  }

  /**
   * Draws a batch; a smaller one, and in the end an empty one, when nothing more comes.
   *
   * @throws ReadFailure if somebody could not go on
   */
  synchronized List<T> take(int size) throws InterruptedException, ReadFailure {
    while (held.size() < capacity && !ended && failure.isEmpty()) {
      wait();
    }
    checkFailure();
    List<T> batch = new ArrayList<>(size);
    while (batch.size() < size && !held.isEmpty()) {
      int drawn = random.nextInt(held.size());
      T last = held.remove(held.size() - 1);
      batch.add(drawn == held.size() ? last : held.set(drawn, last));
    }
    notifyAll();
    return batch;
  }

  private void checkFailure() throws ReadFailure {
    if (failure.isPresent()) {
      throw new ReadFailure(failure.get());
    }
  }

  /** A reader has failed. */
  static final class ReadFailure extends Exception {
    private static final long serialVersionUID = 1;

    ReadFailure(Throwable cause) {
      super(cause);
    }
  }
}
