package io.github.seekwell.benchmarks.root.sql;

import org.apache.spark.sql.connector.catalog.MetadataColumn;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/** A column that no tree has: it is there when it is asked for by name. */
record EventOrigin(String name, DataType dataType, String comment) implements MetadataColumn {
  static final EventOrigin FILE =
      new EventOrigin("_file", DataTypes.StringType, "the file an event comes from");
  static final EventOrigin ENTRY =
      new EventOrigin("_entry", DataTypes.LongType, "an event's number in its file, from 0 on");

  /** Whether a column is one of these. */
  static boolean has(String column) {
    return column.equals(FILE.name) || column.equals(ENTRY.name);
  }

  @Override
  public boolean isNullable() {
    return false;
  }
}
