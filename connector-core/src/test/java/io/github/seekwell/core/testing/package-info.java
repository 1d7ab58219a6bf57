/**
 * Fixtures: stores that live in memory, record, fail or stand still on command, the contract that
 * every store must pass, and an object store behind real sockets.
 *
 * <p>{@code MemoryStore} is the model: what it answers is right. The others wrap it, or any store.
 * {@code RampObject} is content that can be checked at any position without having been kept.
 *
 * <p>{@link io.github.seekwell.core.testing.StoreEmulator} listens on loopback addresses. It knows
 * HTTP, time and faults, but no store: a {@link io.github.seekwell.core.testing.Dialect} turns a
 * request into an operation on {@link io.github.seekwell.core.testing.StoredObjects} and its result
 * into an answer. Around it stand a {@link io.github.seekwell.core.testing.LatencyModel} (when an
 * answer is given), a {@link io.github.seekwell.core.testing.Script} of {@link
 * io.github.seekwell.core.testing.Fault}s (how it goes wrong) and a {@link
 * io.github.seekwell.core.testing.RequestLog} (what was asked). An answer that waits is an entry in
 * an event loop's schedule and holds no thread.
 */
@NullMarked
package io.github.seekwell.core.testing;

import org.jspecify.annotations.NullMarked;
