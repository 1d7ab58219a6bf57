package io.github.seekwell.benchmarks.root.sql;

import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.unsafe.types.UTF8String;

/** The same text in every row. */
final class SameTextVector extends PlainVector {
  private final UTF8String text;

  SameTextVector(String text) {
    super(DataTypes.StringType);
    this.text = UTF8String.fromString(text);
  }

  @Override
  public UTF8String getUTF8String(int row) {
    return text;
  }
}
