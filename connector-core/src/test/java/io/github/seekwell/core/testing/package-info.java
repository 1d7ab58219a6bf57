/**
 * Fixtures: stores that live in memory, record, fail or stand still on command, and the contract
 * that every store must pass.
 *
 * <p>{@link io.github.seekwell.core.testing.MemoryStore} is the model: what it answers is right.
 * The others wrap it, or any store. {@link io.github.seekwell.core.testing.RampObject} is content
 * that can be checked at any position without having been kept. Nothing here opens a socket or
 * sleeps.
 */
@NullMarked
package io.github.seekwell.core.testing;

import org.jspecify.annotations.NullMarked;
