package io.github.seekwell.core.http;

import java.net.InetAddress;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The connections of one endpoint to one address. A mere record of them: every field is guarded by
 * the lock of the {@link ConnectionBudget}, which bounds all pools of an engine together.
 */
final class AddressPool {

  private final Endpoint endpoint;
  private final InetAddress address;

  /** Most recently used first: the cold ones at the end grow old and are dropped. */
  final Deque<PooledConnection> idle = new ArrayDeque<>();

  int leased;
  long opened;

  /** The endpoint has left this address: nothing is kept here any more. */
  boolean retired;

  AddressPool(Endpoint endpoint, InetAddress address) {
    this.endpoint = endpoint;
    this.address = address;
  }

  Endpoint endpoint() {
    return endpoint;
  }

  InetAddress address() {
    return address;
  }

  boolean drained() {
    return retired && leased == 0 && idle.isEmpty();
  }

  PoolSnapshot snapshot() {
    return new PoolSnapshot(endpoint.toString(), address, leased, idle.size(), opened);
  }
}
