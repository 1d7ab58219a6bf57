package io.github.seekwell.benchmarks.dimuon;

import io.github.seekwell.benchmarks.root.EventBatch;
import io.github.seekwell.benchmarks.root.RootInputFormat;
import io.github.seekwell.benchmarks.root.UnsupportedRootFileException;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.NullWritable;
import org.apache.hadoop.mapreduce.Job;
import org.apache.hadoop.mapreduce.lib.input.FileInputFormat;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import scala.Tuple2;

/** Events to counts: the part of the job that Spark distributes. */
public final class Reduction {
  private static final String SPLIT_SIZE = Integer.toString(16 << 20);

  private final JavaRDD<TreeMap<String, DimuonCounts>> parts;

  private Reduction(JavaRDD<TreeMap<String, DimuonCounts>> parts) {
    this.parts = parts;
  }

  /** The configuration that has {@link RootInputFormat} read these files for the reduction. */
  static Configuration configure(Configuration base, List<Path> files, boolean announced)
      throws IOException {
    Job job = Job.getInstance(base);
    FileInputFormat.setInputPaths(job, files.toArray(Path[]::new));
    // A folder is all that is in it, as it is for the root data source.
    FileInputFormat.setInputDirRecursive(job, true);
    RootInputFormat.setTree(job.getConfiguration(), MuonLayout.TREES, MuonLayout.clusterBranches());
    if (announced) {
      RootInputFormat.setColumns(job.getConfiguration(), MuonLayout.allColumns());
    }
    // Smaller than a store's blocks, so that a few hundred megabytes keep every core busy.
    job.getConfiguration().setIfUnset(FileInputFormat.SPLIT_MAXSIZE, SPLIT_SIZE);
    return job.getConfiguration();
  }

  /**
   * Looks into the files and makes the splits; what is refused is refused here.
   *
   * @param announced whether tasks tell their streams what they are going to read. Only this
   *     connector listens, so where connectors are compared nobody is told
   */
  public static Reduction plan(JavaSparkContext spark, List<Path> files, boolean announced)
      throws IOException {
    // Spark's Hadoop configuration, with the user's spark.hadoop.* in it, travels with the job.
    Configuration configuration = configure(spark.hadoopConfiguration(), files, announced);
    JavaRDD<TreeMap<String, DimuonCounts>> parts =
        spark
            .newAPIHadoopRDD(
                configuration, RootInputFormat.class, NullWritable.class, EventBatch.class)
            .mapPartitions(batches -> List.of(reduce(batches)).iterator());
    parts.getNumPartitions();
    return new Reduction(parts);
  }

  /** Reduces all events of the files; gives the counts by file. */
  public Map<String, DimuonCounts> run() {
    return run(1);
  }

  /** Reduces them so many times in one job. */
  public Map<String, DimuonCounts> run(int times) {
    JavaRDD<TreeMap<String, DimuonCounts>> all = parts;
    for (int time = 1; time < times; time++) {
      all = all.union(parts);
    }
    Map<String, DimuonCounts> byFile = new TreeMap<>();
    for (TreeMap<String, DimuonCounts> part : all.collect()) {
      part.forEach((file, counts) -> counts(byFile, file).addAll(counts));
    }
    return byFile;
  }

  private static TreeMap<String, DimuonCounts> reduce(
      Iterator<Tuple2<NullWritable, EventBatch>> batches) throws IOException {
    TreeMap<String, DimuonCounts> byFile = new TreeMap<>();
    while (batches.hasNext()) {
      EventBatch batch = batches.next()._2();
      reduce(batch, counts(byFile, batch.file().toString()));
    }
    return byFile;
  }

  static void reduce(EventBatch batch, DimuonCounts counts) throws IOException {
    MuonLayout layout =
        MuonLayout.of(batch.columns())
            .orElseThrow(
                () ->
                    new UnsupportedRootFileException(
                        batch.file(), "its tree has the muons in no layout known here"));
    layout.reduce(batch, counts);
  }

  private static DimuonCounts counts(Map<String, DimuonCounts> byFile, String file) {
    return byFile.computeIfAbsent(file, f -> new DimuonCounts());
  }
}
