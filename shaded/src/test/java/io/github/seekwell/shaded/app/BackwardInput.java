package io.github.seekwell.shaded.app;

import java.io.IOException;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.io.LongWritable;
import org.apache.hadoop.mapreduce.InputSplit;
import org.apache.hadoop.mapreduce.RecordReader;
import org.apache.hadoop.mapreduce.TaskAttemptContext;
import org.apache.hadoop.mapreduce.lib.input.FileInputFormat;
import org.apache.hadoop.mapreduce.lib.input.FileSplit;

/**
 * An InputFormat of the seeking kind, as readers of ROOT files are: pieces of a split, the last one
 * first, by positioned reads. A record is a position and the sum of the bytes there.
 */
public final class BackwardInput extends FileInputFormat<LongWritable, LongWritable> {
  private static final int PIECE = 10_000;

  @Override
  public RecordReader<LongWritable, LongWritable> createRecordReader(
      InputSplit split, TaskAttemptContext context) {
    return new Pieces();
  }

  private static final class Pieces extends RecordReader<LongWritable, LongWritable> {
    private final byte[] piece = new byte[PIECE];
    private FSDataInputStream in;
    private long start;
    private long next;
    private long sum;

    @Override
    public void initialize(InputSplit split, TaskAttemptContext context) throws IOException {
      final FileSplit file = (FileSplit) split;
      in = file.getPath().getFileSystem(context.getConfiguration()).open(file.getPath());
      start = file.getStart();
      next = start + file.getLength();
    }

    @Override
    public boolean nextKeyValue() throws IOException {
      if (next == start) {
        return false;
      }
      final int length = (int) Math.min(PIECE, next - start);
      next -= length;
      in.readFully(next, piece, 0, length);
      sum = 0;
      for (int i = 0; i < length; i++) {
        sum += piece[i];
      }
      return true;
    }

    @Override
    public LongWritable getCurrentKey() {
      return new LongWritable(next);
    }

    @Override
    public LongWritable getCurrentValue() {
      return new LongWritable(sum);
    }

    @Override
    public float getProgress() {
      return 0;
    }

    @Override
    public void close() throws IOException {
      if (in != null) {
        in.close();
      }
    }
  }
}
