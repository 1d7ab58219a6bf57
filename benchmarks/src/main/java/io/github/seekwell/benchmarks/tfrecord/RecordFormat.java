package io.github.seekwell.benchmarks.tfrecord;

import java.util.Optional;
import org.apache.hadoop.io.BytesWritable;
import org.apache.hadoop.io.NullWritable;
import org.apache.hadoop.mapreduce.InputFormat;
import org.apache.hadoop.mapreduce.OutputFormat;

/**
 * Who reads and writes the records of a file: two classes of Hadoop's kind.
 *
 * @param name for lines of output
 */
record RecordFormat(
    String name,
    Class<? extends InputFormat<BytesWritable, NullWritable>> input,
    Class<? extends OutputFormat<BytesWritable, NullWritable>> output) {
  private static final String TENSORFLOW = "org.tensorflow.hadoop.io.TFRecordFile";

  static final RecordFormat OURS =
      new RecordFormat("this job", TfRecordInputFormat.class, TfRecordOutputFormat.class);

  /** TensorFlow's own, if it is on the class path: the job is not compiled against it. */
  @SuppressWarnings("unchecked") // the types of its records are those it documents
  static Optional<RecordFormat> tensorFlow() {
    ClassLoader loader = Thread.currentThread().getContextClassLoader();
    try {
      return Optional.of(
          new RecordFormat(
              "tensorflow-hadoop",
              (Class<? extends InputFormat<BytesWritable, NullWritable>>)
                  Class.forName(TENSORFLOW + "InputFormat", true, loader)
                      .asSubclass(InputFormat.class),
              (Class<? extends OutputFormat<BytesWritable, NullWritable>>)
                  Class.forName(TENSORFLOW + "OutputFormat", true, loader)
                      .asSubclass(OutputFormat.class)));
    } catch (ClassNotFoundException e) {
      return Optional.empty();
    }
  }
}
