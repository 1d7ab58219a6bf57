package io.github.seekwell.core.hadoop;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.Serial;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Does one thing to many objects, so many at a time, and knows how far it came. For one caller's
 * thread; closing ends its threads.
 *
 * @param <T> an object, or a batch of them
 */
final class ParallelWork<T> implements AutoCloseable {
  private static final AtomicInteger NUMBER = new AtomicInteger();

  /** For requests that were interrupted, which gives up a connection and no more. */
  private static final int PATIENCE_SECONDS = 5;

  private final ExecutorService pool;
  private final List<T> done = new ArrayList<>();

  /** Set by the first failure: what has not begun then is left out. */
  private volatile boolean failing;

  @FunctionalInterface
  interface Action<T> {
    void on(T object) throws IOException;
  }

  /** The caller was interrupted; its flag is set. */
  static final class Interrupted extends InterruptedIOException {
    @Serial private static final long serialVersionUID = 1;

    private Interrupted(InterruptedException cause) {
      initCause(cause);
    }

    InterruptedIOException saying(String message) {
      InterruptedIOException told = new InterruptedIOException(message);
      told.initCause(this);
      return told;
    }
  }

  /**
   * @param threadPrefix of the threads' names, which end in a number
   */
  ParallelWork(String threadPrefix, int threads) {
    pool =
        Executors.newFixedThreadPool(
            threads,
            task -> {
              Thread thread = new Thread(task, threadPrefix + NUMBER.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
  }

  /**
   * Returns when all are done, or those under way when one failed.
   *
   * @throws IOException the first failure, with the others suppressed
   * @throws Interrupted if the waiting was interrupted: those under way are interrupted too, and
   *     waited for a little
   */
  void each(List<T> objects, Action<T> action) throws IOException {
    done.clear();
    List<Future<Boolean>> works = new ArrayList<>(objects.size());
    for (T object : objects) {
      works.add(pool.submit(() -> !failing && succeeds(object, action)));
    }
    IOException failure = null;
    for (int i = 0; i < works.size(); i++) {
      try {
        if (works.get(i).get()) {
          done.add(objects.get(i));
        }
      } catch (ExecutionException e) {
        // Others are under way: wait for them, so that the count is true.
        IOException cause = e.getCause() instanceof IOException io ? io : new IOException(e);
        if (failure == null) {
          failure = cause;
        } else {
          failure.addSuppressed(cause);
        }
      } catch (InterruptedException e) {
        failing = true;
        pool.shutdownNow();
        gather(objects, works, i);
        Thread.currentThread().interrupt();
        throw new Interrupted(e);
      }
    }
    if (failure != null) {
      throw failure;
    }
  }

  /**
   * Those under way end soon, being interrupted; until then nobody knows which of them are done.
   */
  private void gather(List<T> objects, List<Future<Boolean>> works, int from) {
    try {
      pool.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS);
      for (int i = from; i < works.size(); i++) {
        if (works.get(i).isDone() && succeeded(works.get(i))) {
          done.add(objects.get(i));
        }
      }
    } catch (InterruptedException e) {
      // Whoever is in such a hurry learns less.
    }
  }

  private static boolean succeeded(Future<Boolean> work) throws InterruptedException {
    try {
      return work.get();
    } catch (ExecutionException e) {
      return false;
    }
  }

  /** Those that the last {@link #each} is known to have done, in their order. */
  List<T> done() {
    return List.copyOf(done);
  }

  private boolean succeeds(T object, Action<T> action) throws IOException {
    try {
      action.on(object);
      return true;
    } catch (IOException | RuntimeException e) {
      failing = true;
      throw e;
    }
  }

  @Override
  public void close() {
    pool.shutdownNow();
  }
}
