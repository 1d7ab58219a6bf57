package io.github.seekwell.benchmarks.root.sql;

import io.github.seekwell.benchmarks.root.RootColumn;
import io.github.seekwell.benchmarks.root.RootFile;
import io.github.seekwell.benchmarks.root.RootTree;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.apache.spark.sql.vectorized.ColumnarBatch;
import org.jspecify.annotations.Nullable;

/** Reads the clusters of a partition, a batch each. For one thread. */
final class RootReader implements PartitionReader<ColumnarBatch> {
  private final RootPartition partition;
  private final Configuration configuration;
  private final List<String> trees;
  private final StructField[] columns;
  private @Nullable RootFile file;
  private @Nullable RootTree tree;
  private @Nullable ColumnarBatch batch;
  private int cluster = -1;

  RootReader(
      RootPartition partition,
      Configuration configuration,
      List<String> trees,
      StructType columns) {
    this.partition = partition;
    this.configuration = configuration;
    this.trees = trees;
    this.columns = columns.fields();
  }

  /** Opens the file the first time, not earlier: Spark counts bytes from the first call on. */
  @Override
  public boolean next() throws IOException {
    cluster++;
    if (cluster >= partition.clusters()) {
      return false;
    }
    long first = partition.borders().get(cluster);
    long end = partition.borders().get(cluster + 1);
    ColumnVector[] vectors = new ColumnVector[columns.length];
    for (int i = 0; i < vectors.length; i++) {
      vectors[i] = vector(columns[i], first, end);
    }
    batch = new ColumnarBatch(vectors, Math.toIntExact(end - first));
    return true;
  }

  private ColumnVector vector(StructField column, long first, long end) throws IOException {
    if (column.name().equals(EventOrigin.FILE.name())) {
      return new SameTextVector(partition.path());
    }
    if (column.name().equals(EventOrigin.ENTRY.name())) {
      return new NumberVector(column.dataType(), LongStream.range(first, end).toArray());
    }
    RootTree opened = tree();
    RootColumn values = opened.branch(RootSchema.branch(column, opened)).column(first, end);
    return column.dataType() instanceof ArrayType array
        ? new ListVector(
            array, new NumberVector(array.elementType(), values.items()), values.begins())
        : new NumberVector(column.dataType(), values.items());
  }

  private RootTree tree() throws IOException {
    if (tree == null) {
      file = RootFile.open(new Path(partition.path()), partition.fileLength(), configuration);
      RootTree opened = file.tree(trees);
      List<Long> borders = partition.borders();
      List<String> branches = new ArrayList<>();
      for (StructField column : columns) {
        branches.add(RootSchema.branch(column, opened));
      }
      opened.announce(branches, borders.get(0), borders.get(borders.size() - 1));
      tree = opened;
    }
    return tree;
  }

  @Override
  public ColumnarBatch get() {
    if (batch == null) {
      throw new IllegalStateException("next() was not called");
    }
    return batch;
  }

  @Override
  public void close() throws IOException {
    if (file != null) {
      file.close();
    }
  }
}
