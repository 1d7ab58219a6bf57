package io.github.seekwell.core.http;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Opens connections before they are needed. A reader who is looked ahead of needs one connection at
 * first and a dozen a moment later, and each new one costs him two or three round trips (TCP, TLS)
 * before its first byte; opened while he waits for his first answer they cost him nothing.
 *
 * <p>Safe for threads. Its own, which do nothing but dial, live a few seconds.
 */
final class SpareConnections {
  /** As many dials at a time. */
  private static final int THREADS = 8;

  private static final AtomicInteger number = new AtomicInteger();

  private final ThreadPoolExecutor dialers =
      new ThreadPoolExecutor(
          THREADS,
          THREADS,
          5,
          TimeUnit.SECONDS,
          new LinkedBlockingQueue<>(),
          SpareConnections::thread);

  /** Guards itself. */
  private final Set<Lease> dialing = new HashSet<>();

  private boolean closed;

  SpareConnections() {
    dialers.allowCoreThreadTimeOut(true);
  }

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "seekwell-dial-" + number.incrementAndGet());
    thread.setDaemon(true);
    return thread;
  }

  /** What dials; it may fail, nobody waits for it. */
  interface Dial {
    void run() throws HttpException;
  }

  /** False if the engine is closed; then nothing runs. */
  boolean submit(Lease lease, Dial dial) {
    try {
      dialers.execute(() -> run(lease, dial));
      return true;
    } catch (RejectedExecutionException e) {
      return false;
    }
  }

  private void run(Lease lease, Dial dial) {
    synchronized (dialing) {
      if (closed) {
        lease.abort();
      }
      dialing.add(lease);
    }
    try {
      dial.run();
    } catch (HttpException e) {
      // Whoever needs a connection will dial himself and tell why it does not work.
    } finally {
      synchronized (dialing) {
        dialing.remove(lease);
      }
    }
  }

  /** Ends what is under way and its threads. */
  void close() {
    Set<Lease> open;
    synchronized (dialing) {
      closed = true;
      open = Set.copyOf(dialing);
    }
    open.forEach(Lease::abort);
    dialers.shutdown();
  }
}
