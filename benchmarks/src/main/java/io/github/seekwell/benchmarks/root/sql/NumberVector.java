package io.github.seekwell.benchmarks.root.sql;

import java.math.BigDecimal;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.Decimal;

/** Numbers or booleans in an array of primitives, as the reader decoded them. */
final class NumberVector extends PlainVector {
  private final Object items;

  /**
   * Over an array, not a copy of it.
   *
   * @param items of the primitive that goes with the type; bytes for booleans
   */
  NumberVector(DataType type, Object items) {
    super(type);
    this.items = items;
  }

  @Override
  public boolean getBoolean(int row) {
    return ((byte[]) items)[row] != 0;
  }

  @Override
  public byte getByte(int row) {
    return ((byte[]) items)[row];
  }

  @Override
  public short getShort(int row) {
    return ((short[]) items)[row];
  }

  @Override
  public int getInt(int row) {
    return ((int[]) items)[row];
  }

  @Override
  public long getLong(int row) {
    return ((long[]) items)[row];
  }

  @Override
  public float getFloat(int row) {
    return ((float[]) items)[row];
  }

  @Override
  public double getDouble(int row) {
    return ((double[]) items)[row];
  }

  /** Unsigned numbers of 64 bits, which no other of Spark's types holds. */
  @Override
  public Decimal getDecimal(int row, int precision, int scale) {
    long bits = ((long[]) items)[row];
    return bits >= 0
        ? Decimal.apply(bits, precision, scale)
        : Decimal.apply(new BigDecimal(Long.toUnsignedString(bits)), precision, scale);
  }
}
