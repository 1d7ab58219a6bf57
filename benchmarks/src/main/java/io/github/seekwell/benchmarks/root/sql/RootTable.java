package io.github.seekwell.benchmarks.root.sql;

import java.util.Set;
import org.apache.spark.sql.connector.catalog.MetadataColumn;
import org.apache.spark.sql.connector.catalog.SupportsMetadataColumns;
import org.apache.spark.sql.connector.catalog.SupportsRead;
import org.apache.spark.sql.connector.catalog.TableCapability;
import org.apache.spark.sql.connector.read.ScanBuilder;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/** The trees of some files as one table, with where each event comes from as hidden columns. */
final class RootTable implements SupportsRead, SupportsMetadataColumns {
  private final StructType schema;
  private final RootOptions options;

  RootTable(StructType schema, RootOptions options) {
    this.schema = schema;
    this.options = options;
  }

  @Override
  public String name() {
    return "root " + String.join(", ", options.paths());
  }

  @Override
  @SuppressWarnings(
      "deprecation") // the newer columns() is made from it, and Spark 3.5 asks for both
  public StructType schema() {
    return schema;
  }

  @Override
  public Set<TableCapability> capabilities() {
    return Set.of(TableCapability.BATCH_READ);
  }

  @Override
  public MetadataColumn[] metadataColumns() {
    return new MetadataColumn[] {EventOrigin.FILE, EventOrigin.ENTRY};
  }

  @Override
  public ScanBuilder newScanBuilder(CaseInsensitiveStringMap same) {
    return new RootScan.Builder(schema, options);
  }
}
