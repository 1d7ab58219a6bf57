package io.github.seekwell.benchmarks.tfrecord;

import java.io.IOException;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.BytesWritable;
import org.apache.hadoop.io.NullWritable;
import org.apache.hadoop.mapreduce.RecordWriter;
import org.apache.hadoop.mapreduce.TaskAttemptContext;
import org.apache.hadoop.mapreduce.lib.output.FileOutputFormat;

/** TFRecord files as Hadoop output, with the types of TensorFlow's own format. */
public final class TfRecordOutputFormat extends FileOutputFormat<BytesWritable, NullWritable> {

  @Override
  public RecordWriter<BytesWritable, NullWritable> getRecordWriter(TaskAttemptContext context)
      throws IOException {
    Path file = getDefaultWorkFile(context, ".tfrecord");
    TfRecordWriter writer =
        new TfRecordWriter(file.getFileSystem(context.getConfiguration()).create(file, false));
    return new RecordWriter<>() {
      @Override
      public void write(BytesWritable record, NullWritable nothing) throws IOException {
        writer.write(record.getBytes(), 0, record.getLength());
      }

      @Override
      public void close(TaskAttemptContext attempt) throws IOException {
        writer.close();
      }
    };
  }
}
