/**
 * What an object store can do, in our own words.
 *
 * <p>This room is the ground floor: it imports the JDK and nothing else. {@link
 * io.github.seekwell.core.store.ObjectStore} is the whole of what the read and write paths know of
 * a store; an SDK stands behind it, layers stand round it. Ranges are half-open, bodies are
 * consumed inside the call that fetched them, and every failure is a {@link
 * io.github.seekwell.core.store.StoreException} whose kind decides and whose message explains.
 */
@NullMarked
package io.github.seekwell.core.store;

import org.jspecify.annotations.NullMarked;
