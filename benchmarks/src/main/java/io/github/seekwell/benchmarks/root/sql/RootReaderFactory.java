package io.github.seekwell.benchmarks.root.sql;

import java.util.List;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.vectorized.ColumnarBatch;
import org.apache.spark.util.SerializableConfiguration;

/**
 * Makes the readers, on the executors. Hadoop's configuration comes as a broadcast: a bare {@code
 * new Configuration()} there knows nothing of what the user told Spark.
 */
final class RootReaderFactory implements PartitionReaderFactory {
  private static final long serialVersionUID = 1L;

  private final Broadcast<SerializableConfiguration> configuration;
  private final List<String> trees;
  private final StructType columns;

  RootReaderFactory(
      Broadcast<SerializableConfiguration> configuration, List<String> trees, StructType columns) {
    this.configuration = configuration;
    this.trees = trees;
    this.columns = columns;
  }

  @Override
  public boolean supportColumnarReads(InputPartition partition) {
    return true;
  }

  @Override
  public PartitionReader<ColumnarBatch> createColumnarReader(InputPartition partition) {
    return new RootReader((RootPartition) partition, configuration.value().value(), trees, columns);
  }

  @Override
  public PartitionReader<InternalRow> createReader(InputPartition partition) {
    throw new UnsupportedOperationException("batches only");
  }
}
