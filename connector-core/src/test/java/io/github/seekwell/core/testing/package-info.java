/**
 * Fixtures, shared with the other modules as this module's test-jar; none is ever in a main tree.
 *
 * <p>Two kinds. Stores in memory: {@link io.github.seekwell.core.testing.MemoryStore} is the model,
 * others record, fail or hold what passes through them, and {@link
 * io.github.seekwell.core.testing.ObjectStoreContract} is what every store must keep. And a store
 * on sockets: {@link io.github.seekwell.core.testing.StoreEmulator}, with a latency model, a
 * request log and scripted faults, whose manners are a {@link
 * io.github.seekwell.core.testing.Dialect} of the connector it stands in for. Delayed answers hold
 * no thread.
 */
@NullMarked
package io.github.seekwell.core.testing;

import org.jspecify.annotations.NullMarked;
