package io.github.seekwell.core.http;

import java.net.InetAddress;

/**
 * The connections to one address at one moment.
 *
 * @param endpoint scheme, host and port the connections are for
 * @param address where they go: the endpoint's address, or the proxy's
 * @param leased in use by an exchange
 * @param idle kept for the next one
 * @param opened made so far
 */
public record PoolSnapshot(
    String endpoint, InetAddress address, int leased, int idle, long opened) {}
