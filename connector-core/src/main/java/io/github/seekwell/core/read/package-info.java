/**
 * Conducts one read: asks the planner what to fetch, the block room to have it, waits for what is
 * demanded, copies it out and tells the listener what it cost. A seek does no I/O here, because a
 * reader has no position.
 */
@NullMarked
package io.github.seekwell.core.read;

import org.jspecify.annotations.NullMarked;
