/**
 * Speaks Hadoop, and nothing but.
 *
 * <p>{@link io.github.seekwell.core.hadoop.ObjectFileSystem} turns paths into keys and Hadoop's
 * calls into calls of the store, the readers and the writers that a {@link
 * io.github.seekwell.core.hadoop.Connection} brings; {@link
 * io.github.seekwell.core.hadoop.Directories} knows what a directory is where there are only keys,
 * {@link io.github.seekwell.core.hadoop.Listings} shows it page by page, and every call goes the
 * way of {@link io.github.seekwell.core.hadoop.Operations}: counted, timed, told to the store as
 * its caller's. The newer doors (bulk delete, uploads in parts, {@code createFile()}, checksums)
 * are a class each. {@link io.github.seekwell.core.hadoop.SeekStream} and {@link
 * io.github.seekwell.core.hadoop.WriteStream} own a position and little else. Settings come in
 * through {@link io.github.seekwell.core.hadoop.HadoopSettings}, errors leave through {@link
 * io.github.seekwell.core.hadoop.HadoopErrors}, numbers through {@link
 * io.github.seekwell.core.hadoop.HadoopStatistics}; each translation is in one place.
 *
 * <p>Compiled against Hadoop 3.4 and linked from 3.3.4 on: but for {@code createBulkDelete}, of
 * which {@link io.github.seekwell.core.hadoop.OlderHadoop} takes care, no signature or field here
 * names a type that 3.3.4 lacks; constants of newer classes are compile-time strings.
 */
@NullMarked
package io.github.seekwell.core.hadoop;

import org.jspecify.annotations.NullMarked;
