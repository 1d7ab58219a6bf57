package io.github.seekwell.benchmarks.dimuon;

import io.github.seekwell.benchmarks.root.EventBatch;
import io.github.seekwell.benchmarks.root.RootInputFormat;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.mapreduce.InputSplit;
import org.apache.hadoop.mapreduce.Job;
import org.apache.hadoop.mapreduce.RecordReader;
import org.apache.hadoop.mapreduce.TaskAttemptContext;
import org.apache.hadoop.mapreduce.TaskAttemptID;
import org.apache.hadoop.mapreduce.task.TaskAttemptContextImpl;

/** The sample files, and the reduction of one without Spark. */
final class Samples {
  static final Path FOLDER = Path.of("data");

  private Samples() {}

  static Path file(String name) {
    return FOLDER.resolve(name);
  }

  static Map<String, Expected> expected() throws IOException {
    return Expected.read(file("expected-dimuon.json"));
  }

  static DimuonCounts reduce(Path file) throws IOException, InterruptedException {
    return reduce(file, new Configuration());
  }

  static DimuonCounts reduce(Path file, Configuration base)
      throws IOException, InterruptedException {
    Configuration configuration =
        Reduction.configure(
            base, java.util.List.of(new org.apache.hadoop.fs.Path(file.toUri())), true);
    RootInputFormat format = new RootInputFormat();
    TaskAttemptContext task = new TaskAttemptContextImpl(configuration, new TaskAttemptID());
    DimuonCounts counts = new DimuonCounts();
    for (InputSplit split : format.getSplits(Job.getInstance(configuration))) {
      try (RecordReader<?, EventBatch> reader = format.createRecordReader(split, task)) {
        reader.initialize(split, task);
        while (reader.nextKeyValue()) {
          Reduction.reduce(reader.getCurrentValue(), counts);
        }
      }
    }
    return counts;
  }
}
