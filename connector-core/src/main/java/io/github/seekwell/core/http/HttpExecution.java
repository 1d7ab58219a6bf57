package io.github.seekwell.core.http;

import io.github.seekwell.core.config.HttpConfig;
import io.github.seekwell.core.http.HttpException.Kind;
import java.io.IOException;
import java.time.Duration;
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
  private final HttpListener listener;
  private final AtomicBoolean begun = new AtomicBoolean();

  HttpExecution(
      HttpCall call,
      HttpConfig config,
      RequestMessage messages,
      EndpointPools pools,
      Lease lease,
      HttpListener listener) {
    this.call = call;
    this.config = config;
    this.messages = messages;
    this.pools = pools;
    this.lease = lease;
    this.listener = listener;
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

  private HttpExchange answered(long queueNanos) throws IOException {
    Duration stall =
        call.stallDeadline().isZero() ? config.timeouts().stall() : call.stallDeadline();
    long connectNanos = 0;
    for (int attempt = 1; ; attempt++) {
      long start = System.nanoTime();
      PooledConnection connection = pools.connect(call, lease, attempt > 1);
      long connected = System.nanoTime();
      connectNanos += connected - start;
      long receivedBefore = connection.received();
      try {
        connection.patience(stall);
        ClassicHttpRequest request = messages.of(call);
        Duration consent =
            request.containsHeader("Expect") ? config.timeouts().expectContinue() : Duration.ZERO;
        ClassicHttpResponse response = connection.exchange(request, consent);
        long headAt = System.nanoTime();
        HttpTimings head =
            new HttpTimings(
                queueNanos, connectNanos, headAt - connected, 0, attempt, connection.carried());
        return new HttpExchange(
            call,
            lease,
            connection,
            response,
            stall,
            head,
            reusable(connection, request, response),
            config.pool().drainLimit());
      } catch (RequestMessage.BodyFailed e) {
        throw e.asThrown();
      } catch (IOException | org.apache.hc.core5.http.HttpException e) {
        boolean silent = connection.received() == receivedBefore;
        boolean reused = connection.carried();
        lease.giveBack(false);
        if (lease.aborted()) {
          throw Failures.aborted(call, e);
        }
        HttpException failure = Failures.exchange(call, connection.pool().address(), stall, -1, e);
        boolean wasDead = reused && silent && failure.kind() == Kind.RESET;
        if (!wasDead || attempt > 1 || !call.repeatable()) {
          throw failure;
        }
        listener.requestRepeated(connection.pool().address());
      }
    }
  }

  private static boolean reusable(
      PooledConnection connection, ClassicHttpRequest request, ClassicHttpResponse response) {
    return connection.consistent()
        && DefaultConnectionReuseStrategy.INSTANCE.keepAlive(
            request, response, HttpCoreContext.create());
  }
}
