/**
 * The training-shaped read: epochs over TFRecord files, shuffled and interleaved, by several
 * readers through a shuffle buffer, in batches for a consumer that computes so long on each.
 *
 * <p>In the JVM of a client {@code TrainingDriver} runs one {@code Epoch} after the other over
 * {@code Shards}: these, and the format they read, know the JDK and Hadoop's API and nothing else.
 * {@code Training} tells the JVMs what to do, each epoch beside the same over a local {@code
 * FileChannel}, and {@code TrainingReport} writes down how they compare.
 */
@NullMarked
package io.github.seekwell.benchmarks.tfrecord.training;

import org.jspecify.annotations.NullMarked;
