package io.github.seekwell.core.http;

import io.github.seekwell.core.config.HttpConfig;
import io.github.seekwell.core.net.Resolver;
import io.github.seekwell.core.net.SystemResolver;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * Sends HTTP/1.1 requests over pooled connections whose addresses it chooses itself. One engine
 * serves any number of endpoints within one bound of connections. Safe for many threads; calls run
 * in their callers' threads.
 */
public final class HttpEngine implements Closeable {

  private final HttpConfig config;
  private final Resolver resolver;
  private final HttpListener listener;
  private final LongSupplier clock;
  private final ConnectionBudget budget;
  private final RequestMessage messages;
  private final SendWatch watch = new SendWatch();
  private final SpareConnections spares = new SpareConnections();
  private final FaultDraw faults;
  private final Map<Endpoint, EndpointPools> endpoints = new ConcurrentHashMap<>();

  public HttpEngine(HttpConfig config, HttpListener listener) {
    this(config, listener, new SystemResolver(), System::nanoTime);
  }

  /**
   * @param clock nanoseconds on a monotonic clock; ages and times to live follow it, waits for
   *     bytes and for a free connection follow the system's
   */
  public HttpEngine(
      HttpConfig config, HttpListener listener, Resolver resolver, LongSupplier clock) {
    this.config = config;
    this.resolver = resolver;
    this.listener = new QuietListener(listener);
    this.clock = clock;
    this.budget = new ConnectionBudget(config.pool(), clock, this.listener);
    this.messages = new RequestMessage(config);
    this.faults = new FaultDraw(config.faults());
  }

  /**
   * Sends a call and returns once the head of the answer is there. The exchange must be closed.
   *
   * @throws HttpException if no answer came; its kind says why
   * @throws IOException of the call's own body, as it was thrown
   */
  public HttpExchange execute(HttpCall call) throws IOException {
    return prepare(call).execute();
  }

  /** Prepares a call for a caller who may want to abort it from another thread. */
  public HttpExecution prepare(HttpCall call) {
    EndpointPools pools = endpoints.computeIfAbsent(call.endpoint(), this::newPools);
    return new HttpExecution(
        call, config, messages, pools, new Lease(budget, call), watch, faults.draw(call));
  }

  /** Returns the connections of the moment, one line for each address of each endpoint. */
  public List<PoolSnapshot> pools() {
    return budget.snapshots();
  }

  /** The same in sum, and who waits for one. */
  public ConnectionCounts connections() {
    return budget.counts();
  }

  /** Whether it was closed. */
  public boolean closed() {
    return budget.closed();
  }

  /**
   * Closes idle connections that are past their time. Every exchange does so in passing; this is
   * for an owner who wants no connection to outlive a long silence.
   */
  public void sweep() {
    budget.sweep();
  }

  /** Cuts all connections; calls under way and later ones fail with {@code CLOSED}. */
  @Override
  public void close() {
    budget.close();
    spares.close();
    watch.close();
  }

  private EndpointPools newPools(Endpoint endpoint) {
    return new EndpointPools(endpoint, config, resolver, budget, spares, listener, clock);
  }
}
