/**
 * The one HTTP engine under every store client: blocking HTTP/1.1 over connections whose addresses
 * we choose. An {@link HttpEngine} keeps a pool per address, follows an endpoint that moves, leaves
 * dead addresses alone, and tells for each exchange how long the queue, the connection, the first
 * byte and the body took.
 *
 * <p>It sends what it is given and nothing else: no redirects, cookies, credentials, decompression
 * or normalised paths, because requests arrive here signed. Waits are bounded by stall, never by
 * total time, and an interrupt breaks none of them; who wants out calls {@code abort()}. The engine
 * never retries, with one exception: a repeatable request that met a pooled connection which the
 * server had just closed goes out once more on a fresh one. Faults that a user asks for are made
 * here ({@code FaultDraw}), where everything above takes them for the network's.
 *
 * <p>Calls run in their callers' threads. The engine has two kinds of its own: {@code SendWatch},
 * only while request bodies are being sent, since a blocking write has no deadline in Java; and
 * those of {@code SpareConnections}, which open connections before calls need them.
 *
 * <p>Messages are written and parsed by Apache HttpCore; connecting, TLS, pooling and the choice of
 * addresses are done here. A call flows {@code HttpExecution → EndpointPools (which address) →
 * ConnectionBudget (may we) → Dialer (connect) → PooledConnection (send, receive) → HttpExchange}.
 */
@NullMarked
package io.github.seekwell.core.http;

import org.jspecify.annotations.NullMarked;
