package io.github.seekwell.benchmarks.root;

import java.io.IOException;
import org.apache.hadoop.io.NullWritable;
import org.apache.hadoop.mapreduce.InputSplit;
import org.apache.hadoop.mapreduce.RecordReader;
import org.apache.hadoop.mapreduce.TaskAttemptContext;
import org.jspecify.annotations.Nullable;

/** Gives the clusters of a split, one record each. */
final class RootRecordReader extends RecordReader<NullWritable, EventBatch> {
  private @Nullable RootFile file;
  private @Nullable RootTree tree;
  private RootSplit split = new RootSplit();
  private int cluster = -1;

  @Override
  public void initialize(InputSplit inputSplit, TaskAttemptContext context) throws IOException {
    split = (RootSplit) inputSplit;
    RootFile opened =
        RootFile.open(split.getPath(), split.fileLength(), context.getConfiguration());
    file = opened; // first, so that close() finds it if the tree cannot be read
    RootTree read = opened.tree(RootInputFormat.treeNames(context.getConfiguration()));
    tree = read;
    read.announce(
        RootInputFormat.columns(context.getConfiguration()),
        split.firstEvent(0),
        split.firstEvent(split.clusters()));
  }

  @Override
  public boolean nextKeyValue() {
    cluster++;
    return cluster < split.clusters();
  }

  @Override
  public NullWritable getCurrentKey() {
    return NullWritable.get();
  }

  @Override
  public EventBatch getCurrentValue() {
    RootTree opened = tree;
    if (opened == null) {
      throw new IllegalStateException("not initialized");
    }
    return new EventBatch(opened, split.firstEvent(cluster), split.firstEvent(cluster + 1));
  }

  @Override
  public float getProgress() {
    return split.clusters() == 0 ? 1 : Math.min(1, (float) cluster / split.clusters());
  }

  @Override
  public void close() throws IOException {
    if (file != null) {
      file.close();
    }
  }
}
