/**
 * ROOT files as Hadoop input. {@link io.github.seekwell.benchmarks.root.RootInputFormat} cuts files
 * into runs of clusters and gives each cluster as a batch of events whose columns are read when
 * they are asked for. The decoding is Laurelin's lower layer; everything it cannot read, or would
 * read wrongly, is refused here first, in a message that names the file and the reason.
 */
@NullMarked
package io.github.seekwell.benchmarks.root;

import org.jspecify.annotations.NullMarked;
