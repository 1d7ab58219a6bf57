package io.github.seekwell.benchmarks.root.sql;

import io.github.seekwell.benchmarks.root.ClusterRun;
import io.github.seekwell.benchmarks.root.FileLooks;
import io.github.seekwell.benchmarks.root.RootBranch;
import io.github.seekwell.benchmarks.root.RootFile;
import io.github.seekwell.benchmarks.root.RootTree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.connector.read.Batch;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;
import org.apache.spark.sql.connector.read.Scan;
import org.apache.spark.sql.connector.read.SupportsPushDownRequiredColumns;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.SerializableConfiguration;

/** One reading of a table, of the columns that are left after pruning. */
final class RootScan implements Scan, Batch {
  /** Events of a batch that has no column, as {@code count(*)} asks for it. */
  private static final long BARE_BATCH = 1 << 20;

  private final StructType columns;
  private final RootOptions options;

  RootScan(StructType columns, RootOptions options) {
    this.columns = columns;
    this.options = options;
  }

  /** Keeps the columns that a query needs. */
  static final class Builder implements SupportsPushDownRequiredColumns {
    private final RootOptions options;
    private StructType columns;

    Builder(StructType schema, RootOptions options) {
      this.columns = schema;
      this.options = options;
    }

    @Override
    public void pruneColumns(StructType required) {
      columns = required;
    }

    @Override
    public Scan build() {
      return new RootScan(columns, options);
    }
  }

  @Override
  public StructType readSchema() {
    return columns;
  }

  @Override
  public String description() {
    return "root " + String.join(", ", options.paths()) + ", columns " + columns.simpleString();
  }

  @Override
  public Batch toBatch() {
    return this;
  }

  @Override
  public InputPartition[] planInputPartitions() {
    try {
      return plan(options.addedTo(RootSource.sparkConfiguration())).toArray(InputPartition[]::new);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Cuts every file, and refuses those that lack a column. */
  List<RootPartition> plan(Configuration configuration) throws IOException {
    List<RootPartition> partitions = new ArrayList<>();
    List<FileStatus> files = RootFiles.list(options.paths(), configuration);
    FileLooks.at(files, status -> partitions(status, configuration)).forEach(partitions::addAll);
    return partitions;
  }

  private List<RootPartition> partitions(FileStatus status, Configuration configuration)
      throws IOException {
    String path = status.getPath().toString();
    try (RootFile file = RootFile.open(status.getPath(), status.getLen(), configuration)) {
      return cut(file.tree(options.trees()), status.getLen()).stream()
          .map(run -> new RootPartition(path, status.getLen(), run.borders()))
          .toList();
    }
  }

  /**
   * Between the baskets of the column that has the fewest: in files whose branches change baskets
   * together, as ROOT writes them, no basket is then read by two tasks.
   */
  private List<ClusterRun> cut(RootTree tree, long fileLength) throws IOException {
    List<RootBranch> branches = new ArrayList<>();
    for (StructField column : columns.fields()) {
      if (!EventOrigin.has(column.name())) {
        branches.add(tree.branch(RootSchema.requireSame(column, tree)));
      }
    }
    if (tree.entries() == 0) {
      return List.of();
    }
    return branches.stream()
        .min(Comparator.comparingInt(branch -> branch.borders().length))
        .map(branch -> ClusterRun.cut(branch, fileLength, options.splitBytes()))
        .orElseGet(() -> List.of(uncut(tree.entries())));
  }

  private static ClusterRun uncut(long events) {
    List<Long> borders = new ArrayList<>();
    for (long border = 0; border < events; border += BARE_BATCH) {
      borders.add(border);
    }
    borders.add(events);
    return new ClusterRun(0, 0, borders);
  }

  @Override
  public PartitionReaderFactory createReaderFactory() {
    JavaSparkContext context =
        JavaSparkContext.fromSparkContext(SparkSession.active().sparkContext());
    return new RootReaderFactory(
        context.broadcast(
            new SerializableConfiguration(options.addedTo(RootSource.sparkConfiguration()))),
        options.trees(),
        columns);
  }
}
