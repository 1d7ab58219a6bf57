package io.github.seekwell.core.plan;

/**
 * How whoever opens an object says that it will be read. Believed until the reads say otherwise:
 * nothing may be done, or left undone, for a hint's sake alone that what is seen does not correct.
 */
public enum AccessHint {
  /** Nothing is known. */
  ADAPTIVE,
  /** From some position on, towards the end. */
  SEQUENTIAL,
  /** In pieces here and there, which need not be neighbours. */
  RANDOM,
  /** All of it, from its first byte to its last. */
  WHOLE,
  /** Its end first, where an index is, then pieces that the index names. */
  COLUMNAR
}
