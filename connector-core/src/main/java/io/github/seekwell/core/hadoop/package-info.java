/**
 * Speaks Hadoop, and nothing but.
 *
 * <p>{@link io.github.seekwell.core.hadoop.ObjectFileSystem} turns paths into keys and Hadoop's
 * calls into calls of the store, the readers and the writers that a {@link
 * io.github.seekwell.core.hadoop.Connection} brings; {@link
 * io.github.seekwell.core.hadoop.Directories} knows what a directory is where there are only keys.
 * {@link io.github.seekwell.core.hadoop.SeekStream} and {@link
 * io.github.seekwell.core.hadoop.WriteStream} own a position and little else. Settings come in
 * through {@link io.github.seekwell.core.hadoop.HadoopSettings}, errors leave through {@link
 * io.github.seekwell.core.hadoop.HadoopErrors}, numbers through {@link
 * io.github.seekwell.core.hadoop.HadoopStatistics}; each translation is in one place.
 *
 * <p>Compiled against Hadoop 3.4 and linked from 3.3.4 on: no signature or field here names a type
 * that 3.3.4 lacks; constants of newer classes are compile-time strings.
 */
@NullMarked
package io.github.seekwell.core.hadoop;

import org.jspecify.annotations.NullMarked;
