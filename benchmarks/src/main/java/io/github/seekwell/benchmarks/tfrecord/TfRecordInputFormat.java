package io.github.seekwell.benchmarks.tfrecord;

import java.io.IOException;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.BytesWritable;
import org.apache.hadoop.io.NullWritable;
import org.apache.hadoop.mapreduce.InputSplit;
import org.apache.hadoop.mapreduce.JobContext;
import org.apache.hadoop.mapreduce.RecordReader;
import org.apache.hadoop.mapreduce.TaskAttemptContext;
import org.apache.hadoop.mapreduce.lib.input.FileInputFormat;
import org.apache.hadoop.mapreduce.lib.input.FileSplit;
import org.jspecify.annotations.Nullable;

/**
 * TFRecord files as Hadoop input, with the types of TensorFlow's own format. A file is one split:
 * nothing in it tells where a record begins.
 */
public final class TfRecordInputFormat extends FileInputFormat<BytesWritable, NullWritable> {

  @Override
  protected boolean isSplitable(JobContext context, Path file) {
    return false;
  }

  @Override
  public RecordReader<BytesWritable, NullWritable> createRecordReader(
      InputSplit split, TaskAttemptContext context) {
    return new Records();
  }

  private static final class Records extends RecordReader<BytesWritable, NullWritable> {
    private final BytesWritable record = new BytesWritable();
    private long size;
    private @Nullable TfRecordReader reader;

    @Override
    public void initialize(InputSplit split, TaskAttemptContext context) throws IOException {
      Path file = ((FileSplit) split).getPath();
      FileSystem fs = file.getFileSystem(context.getConfiguration());
      size = ((FileSplit) split).getLength();
      reader = new TfRecordReader(file.toString(), fs.open(file));
    }

    private TfRecordReader reader() {
      if (reader == null) {
        throw new IllegalStateException("not initialized");
      }
      return reader;
    }

    @Override
    public boolean nextKeyValue() throws IOException {
      if (!reader().next()) {
        return false;
      }
      int length = reader().record().remaining();
      record.setSize(length);
      reader().record().get(record.getBytes(), 0, length);
      return true;
    }

    @Override
    public BytesWritable getCurrentKey() {
      return record;
    }

    @Override
    public NullWritable getCurrentValue() {
      return NullWritable.get();
    }

    @Override
    public float getProgress() {
      return size == 0 ? 1 : (float) reader().position() / size;
    }

    @Override
    public void close() throws IOException {
      if (reader != null) {
        reader.close();
      }
    }
  }
}
