/**
 * The fault suite: what a store, its name or its user can do to a file system, and what is promised
 * of it then, as one table of cases for every connector.
 *
 * <p>A {@link io.github.seekwell.core.testing.faults.FaultCase} names a fault, the operation that
 * meets it and the promise; it runs in a {@link io.github.seekwell.core.testing.faults.Scene}: an
 * empty bucket, a log without requests, and file systems of its own. The tables are the classes
 * whose names end in Faults; {@code docs/faults.md} is made of them.
 */
@NullMarked
package io.github.seekwell.core.testing.faults;

import org.jspecify.annotations.NullMarked;
