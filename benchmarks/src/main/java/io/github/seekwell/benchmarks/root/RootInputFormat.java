package io.github.seekwell.benchmarks.root;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.io.NullWritable;
import org.apache.hadoop.mapreduce.InputSplit;
import org.apache.hadoop.mapreduce.JobContext;
import org.apache.hadoop.mapreduce.RecordReader;
import org.apache.hadoop.mapreduce.TaskAttemptContext;
import org.apache.hadoop.mapreduce.lib.input.FileInputFormat;

/**
 * ROOT files as Hadoop input: a record is a cluster of events, a split is a run of clusters of
 * about the size Hadoop's split settings ask for. A cluster reaches from basket to basket of one
 * branch, which the job chooses by {@link #setTree}.
 *
 * <p>A file the reader does not take is found out where the splits are made, so that a job ends
 * before it starts.
 */
public final class RootInputFormat extends FileInputFormat<NullWritable, EventBatch> {
  private static final String TREES = "seekwell.benchmarks.root.trees";
  private static final String BRANCHES = "seekwell.benchmarks.root.cluster-branches";
  private static final String COLUMNS = "seekwell.benchmarks.root.columns";

  /**
   * Says which tree to read, and by which branch to cut it.
   *
   * @param trees names; the first that a file has is its tree
   * @param branches names; the first that the tree has gives the clusters
   */
  public static void setTree(
      Configuration configuration, List<String> trees, List<String> branches) {
    configuration.setStrings(TREES, trees.toArray(String[]::new));
    configuration.setStrings(BRANCHES, branches.toArray(String[]::new));
  }

  /** Says which columns the job will read; those that a tree has are fetched a split at a time. */
  public static void setColumns(Configuration configuration, Collection<String> names) {
    configuration.setStrings(COLUMNS, names.toArray(String[]::new));
  }

  static List<String> columns(Configuration configuration) {
    return Arrays.asList(configuration.getTrimmedStrings(COLUMNS));
  }

  static List<String> treeNames(Configuration configuration) {
    return Arrays.asList(configuration.getTrimmedStrings(TREES, "Events"));
  }

  @Override
  public List<InputSplit> getSplits(JobContext job) throws IOException {
    List<InputSplit> splits = new ArrayList<>();
    FileLooks.at(listStatus(job), status -> splits(status, job)).forEach(splits::addAll);
    return splits;
  }

  private List<InputSplit> splits(FileStatus status, JobContext job) throws IOException {
    List<InputSplit> splits = new ArrayList<>();
    long size =
        computeSplitSize(
            status.getBlockSize(),
            Math.max(getFormatMinSplitSize(), getMinSplitSize(job)),
            getMaxSplitSize(job));
    try (RootFile file = RootFile.open(status.getPath(), status.getLen(), job.getConfiguration())) {
      RootTree tree = file.tree(treeNames(job.getConfiguration()));
      if (tree.entries() > 0) {
        RootBranch branch = clusterBranch(tree, job.getConfiguration());
        for (ClusterRun run : ClusterRun.cut(branch, status.getLen(), size)) {
          splits.add(new RootSplit(status.getPath(), status.getLen(), run));
        }
      }
    }
    return splits;
  }

  private static RootBranch clusterBranch(RootTree tree, Configuration configuration)
      throws UnsupportedRootFileException {
    String[] wanted = configuration.getTrimmedStrings(BRANCHES);
    for (String name : wanted) {
      if (tree.branchNames().contains(name)) {
        return tree.branch(name);
      }
    }
    throw tree.file()
        .unsupported(
            "tree " + tree.name() + " has none of the branches " + String.join(", ", wanted));
  }

  @Override
  public RecordReader<NullWritable, EventBatch> createRecordReader(
      InputSplit split, TaskAttemptContext context) {
    return new RootRecordReader();
  }
}
