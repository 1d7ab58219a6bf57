/**
 * The TFRecord job: features in Parquet become TFRecord files, written and read through the
 * connector by Spark, and checked against TensorFlow's own formats for Hadoop.
 *
 * <p>{@code TfRecordReader} and {@code TfRecordWriter} know the framing and its checksums, {@code
 * ExampleCodec} what is in a record, {@code TriggerData} makes events shaped like those of the
 * Spark DL Trigger, and {@code RecordSum} says whether all records are there. {@code training}
 * reads the files as a training does.
 */
@NullMarked
package io.github.seekwell.benchmarks.tfrecord;

import org.jspecify.annotations.NullMarked;
