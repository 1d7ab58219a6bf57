package io.github.seekwell.core.http;

import io.github.seekwell.core.config.HttpConfig;
import io.github.seekwell.core.http.HttpException.Kind;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.impl.DefaultConnectionReuseStrategy;
import org.apache.hc.core5.http.protocol.HttpCoreContext;

/**
 * A call on its way to its answer: run once by one thread, aborted by any. Once {@link #execute()}
 * has returned, the exchange it gave is the thing to abort; aborting here still works.
 */
public final class HttpExecution {

  private final HttpCall call;
  private final HttpConfig config;
  private final RequestMessage messages;
  private final EndpointPools pools;
  private final Lease lease;
  private final SendWatch watch;
  private final Fault fault;
  private final AtomicBoolean begun = new AtomicBoolean();

  HttpExecution(
      HttpCall call,
      HttpConfig config,
      RequestMessage messages,
      EndpointPools pools,
      Lease lease,
      SendWatch watch,
      Fault fault) {
    this.call = call;
    this.config = config;
    this.messages = messages;
    this.pools = pools;
    this.lease = lease;
    this.watch = watch;
    this.fault = fault;
  }

  /** See {@link HttpEngine#execute(HttpCall)}. May be called once. */
  public HttpExchange execute() throws IOException {
    if (!begun.compareAndSet(false, true)) {
      throw new IllegalStateException(call + " was executed before; prepare it again");
    }
    boolean answered = false;
    long start = System.nanoTime();
    try {
      lease.enter();
      HttpExchange exchange = answered(System.nanoTime() - start);
      answered = true;
      return exchange;
    } finally {
      if (!answered) {
        lease.end();
      }
    }
  }

  /**
   * Ends the call: a wait for a connection or for bytes ends with {@code CLOSED} at once, a wait in
   * the queue when its turn comes. Does nothing to a call that has ended.
   */
  public void abort() {
    lease.abort();
  }

  /** The address that the call is connected or connecting to at this moment, if any. */
  public Optional<InetAddress> address() {
    return lease.address();
  }

  private HttpExchange answered(long queueNanos) throws IOException {
    Duration stall =
        call.stallDeadline().isZero() ? config.timeouts().stall() : call.stallDeadline();
    long connectNanos = 0;
    for (int attempt = 1; ; attempt++) {
      long start = System.nanoTime();
      PooledConnection connection = pools.connect(call, lease, attempt > 1);
      long connected = System.nanoTime();
      connectNanos += connected - start;
      boolean reused = connection.carried();
      long receivedBefore = connection.received();
      SendWatch.Send send =
          call.body() == HttpBody.none()
              ? watch.nothing(connection)
              : watch.begin(connection, stall);
      try {
        connection.patience(stall);
        if (call.body() == HttpBody.none()) {
          pools.prepareFor(call);
        }
        ClassicHttpRequest request = messages.of(call, send);
        lease.pause(fault.pause());
        ClassicHttpResponse response =
            fault.answer(() -> connection.exchange(request, consent(request), send));
        long firstByteNanos = System.nanoTime() - connected;
        pools.answered(call, connection, firstByteNanos);
        HttpTimings head =
            new HttpTimings(queueNanos, connectNanos, firstByteNanos, 0, attempt, reused);
        HttpExchange.Terms terms =
            new HttpExchange.Terms(
                stall, reusable(connection, request, response), config.pool().drainLimit());
        return new HttpExchange(call, lease, connection, response, terms, head);
      } catch (RequestMessage.BodyFailed e) {
        throw e.asThrown();
      } catch (IOException | org.apache.hc.core5.http.HttpException e) {
        boolean silent = connection.received() == receivedBefore;
        lease.giveBack(false);
        HttpException failure = explained(e, connection, stall, send);
        if (silent && isSilence(failure, reused)) {
          pools.unanswered(connection);
        }
        boolean wasDead = reused && silent && failure.kind() == Kind.RESET;
        if (!wasDead || attempt > 1 || !call.repeatable()) {
          throw failure;
        }
        pools.repeated(connection);
      } finally {
        send.end();
      }
    }
  }

  /** A connection that was kept may have been closed for its age alone. */
  private static boolean isSilence(HttpException failure, boolean reused) {
    return failure.kind() == Kind.STALL || (failure.kind() == Kind.RESET && !reused);
  }

  private Duration consent(ClassicHttpRequest request) {
    return request.containsHeader("Expect") ? config.timeouts().expectContinue() : Duration.ZERO;
  }

  private HttpException explained(
      Exception e, PooledConnection connection, Duration stall, SendWatch.Send send) {
    InetAddress address = connection.pool().address();
    if (lease.aborted()) {
      return Failures.aborted(call, address, e);
    }
    return send.stalled()
        ? Failures.notTaken(call, address, stall, e)
        : Failures.exchange(call, address, stall, -1, e);
  }

  private static boolean reusable(
      PooledConnection connection, ClassicHttpRequest request, ClassicHttpResponse response) {
    return connection.consistent()
        && DefaultConnectionReuseStrategy.INSTANCE.keepAlive(
            request, response, HttpCoreContext.create());
  }
}
