package io.github.seekwell.core.block;

/**
 * A block's identity; nothing of the extent it came with.
 *
 * @param index position in the object divided by the block size
 */
record BlockKey(ObjectVersion object, long index) {
  @Override
  public int hashCode() {
    return object.hashCode() * 31 + Long.hashCode(index);
  }

  @Override
  public String toString() {
    return "block " + index + " of " + object;
  }
}
