package io.github.seekwell.core.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One call's permit and the connection it has at present. The call's thread takes, gives back and
 * ends; any thread may abort, at any time, and can then only hit the connection this call still
 * has.
 */
final class Lease {
  /** Between two looks of a pause at whether the engine is closed. */
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private final ConnectionBudget budget;
  private final HttpCall call;

  /** Guards everything below; sockets are closed outside it. */
  private final Object lock = new Object();

  private @Nullable Socket dialing;
  private @Nullable InetAddress dialled;
  private @Nullable PooledConnection connection;
  private boolean entered;
  private boolean aborted;

  Lease(ConnectionBudget budget, HttpCall call) {
    this.budget = budget;
    this.call = call;
  }

  /** Waits for the permit. */
  void enter() throws HttpException {
    checkAborted();
    budget.enter(call);
    synchronized (lock) {
      entered = true;
    }
    checkAborted();
  }

  /** Does nothing for so long, unless the call is ended or its thread interrupted meanwhile. */
  void pause(Duration time) throws HttpException {
    if (time.isZero()) {
      return;
    }
    long end = System.nanoTime() + time.toNanos();
    try {
      for (long left = time.toNanos(); left > 0; left = end - System.nanoTime()) {
        checkAborted();
        synchronized (lock) {
          // The engine's end wakes nobody.
          TimeUnit.NANOSECONDS.timedWait(lock, Math.min(left, LOOK_NANOS));
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    checkAborted();
  }

  /** Whether somebody on this side ended the call: its owner, or the engine's. */
  boolean aborted() {
    synchronized (lock) {
      return aborted || budget.closed();
    }
  }

  void dialing(Socket socket, InetAddress address) throws HttpException {
    synchronized (lock) {
      dialing = socket;
      dialled = address;
    }
    checkAborted();
  }

  void hold(PooledConnection taken) throws HttpException {
    synchronized (lock) {
      dialing = null;
      dialled = null;
      connection = taken;
    }
    checkAborted();
  }

  /** Where the connection leads that the call has or waits for. */
  Optional<InetAddress> address() {
    synchronized (lock) {
      PooledConnection held = connection;
      return held == null ? Optional.ofNullable(dialled) : Optional.of(held.pool().address());
    }
  }

  /** Gives the connection back, and the permit with it unless another attempt follows. */
  void giveBack(boolean reusable) {
    PooledConnection given;
    synchronized (lock) {
      given = connection;
      connection = null;
    }
    if (given != null) {
      budget.giveBack(given, reusable);
    }
  }

  /** Ends the call: what it still has is closed, the permit returned. Does nothing twice. */
  void end() {
    giveBack(false);
    boolean leave;
    synchronized (lock) {
      leave = entered;
      entered = false;
    }
    if (leave) {
      budget.leave();
    }
  }

  void abort() {
    Socket socket;
    synchronized (lock) {
      aborted = true;
      socket = dialing;
      lock.notifyAll();
    }
    if (socket != null) {
      try {
        socket.close();
      } catch (IOException e) {
        // It was not open yet, or is closed: both are what was wanted.
      }
    }
    giveBack(false);
  }

  private void checkAborted() throws HttpException {
    if (aborted()) {
      throw Failures.aborted(call, null);
    }
  }
}
