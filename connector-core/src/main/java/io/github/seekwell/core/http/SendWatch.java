package io.github.seekwell.core.http;

import java.io.Closeable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Cuts connections whose server takes no more of a request's body. A blocking write has no deadline
 * in Java, so somebody else must look at the clock: one daemon thread, which is there only while
 * bodies are being sent, and for a few seconds after. Reads never need it.
 */
final class SendWatch implements Closeable {

  static final String THREAD = "seekwell-http-send-watch";

  /** Uploads come in bursts; a thread for each would be a waste. */
  private static final long LINGER_MILLIS = 3000;

  /** Guards everything below; connections are cut outside it. */
  private final Object lock = new Object();

  private final Set<Send> sends = new LinkedHashSet<>();
  private @Nullable Thread thread;
  private boolean closed;

  /** Begins to watch a body on its way; nothing is held against it until it {@code writes}. */
  Send begin(PooledConnection connection, Duration stall) {
    Send send = new Send(connection, stall.toNanos());
    synchronized (lock) {
      if (!closed) {
        sends.add(send);
        if (thread == null) {
          thread = new Thread(this::watch, THREAD);
          thread.setDaemon(true);
          thread.start();
        }
        lock.notifyAll();
      }
    }
    return send;
  }

  /** For a request without a body, which any socket takes at once: nobody watches it. */
  Send nothing(PooledConnection connection) {
    return new Send(connection, Long.MAX_VALUE);
  }

  @Override
  public void close() {
    synchronized (lock) {
      closed = true;
      sends.clear();
      lock.notifyAll();
    }
  }

  private void watch() {
    while (true) {
      List<Send> stalled = new ArrayList<>();
      synchronized (lock) {
        try {
          if (sends.isEmpty() && !closed) {
            lock.wait(LINGER_MILLIS);
          }
          if (sends.isEmpty()) {
            thread = null;
            return;
          }
          long left = collect(stalled);
          if (stalled.isEmpty()) {
            lock.wait(Math.max(1, left / 1_000_000));
          }
        } catch (InterruptedException e) {
          continue; // Nobody but the JVM's end stops this thread.
        }
      }
      stalled.forEach(Send::cut);
    }
  }

  /** Takes out what has stalled; returns the nanoseconds until the next look. */
  private long collect(List<Send> stalled) {
    long now = System.nanoTime();
    long next = Long.MAX_VALUE;
    for (Send send : sends) {
      long left = send.left(now);
      if (left <= 0) {
        stalled.add(send);
      } else {
        next = Math.min(next, left);
      }
    }
    stalled.forEach(sends::remove);
    return next;
  }

  /** One body on its way. */
  final class Send {
    private final PooledConnection connection;
    private final long stallNanos;
    private volatile boolean writing;
    private volatile long since = System.nanoTime();
    private volatile boolean stalled;

    private Send(PooledConnection connection, long stallNanos) {
      this.connection = connection;
      this.stallNanos = stallNanos;
    }

    /** The caller's body is asked for bytes; however long that takes is not the server's fault. */
    void reads() {
      writing = false;
    }

    /** Bytes are handed to the socket. */
    void writes() {
      since = System.nanoTime();
      writing = true;
    }

    /** The body is out, or the attempt over. */
    void end() {
      if (stallNanos < Long.MAX_VALUE) {
        synchronized (lock) {
          sends.remove(this);
        }
      }
    }

    boolean stalled() {
      return stalled;
    }

    private long left(long now) {
      return writing ? since + stallNanos - now : stallNanos;
    }

    private void cut() {
      stalled = true;
      connection.cut();
    }
  }
}
