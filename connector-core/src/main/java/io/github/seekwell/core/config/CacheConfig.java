package io.github.seekwell.core.config;

/**
 * The block cache and the bytes in flight. One for a class loader; the first file system that opens
 * decides.
 *
 * @param blockSize bytes of a block
 * @param heapFraction share of the maximum heap for cached blocks
 * @param maxBytes upper bound of that share
 * @param inFlightFraction share of the maximum heap for bytes that have been asked for and not yet
 *     arrived
 */
public record CacheConfig(
    int blockSize, double heapFraction, long maxBytes, double inFlightFraction) {

  public static final Setting<Long> BLOCK_SIZE =
      Setting.size(
          "fs.seekwell.cache.block-size",
          "8k",
          "4k",
          "8m",
          "Unit of the block cache, and the least that is fetched. Neighbouring blocks are fetched "
              + "together, so small ones cost no requests.");
  public static final Setting<Double> HEAP_FRACTION =
      Setting.fraction(
          "fs.seekwell.cache.heap-fraction",
          "0.15",
          "Share of the JVM's maximum heap for cached blocks, one budget for the JVM. Spark's own "
              + "pool takes 0.6 of the heap; this comes from the user's 0.4.");
  public static final Setting<Long> MAX_BYTES =
      Setting.size(
          "fs.seekwell.cache.max-size",
          "4g",
          "1m",
          "1t",
          "Upper bound of the block cache, however large the heap.");
  public static final Setting<Double> IN_FLIGHT_FRACTION =
      Setting.fraction(
          "fs.seekwell.fetch.heap-fraction",
          "0.06",
          "Share of the JVM's maximum heap for bytes on their way from the store.");

  public static CacheConfig from(Settings settings) {
    return new CacheConfig(
        Math.toIntExact(settings.get(BLOCK_SIZE)),
        settings.get(HEAP_FRACTION),
        settings.get(MAX_BYTES),
        settings.get(IN_FLIGHT_FRACTION));
  }

  /** Bytes for cached blocks under a maximum heap of {@code maxHeap}. */
  public long cacheBytes(long maxHeap) {
    return Math.min(maxBytes, (long) (maxHeap * heapFraction));
  }

  /** Bytes that may be in flight under a maximum heap of {@code maxHeap}; at least a few blocks. */
  public long inFlightBytes(long maxHeap) {
    return Math.max(4L * blockSize, (long) (maxHeap * inFlightFraction));
  }
}
