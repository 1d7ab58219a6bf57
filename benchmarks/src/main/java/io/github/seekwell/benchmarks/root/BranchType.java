package io.github.seekwell.benchmarks.root;

import edu.vanderbilt.accre.laurelin.interpretation.AsDtype.Dtype;

/**
 * What a branch holds of each event: one number, an array of so many, or a list of any length.
 *
 * @param length of a fixed array; 1 otherwise
 */
public record BranchType(Item item, Shape shape, int length) {

  /** How many numbers an event has. */
  public enum Shape {
    SINGLE,
    FIXED_ARRAY,
    LIST
  }

  /** What a number is. */
  public enum Item {
    BOOLEAN(Dtype.BOOL),
    INT8(Dtype.INT1),
    INT16(Dtype.INT2),
    INT32(Dtype.INT4),
    INT64(Dtype.INT8),
    UINT8(Dtype.UINT1),
    UINT16(Dtype.UINT2),
    UINT32(Dtype.UINT4),
    UINT64(Dtype.UINT8),
    FLOAT(Dtype.FLOAT4),
    DOUBLE(Dtype.FLOAT8);

    final Dtype dtype;

    Item(Dtype dtype) {
      this.dtype = dtype;
    }

    static Item of(Dtype dtype) {
      for (Item item : values()) {
        if (item.dtype == dtype) {
          return item;
        }
      }
      throw new IllegalArgumentException("no item of type " + dtype);
    }
  }
}
