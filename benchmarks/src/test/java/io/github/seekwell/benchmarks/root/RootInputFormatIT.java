package io.github.seekwell.benchmarks.root;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.seekwell.benchmarks.data.RootMultiplier;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.mapreduce.InputSplit;
import org.apache.hadoop.mapreduce.Job;
import org.apache.hadoop.mapreduce.RecordReader;
import org.apache.hadoop.mapreduce.TaskAttemptContext;
import org.apache.hadoop.mapreduce.TaskAttemptID;
import org.apache.hadoop.mapreduce.lib.input.FileInputFormat;
import org.apache.hadoop.mapreduce.task.TaskAttemptContextImpl;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class RootInputFormatIT {
  private static final int COPIES = 8;

  private final RootInputFormat format = new RootInputFormat();
  private Job job;
  private Path file;

  /** The job's file system counts the streams it has open. */
  @BeforeEach
  void layOut(@TempDir Path folder) throws IOException {
    CountingFileSystem.reset();
    file = folder.resolve("hzz copies.root");
    RootMultiplier.multiply(Path.of("data/uproot-HZZ-zlib.root"), "events", COPIES, file);
    Configuration configuration = new Configuration();
    configuration.setClass("fs.file.impl", CountingFileSystem.class, LocalFileSystem.class);
    configuration.setBoolean("fs.file.impl.disable.cache", true);
    RootInputFormat.setTree(configuration, List.of("events"), List.of("NMuon"));
    job = Job.getInstance(configuration);
    FileInputFormat.setInputPaths(job, new org.apache.hadoop.fs.Path(file.toUri()));
  }

  @Test
  void splits_coverEveryEventOnceAndInOrder() throws IOException {
    FileInputFormat.setMaxInputSplitSize(job, 500_000);

    List<InputSplit> splits = format.getSplits(job);

    assertThat(splits).hasSizeBetween(3, COPIES);
    long next = 0;
    for (InputSplit split : splits) {
      RootSplit root = (RootSplit) split;
      for (int cluster = 0; cluster < root.clusters(); cluster++) {
        assertThat(root.firstEvent(cluster)).isEqualTo(next);
        next = root.firstEvent(cluster + 1);
      }
    }
    assertThat(next).isEqualTo(2421L * COPIES);
  }

  @Test
  void readersAndSplits_closeEveryStreamTheyOpen() throws Exception {
    TaskAttemptContext task =
        new TaskAttemptContextImpl(job.getConfiguration(), new TaskAttemptID());
    for (InputSplit split : format.getSplits(job)) {
      try (RecordReader<?, EventBatch> reader = format.createRecordReader(split, task)) {
        reader.initialize(split, task);
        assertThat(reader.nextKeyValue()).isTrue();
        assertThat(reader.getCurrentValue().values("Muon_Px")).isNotEmpty();
      }
    }

    assertThat(CountingFileSystem.opened()).isGreaterThanOrEqualTo(2);
    assertThat(CountingFileSystem.open()).isZero();
  }

  @Test
  void basketsOfTheColumns_areAnnouncedBySplit_andNothingElseIsReadThen() throws Exception {
    FileInputFormat.setMaxInputSplitSize(job, 500_000);
    RootInputFormat.setColumns(job.getConfiguration(), List.of("NMuon", "Muon_Px", "not there"));
    TaskAttemptContext task =
        new TaskAttemptContextImpl(job.getConfiguration(), new TaskAttemptID());
    List<InputSplit> splits = format.getSplits(job);
    assertThat(CountingFileSystem.announced()).isEmpty();
    for (InputSplit split : splits) {
      try (RecordReader<?, EventBatch> reader = format.createRecordReader(split, task)) {
        reader.initialize(split, task);
        while (reader.nextKeyValue()) {
          reader.getCurrentValue().values("NMuon");
          reader.getCurrentValue().values("Muon_Px");
        }
        assertThat(CountingFileSystem.readsElsewhere()).isZero();
      }
    }

    // In each copy NMuon has one basket, Muon_Px two.
    assertThat(CountingFileSystem.announced()).hasSize(3 * COPIES);
  }

  @Test
  void severalFiles_areLookedIntoTogether_andGiveSplitsInTheirOrder() throws Exception {
    List<InputSplit> one = format.getSplits(job);
    FileInputFormat.setInputPaths(
        job,
        new org.apache.hadoop.fs.Path(file.toUri()),
        new org.apache.hadoop.fs.Path(Path.of("data/uproot-HZZ.root").toUri()),
        new org.apache.hadoop.fs.Path(Path.of("data/uproot-HZZ-lzma.root").toUri()));

    List<InputSplit> splits = format.getSplits(job);

    assertThat(splits).hasSize(one.size() + 2);
    assertThat(splits.subList(0, one.size()).toString()).isEqualTo(one.toString());
    assertThat(splits.get(one.size()).toString()).contains("uproot-HZZ.root");
    assertThat(CountingFileSystem.open()).isZero();
  }

  @Test
  void refusedFileAmongMany_isNamed_andNoStreamStaysOpen() throws IOException {
    FileInputFormat.setInputPaths(job, new org.apache.hadoop.fs.Path(Path.of("data").toUri()));

    assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> format.getSplits(job)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("data/");
    assertThat(CountingFileSystem.opened()).isPositive();
    assertThat(CountingFileSystem.open()).isZero();
  }

  @Test
  void refusedFile_leavesNoStreamOpen() throws IOException {
    FileInputFormat.setInputPaths(
        job, new org.apache.hadoop.fs.Path(Path.of("data/uproot-HZZ-zstd.root").toUri()));

    assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> format.getSplits(job)))
        .isInstanceOf(UnsupportedRootFileException.class);
    assertThat(CountingFileSystem.opened()).isEqualTo(1);
    assertThat(CountingFileSystem.open()).isZero();
  }
}
