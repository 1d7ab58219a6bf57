package io.github.seekwell.core.http;

import io.github.seekwell.core.config.HttpConfig;
import io.github.seekwell.core.http.HttpException.Kind;
import io.github.seekwell.core.net.AddressBook;
import io.github.seekwell.core.net.AddressChoice;
import io.github.seekwell.core.net.AddressListener;
import io.github.seekwell.core.net.Resolver;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The pools of one endpoint, an address each, and the choice among them: idle connections first,
 * addresses in turn, the one to be avoided late, those that failed last. A failed address costs the
 * caller a wait, not the call: the next one is tried, and if all fail, the name service is asked
 * whether the endpoint has moved.
 */
final class EndpointPools {

  private static final Logger log = LoggerFactory.getLogger(HttpEngine.class);

  private final Endpoint endpoint;
  private final HttpConfig.Pool limits;
  private final Dialer dialer;
  private final ConnectionBudget budget;
  private final SpareConnections spares;
  private final HttpListener listener;
  private final LongSupplier clock;
  private final AddressBook book;
  private final Map<InetAddress, AddressPool> pools = new ConcurrentHashMap<>();

  EndpointPools(
      Endpoint endpoint,
      HttpConfig config,
      Resolver resolver,
      ConnectionBudget budget,
      SpareConnections spares,
      HttpListener listener,
      LongSupplier clock) {
    this.endpoint = endpoint;
    this.limits = config.pool();
    this.dialer = new Dialer(config, clock);
    this.budget = budget;
    this.spares = spares;
    this.listener = listener;
    this.clock = clock;
    HttpConfig.Names names = config.names();
    this.book =
        new AddressBook(
            dialer.nameFor(endpoint),
            resolver,
            new AddressBook.Rules(
                names.ttl(), names.retry(), names.leaveAloneFirst(), names.leaveAloneMost()),
            clock,
            new Watch());
  }

  /**
   * Gets the lease a connection.
   *
   * @param fresh whether idle ones will not do
   */
  PooledConnection connect(HttpCall call, Lease lease, boolean fresh) throws HttpException {
    Map<InetAddress, HttpException> failures = new LinkedHashMap<>();
    for (boolean lastResort : new boolean[] {false, true}) {
      // Before an address that has failed is tried again: is the endpoint still there?
      AddressChoice choice = choose(call, lastResort);
      for (List<InetAddress> group : inOrder(choice, call, lastResort)) {
        PooledConnection found = fresh ? null : takeIdle(group, lease);
        if (found == null) {
          found = dialOneOf(group, call, lease, failures);
        }
        if (found != null) {
          return found;
        }
      }
    }
    throw summary(call, failures.values());
  }

  /** A call is on its way: connections are made for others that will follow it. */
  void prepareFor(HttpCall call) {
    while (budget.beginSpare(endpoint)) {
      Lease lease = new Lease(budget, call);
      if (!spares.submit(lease, () -> dialSpare(call, lease))) {
        budget.endSpare(endpoint, null);
        return;
      }
    }
  }

  private void dialSpare(HttpCall call, Lease lease) throws HttpException {
    PooledConnection made = null;
    try {
      AddressChoice choice = choose(call, false);
      if (!choice.ready().isEmpty()) {
        made = dialSpare(call, lease, choice.ready().get(0));
      }
    } finally {
      budget.endSpare(endpoint, made);
    }
  }

  private PooledConnection dialSpare(HttpCall call, Lease lease, InetAddress address)
      throws HttpException {
    AddressPool pool = pools.computeIfAbsent(address, this::newPool);
    long began = clock.getAsLong();
    PooledConnection made;
    try {
      made = dialer.dial(call, pool, lease);
    } catch (HttpException e) {
      if (e.kind() != Kind.CLOSED) {
        book.leaveAlone(address);
      }
      throw e;
    }
    listener.connectionOpened(address, clock.getAsLong() - began);
    book.works(address);
    if (!book.lists(address)) {
      retire(address); // The endpoint left while we were dialling.
    }
    return made;
  }

  /** Returns null if none of them can be connected to. */
  private @Nullable PooledConnection dialOneOf(
      List<InetAddress> group, HttpCall call, Lease lease, Map<InetAddress, HttpException> failures)
      throws HttpException {
    for (InetAddress address : group) {
      if (!failures.containsKey(address)) {
        try {
          return dial(call, address, lease);
        } catch (HttpException e) {
          if (e.kind() == Kind.CLOSED) {
            throw e;
          }
          failures.put(address, e);
        }
      }
    }
    return null;
  }

  private HttpException summary(HttpCall call, Collection<HttpException> failures) {
    return failures.isEmpty()
        ? Failures.unknownHost(call, new UnknownHostException(endpoint.host()))
        : Failures.ofAll(List.copyOf(failures));
  }

  /**
   * A request was answered on this connection.
   *
   * @param nanos until the first byte of the answer
   */
  void answered(HttpCall call, PooledConnection connection, long nanos) {
    InetAddress address = connection.pool().address();
    if (call.body() != HttpBody.none()) {
      book.answered(address); // how late depends on the body
    } else if (book.answered(address, nanos)) {
      budget.dropIdle(connection.pool());
    }
  }

  /** A request was given no byte of an answer on this connection. */
  void unanswered(PooledConnection connection) {
    if (book.unanswered(connection.pool().address())) {
      budget.dropIdle(connection.pool());
    }
  }

  /** Tells that a call had to be sent again because this pooled connection was dead. */
  void repeated(PooledConnection dead) {
    listener.requestRepeated(dead.pool().address());
  }

  private AddressChoice choose(HttpCall call, boolean afresh) throws HttpException {
    try {
      return afresh ? book.chooseAfresh() : book.choose();
    } catch (UnknownHostException e) {
      throw Failures.unknownHost(call, e);
    }
  }

  private static List<List<InetAddress>> inOrder(
      AddressChoice choice, HttpCall call, boolean lastResort) {
    List<InetAddress> wanted = new ArrayList<>(choice.ready());
    List<InetAddress> unwanted = new ArrayList<>();
    call.avoid().filter(wanted::remove).ifPresent(unwanted::add);
    return List.of(wanted, unwanted, lastResort ? choice.leftAlone() : List.of());
  }

  private @Nullable PooledConnection takeIdle(List<InetAddress> group, Lease lease)
      throws HttpException {
    for (InetAddress address : group) {
      AddressPool pool = pools.get(address);
      PooledConnection idle = pool == null ? null : budget.takeIdle(pool);
      while (idle != null) {
        boolean rested = idle.restedFor(limits.checkAfterIdle(), clock.getAsLong());
        lease.hold(idle);
        if (!rested || !idle.stale()) {
          return idle;
        }
        lease.giveBack(false);
        idle = budget.takeIdle(pool);
      }
    }
    return null;
  }

  private PooledConnection dial(HttpCall call, InetAddress address, Lease lease)
      throws HttpException {
    AddressPool pool = pools.computeIfAbsent(address, this::newPool);
    long began = clock.getAsLong();
    PooledConnection made = null;
    budget.missed(endpoint);
    budget.beginDialing(call);
    try {
      made = dialer.dial(call, pool, lease);
    } catch (HttpException e) {
      if (e.kind() != Kind.CLOSED) {
        book.leaveAlone(address);
        budget.dropIdle(pool);
      }
      throw e;
    } finally {
      budget.endDialing(made);
    }
    listener.connectionOpened(address, clock.getAsLong() - began);
    lease.hold(made);
    book.works(address);
    if (!book.lists(address)) {
      retire(address); // The endpoint left while we were dialling.
    }
    return made;
  }

  private AddressPool newPool(InetAddress address) {
    AddressPool pool = new AddressPool(endpoint, address);
    budget.add(pool);
    return pool;
  }

  private void retire(InetAddress address) {
    AddressPool pool = pools.remove(address);
    if (pool != null) {
      budget.retire(pool);
    }
  }

  /** Hears of the endpoint's moves, acts on them and passes them on. */
  private final class Watch implements AddressListener {

    @Override
    public void addressAdded(String host, InetAddress address) {
      log.info("{} is at {}", host, address.getHostAddress());
      listener.addressAdded(host, address);
    }

    @Override
    public void addressRemoved(String host, InetAddress address) {
      log.info("{} has left {}", host, address.getHostAddress());
      retire(address);
      listener.addressRemoved(host, address);
    }

    @Override
    public void addressFailed(String host, InetAddress address, long leftAloneNanos) {
      log.info(
          "{} at {} fails, left alone for {} ms",
          host,
          address.getHostAddress(),
          leftAloneNanos / 1_000_000);
      listener.addressFailed(host, address, leftAloneNanos);
    }

    @Override
    public void addressSlow(String host, InetAddress address, long leftAloneNanos) {
      log.info(
          "{} at {} answers much later than elsewhere, left alone for {} ms",
          host,
          address.getHostAddress(),
          leftAloneNanos / 1_000_000);
      listener.addressFailed(host, address, leftAloneNanos);
    }

    @Override
    public void addressRecovered(String host, InetAddress address) {
      log.info("{} at {} works again", host, address.getHostAddress());
      listener.addressRecovered(host, address);
    }

    @Override
    public void lookedUp(String host, long nanos, boolean ok) {
      listener.lookedUp(host, nanos, ok);
    }

    @Override
    public void lookupFailed(String host, String reason) {
      log.warn("{} cannot be resolved, old addresses stay in use: {}", host, reason);
      listener.lookupFailed(host, reason);
    }
  }
}
