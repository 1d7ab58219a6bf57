package io.github.seekwell.benchmarks.tfrecord;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.io.BytesWritable;
import org.apache.hadoop.io.NullWritable;
import org.apache.hadoop.mapreduce.InputFormat;
import org.apache.hadoop.mapreduce.InputSplit;
import org.apache.hadoop.mapreduce.Job;
import org.apache.hadoop.mapreduce.OutputCommitter;
import org.apache.hadoop.mapreduce.OutputFormat;
import org.apache.hadoop.mapreduce.RecordReader;
import org.apache.hadoop.mapreduce.RecordWriter;
import org.apache.hadoop.mapreduce.TaskAttemptContext;
import org.apache.hadoop.mapreduce.TaskAttemptID;
import org.apache.hadoop.mapreduce.TaskID;
import org.apache.hadoop.mapreduce.TaskType;
import org.apache.hadoop.mapreduce.lib.input.FileInputFormat;
import org.apache.hadoop.mapreduce.lib.output.FileOutputFormat;
import org.apache.hadoop.mapreduce.task.TaskAttemptContextImpl;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ours and TensorFlow's, each reading what the other has written, record for record. */
final class TensorFlowFormatsIT {
  private static final RecordFormat THEIRS = RecordFormat.tensorFlow().orElseThrow();
  private static final TaskAttemptID ATTEMPT =
      new TaskAttemptID(new TaskID("test", 1, TaskType.MAP, 0), 0);

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whatOneWrites_bothRead(boolean ours) throws Exception {
    List<byte[]> records = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      records.add(new TriggerData(3, 100 * i + 1).example(i).serialized());
    }
    Path files = folder.resolve("files");

    write(ours ? RecordFormat.OURS : THEIRS, files, records);

    assertThat(read(RecordFormat.OURS, files)).containsExactlyElementsOf(records);
    assertThat(read(THEIRS, files)).containsExactlyElementsOf(records);
    assertThat(files.resolve("_SUCCESS")).exists();
  }

  @Test
  void sampleMadeByOthers_isReadAlike_andHasItsClasses() throws Exception {
    Files.copy(Path.of("data/dltrigger-20.tfrecord"), folder.resolve("sample.tfrecord"));

    List<byte[]> records = read(RecordFormat.OURS, folder);

    assertThat(read(THEIRS, folder)).containsExactlyElementsOf(records);
    int[] classes = new int[3];
    for (byte[] record : records) {
      TriggerExample event = TriggerExample.parse(java.nio.ByteBuffer.wrap(record));
      assertThat(event.hlf()).hasSize(14);
      assertThat(event.gru()).hasSize(1521);
      classes[event.category()]++;
      assertThat(event.serialized()).isEqualTo(record);
    }
    assertThat(classes).containsExactly(6, 9, 5);
  }

  private void write(RecordFormat format, Path to, List<byte[]> records) throws Exception {
    Job job = Job.getInstance(new Configuration());
    FileOutputFormat.setOutputPath(job, new org.apache.hadoop.fs.Path(to.toUri()));
    TaskAttemptContext task = new TaskAttemptContextImpl(job.getConfiguration(), ATTEMPT);
    OutputFormat<BytesWritable, NullWritable> output =
        format.output().getDeclaredConstructor().newInstance();
    OutputCommitter committer = output.getOutputCommitter(task);
    committer.setupJob(task);
    committer.setupTask(task);
    RecordWriter<BytesWritable, NullWritable> writer = output.getRecordWriter(task);
    for (byte[] record : records) {
      writer.write(new BytesWritable(record), NullWritable.get());
    }
    writer.close(task);
    committer.commitTask(task);
    committer.commitJob(task);
  }

  private List<byte[]> read(RecordFormat format, Path from) throws Exception {
    Job job = Job.getInstance(new Configuration());
    FileInputFormat.setInputPaths(job, new org.apache.hadoop.fs.Path(from.toUri()));
    TaskAttemptContext task = new TaskAttemptContextImpl(job.getConfiguration(), ATTEMPT);
    InputFormat<BytesWritable, NullWritable> input =
        format.input().getDeclaredConstructor().newInstance();
    List<byte[]> records = new ArrayList<>();
    for (InputSplit split : input.getSplits(job)) {
      records.addAll(read(input, split, task));
    }
    return records;
  }

  private static List<byte[]> read(
      InputFormat<BytesWritable, NullWritable> input, InputSplit split, TaskAttemptContext task)
      throws IOException, InterruptedException {
    List<byte[]> records = new ArrayList<>();
    try (RecordReader<BytesWritable, NullWritable> reader = input.createRecordReader(split, task)) {
      reader.initialize(split, task);
      while (reader.nextKeyValue()) {
        records.add(reader.getCurrentKey().copyBytes());
      }
      assertThat(reader.getProgress()).isEqualTo(1);
    }
    return records;
  }
}
