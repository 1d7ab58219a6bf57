/**
 * Bytes in memory and bytes on their way.
 *
 * <p>The cache holds promises: a block is absent, in flight or present, and it is so in one place
 * for all streams. {@link io.github.seekwell.core.block.BlockFetcher} claims what a plan names,
 * joins neighbouring claims to extents and hands them to {@link
 * io.github.seekwell.core.block.FetchPool}, which makes one GET an extent, demands first, within a
 * budget of bytes in flight. Blocks stand in memory that is used again ({@link
 * io.github.seekwell.core.block.BlockMemory}), so readers hold one or look twice. Promises are kept
 * as bytes land; a broken promise leaves the cache by itself. Behind the cache there may be a
 * {@link io.github.seekwell.core.block.SecondTier}, which is asked before the store and offered
 * what readers came for.
 */
@NullMarked
package io.github.seekwell.core.block;

import org.jspecify.annotations.NullMarked;
