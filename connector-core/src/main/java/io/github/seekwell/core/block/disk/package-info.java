/**
 * Blocks on local disk: the second tier, for data that memory cannot hold and for the next process.
 *
 * <p>{@link io.github.seekwell.core.block.disk.DiskTier} is the door. Blocks that were read and
 * leave memory are gathered, joined to runs of neighbours and appended to segment files by one
 * background thread; readers look a run up in memory and read it with one call. A segment is
 * written once and deleted as a whole, so the disk is never fragmented and nothing is ever changed
 * in place: a reader and an eviction can meet in no worse way than that the file is gone, which is
 * a miss.
 *
 * <p>Nothing read is believed before its checksum, which covers the block's identity as well as its
 * bytes. No state but the segments themselves is kept on disk, none of it in order, so a process
 * may be killed at any moment; the next one reads the heads of the runs and goes on. A disk that
 * fails, fills up or is slower than the store is left alone, and no reader hears of it.
 */
@NullMarked
package io.github.seekwell.core.block.disk;

import org.jspecify.annotations.NullMarked;
