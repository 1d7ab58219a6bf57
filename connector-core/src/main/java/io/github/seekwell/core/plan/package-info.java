/**
 * The arithmetic of access: what to fetch for this read.
 *
 * <p>No clock, pool or logger lives here, and no lock but one round two numbers, so all of it can
 * be tested with a table. What a reader did is remembered with the blocks it touched ({@link
 * io.github.seekwell.core.plan.AccessHistory}), not with its stream: any number of cursors that
 * walk an object in turn, on one stream or on many, are each seen as the run they are.
 */
@NullMarked
package io.github.seekwell.core.plan;

import org.jspecify.annotations.NullMarked;
