package io.github.seekwell.core.block;

/** Puts blocks into a cache without a fetch: for benchmarks of the cache alone. */
public final class Arrivals {
  private Arrivals() {}

  /** Claims a block as a reader does and keeps the promise at once; if it is there, it stays. */
  public static void arrive(
      BlockCache cache, ObjectVersion version, long index, long start, byte[] bytes) {
    Promise ours = new Promise();
    if (cache.claim(new BlockKey(version, index), ours) == ours) {
      ours.complete(Block.of(start, bytes, false));
    }
  }
}
