package io.github.seekwell.core.http;

import io.github.seekwell.core.config.HttpConfig;
import io.github.seekwell.core.http.HttpException.Kind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * How many connections an engine may have, and who has them. Callers queue for a permit in the
 * order they came; whoever holds one may use a connection. Permits are as many as connections, so
 * that a holder who needs a new connection while all are open always finds an idle one, at another
 * address, to close for it.
 */
final class ConnectionBudget {

  private final HttpConfig.Pool limits;
  private final LongSupplier clock;
  private final HttpListener listener;
  private final Semaphore permits;

  /** Guards everything below and the fields of all pools; sockets are closed outside it. */
  private final Object lock = new Object();

  private final Set<AddressPool> pools = new LinkedHashSet<>();

  private final Map<Endpoint, Spares> spares = new HashMap<>();

  /** Connections that are opened to an endpoint for nobody in particular. */
  private static final class Spares {
    /** Those being made. */
    int dialing;

    /** Half as many are kept ready for each that went unused or could not be made. */
    int doubt;
  }

  /** All idle connections, longest idle first. */
  private final Set<PooledConnection> idle = new LinkedHashSet<>();

  private final Set<PooledConnection> leased = new LinkedHashSet<>();

  /** Connections being made; they count as open. */
  private int dialing;

  /** Written under the lock. */
  private volatile boolean closed;

  ConnectionBudget(HttpConfig.Pool limits, LongSupplier clock, HttpListener listener) {
    this.limits = limits;
    this.clock = clock;
    this.listener = listener;
    this.permits = new Semaphore(limits.maxConnections(), true);
  }

  /** Waits for a permit; an interrupt is kept for later, it does not shorten the wait. */
  void enter(HttpCall call) throws HttpException {
    long deadline = System.nanoTime() + limits.maxWait().toNanos();
    boolean interrupted = false;
    boolean entered = false;
    try {
      while (!entered) {
        long left = deadline - System.nanoTime();
        try {
          entered = permits.tryAcquire(Math.max(left, 0), TimeUnit.NANOSECONDS);
          if (!entered) {
            throw exhausted(call);
          }
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
    if (closed) {
      permits.release();
      throw Failures.engineClosed(call);
    }
  }

  private HttpException exhausted(HttpCall call) {
    return new HttpException(
        Kind.POOL_WAIT,
        call
            + ": all "
            + limits.maxConnections()
            + " connections stayed in use for "
            + limits.maxWait().toMillis()
            + " ms; raise the engine's connection limit, or find who does not close its exchanges",
        null,
        null);
  }

  boolean closed() {
    return closed;
  }

  void leave() {
    permits.release();
  }

  void add(AddressPool pool) {
    synchronized (lock) {
      pools.add(pool);
    }
  }

  /** Hands out the pool's most recently used connection that is still good, now leased. */
  @Nullable PooledConnection takeIdle(AddressPool pool) {
    List<PooledConnection> victims = new ArrayList<>();
    PooledConnection taken = null;
    synchronized (lock) {
      long now = clock.getAsLong();
      while (taken == null && !pool.idle.isEmpty()) {
        PooledConnection candidate = pool.idle.pollFirst();
        idle.remove(candidate);
        if (candidate.expired(now)) {
          doubtIfUnused(candidate);
          victims.add(candidate);
        } else {
          taken = candidate;
          leased.add(taken);
          pool.leased++;
        }
      }
    }
    end(victims);
    return taken;
  }

  /** Makes room for one more connection; the caller holds a permit and has none. */
  void beginDialing(HttpCall call) throws HttpException {
    List<PooledConnection> victims = new ArrayList<>();
    synchronized (lock) {
      if (closed) {
        throw Failures.engineClosed(call);
      }
      while (!idle.isEmpty() && idle.size() + leased.size() + dialing >= limits.maxConnections()) {
        victims.add(forget(idle.iterator().next()));
      }
      dialing++;
    }
    end(victims);
  }

  /** Ends what {@link #beginDialing} began; null if no connection came of it. */
  void endDialing(@Nullable PooledConnection connection) {
    boolean late;
    synchronized (lock) {
      dialing--;
      late = closed && connection != null;
      if (connection != null && !late) {
        leased.add(connection);
        connection.pool().leased++;
        connection.pool().opened++;
      }
    }
    if (late) {
      connection.cut();
    }
  }

  /**
   * Whether another connection to this endpoint should be opened for nobody in particular; then
   * {@link #endSpare} must follow. It has a permit of its own meanwhile, so that calls find what
   * permits promise them.
   */
  boolean beginSpare(Endpoint endpoint) {
    synchronized (lock) {
      Spares spare = spares.computeIfAbsent(endpoint, unused -> new Spares());
      int wanted = limits.spare() >> Math.min(spare.doubt, Integer.SIZE - 1);
      if (closed
          || idleAt(endpoint) + spare.dialing >= wanted
          || idle.size() + leased.size() + dialing >= limits.maxConnections()
          || !permits.tryAcquire()) {
        return false;
      }
      dialing++;
      spare.dialing++;
      return true;
    }
  }

  private int idleAt(Endpoint endpoint) {
    int count = 0;
    for (AddressPool pool : pools) {
      count += pool.endpoint().equals(endpoint) ? pool.idle.size() : 0;
    }
    return count;
  }

  /** Ends what {@link #beginSpare} began; null if no connection came of it. */
  void endSpare(Endpoint endpoint, @Nullable PooledConnection connection) {
    boolean kept = false;
    synchronized (lock) {
      dialing--;
      Spares spare = spares.computeIfAbsent(endpoint, unused -> new Spares());
      spare.dialing--;
      if (connection == null) {
        spare.doubt++;
      } else if (!closed && !connection.pool().retired) {
        connection.standBy(clock.getAsLong());
        connection.pool().opened++;
        connection.pool().idle.addLast(connection);
        idle.add(connection);
        kept = true;
      }
    }
    permits.release();
    if (connection != null && !kept) {
      connection.cut();
    }
  }

  /** A call found no idle connection: more should be kept. */
  void missed(Endpoint endpoint) {
    synchronized (lock) {
      Spares spare = spares.computeIfAbsent(endpoint, unused -> new Spares());
      spare.doubt = Math.max(0, spare.doubt - 1);
    }
  }

  /** Takes a leased connection back and keeps it, if it may be kept. */
  void giveBack(PooledConnection connection, boolean reusable) {
    List<PooledConnection> victims = new ArrayList<>();
    synchronized (lock) {
      if (!leased.remove(connection)) {
        return; // The engine was closed meanwhile.
      }
      AddressPool pool = connection.pool();
      pool.leased--;
      long now = clock.getAsLong();
      connection.rest(now);
      if (reusable && !pool.retired && !connection.expired(now)) {
        pool.idle.addFirst(connection);
        idle.add(connection);
      } else {
        victims.add(connection);
        forgetIfDrained(pool);
      }
      collectExpired(now, victims, false);
    }
    end(victims);
  }

  /** Closes what is idle in this pool: its address does not work. */
  void dropIdle(AddressPool pool) {
    List<PooledConnection> victims = new ArrayList<>();
    synchronized (lock) {
      for (PooledConnection connection : List.copyOf(pool.idle)) {
        victims.add(forget(connection));
      }
    }
    end(victims);
  }

  /** Gives up a pool: what is idle is closed at once, what is leased when it comes back. */
  void retire(AddressPool pool) {
    synchronized (lock) {
      pool.retired = true;
      forgetIfDrained(pool);
    }
    dropIdle(pool);
  }

  /** Closes every idle connection that is too old or has been idle for too long. */
  void sweep() {
    List<PooledConnection> victims = new ArrayList<>();
    synchronized (lock) {
      collectExpired(clock.getAsLong(), victims, true);
    }
    end(victims);
  }

  ConnectionCounts counts() {
    synchronized (lock) {
      return closed
          ? ConnectionCounts.NONE
          : new ConnectionCounts(leased.size(), idle.size(), permits.getQueueLength());
    }
  }

  List<PoolSnapshot> snapshots() {
    synchronized (lock) {
      List<PoolSnapshot> result = new ArrayList<>(pools.size());
      for (AddressPool pool : pools) {
        result.add(pool.snapshot());
      }
      return result;
    }
  }

  /** Cuts every connection and wakes everybody in the queue. */
  void close() {
    List<PooledConnection> victims = new ArrayList<>();
    synchronized (lock) {
      if (closed) {
        return;
      }
      closed = true;
      victims.addAll(idle);
      victims.addAll(leased);
      idle.clear();
      leased.clear();
      pools.clear();
    }
    end(victims);
    permits.release(
        Integer.MAX_VALUE / 2); // More than can ever wait; each of them finds it closed.
  }

  private void collectExpired(long now, Collection<PooledConnection> victims, boolean all) {
    List<PooledConnection> expired = new ArrayList<>();
    for (Iterator<PooledConnection> longest = idle.iterator(); longest.hasNext(); ) {
      PooledConnection connection = longest.next();
      if (connection.expired(now)) {
        expired.add(connection);
      } else if (!all) {
        break; // Those behind it have rested for less.
      }
    }
    for (PooledConnection connection : expired) {
      doubtIfUnused(connection);
      victims.add(forget(connection));
    }
  }

  private void doubtIfUnused(PooledConnection connection) {
    Spares spare = spares.get(connection.pool().endpoint());
    if (spare != null && connection.received() == 0) {
      spare.doubt++;
    }
  }

  private PooledConnection forget(PooledConnection connection) {
    idle.remove(connection);
    connection.pool().idle.remove(connection);
    forgetIfDrained(connection.pool());
    return connection;
  }

  private void forgetIfDrained(AddressPool pool) {
    if (pool.drained()) {
      pools.remove(pool);
    }
  }

  private void end(List<PooledConnection> victims) {
    for (PooledConnection victim : victims) {
      victim.cut();
      listener.connectionClosed(victim.pool().address());
    }
  }
}
