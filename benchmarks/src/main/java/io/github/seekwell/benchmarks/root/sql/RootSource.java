package io.github.seekwell.benchmarks.root.sql;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.connector.catalog.Table;
import org.apache.spark.sql.connector.catalog.TableProvider;
import org.apache.spark.sql.connector.expressions.Transform;
import org.apache.spark.sql.sources.DataSourceRegister;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/**
 * The data source that Spark knows as {@code root}: files, folders and patterns of ROOT files with
 * one tree each. {@link RootOptions} has the options; every other option goes into Hadoop's
 * configuration, as it does in Spark's own file formats.
 */
public final class RootSource implements TableProvider, DataSourceRegister {

  @Override
  public String shortName() {
    return "root";
  }

  @Override
  public StructType inferSchema(CaseInsensitiveStringMap map) {
    RootOptions options = RootOptions.of(map);
    try {
      return RootSchema.infer(options, options.addedTo(sparkConfiguration()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Table getTable(
      StructType schema, Transform[] partitioning, Map<String, String> properties) {
    return new RootTable(schema, RootOptions.of(new CaseInsensitiveStringMap(properties)));
  }

  /** Whoever gives a schema, gets its columns or hears which of them a file has not. */
  @Override
  public boolean supportsExternalMetadata() {
    return true;
  }

  /** With all that the user said by {@code spark.hadoop.*}. */
  static Configuration sparkConfiguration() {
    return SparkSession.active().sparkContext().hadoopConfiguration();
  }
}
