package io.github.seekwell.benchmarks.root.sql;

import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.apache.spark.sql.vectorized.ColumnarArray;

/** Arrays, whose items lie end to end in another vector. */
final class ListVector extends PlainVector {
  private final ColumnVector items;
  private final int[] begins;

  /**
   * Of arrays.
   *
   * @param begins where each row's items begin; one more than there are rows
   */
  ListVector(ArrayType type, ColumnVector items, int... begins) {
    super(type);
    this.items = items;
    this.begins = begins;
  }

  @Override
  public ColumnarArray getArray(int row) {
    return new ColumnarArray(items, begins[row], begins[row + 1] - begins[row]);
  }

  @Override
  public ColumnVector getChild(int ordinal) {
    return items;
  }
}
