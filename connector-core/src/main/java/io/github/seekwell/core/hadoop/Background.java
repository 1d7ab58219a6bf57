package io.github.seekwell.core.hadoop;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Threads of one file system for what its callers need not wait for: next pages of listings, parts
 * of uploads. They come when needed and go when idle. Nothing given to it is ever left undone: what
 * comes after {@link #close()}, or was waiting then, runs on the closing or calling thread, where
 * it finds the store closed and says so to whoever waits.
 */
final class Background implements Executor, AutoCloseable {
  private static final AtomicInteger NUMBER = new AtomicInteger();
  private static final int IDLE_SECONDS = 10;

  private final ThreadPoolExecutor pool;

  Background(int threads) {
    pool =
        new ThreadPoolExecutor(
            threads,
            threads,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> {
              Thread thread = new Thread(task, "seekwell-files-" + NUMBER.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            },
            (task, closed) -> task.run());
    pool.allowCoreThreadTimeOut(true);
  }

  @Override
  public void execute(Runnable task) {
    pool.execute(task);
  }

  /** After the store: then what is running ends too. */
  @Override
  public void close() {
    pool.shutdownNow().forEach(Runnable::run);
  }
}
