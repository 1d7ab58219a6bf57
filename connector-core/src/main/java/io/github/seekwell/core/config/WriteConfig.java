package io.github.seekwell.core.config;

/**
 * How writing behaves.
 *
 * @param partSize bytes of the first parts of a multipart upload; later ones grow so that any size
 *     fits into the store's number of parts
 * @param partsInFlight most parts of one stream being sent at a time
 * @param bufferFraction share of the maximum heap for the write buffers of all streams
 * @param buffer where parts wait until they are sent
 */
public record WriteConfig(
    long partSize, int partsInFlight, double bufferFraction, BufferConfig buffer) {

  public static final Setting<Long> PART_SIZE =
      Setting.size(
          "fs.seekwell.write.part-size",
          "8m",
          "5m",
          "1g",
          "Size of the first parts of a multipart upload; objects no larger than this are put whole.");
  public static final Setting<Integer> PARTS_IN_FLIGHT =
      Setting.count(
          "fs.seekwell.write.parts-in-flight",
          4,
          1,
          64,
          "Most parts of one stream that are sent at a time.");
  public static final Setting<Double> BUFFER_FRACTION =
      Setting.fraction(
          "fs.seekwell.write.heap-fraction",
          "0.1",
          "Memory for the write buffers of all streams, as a share of the JVM's maximum heap; the "
              + "first 64 KiB of a stream are not counted.");

  public static WriteConfig from(Settings settings) {
    return new WriteConfig(
        settings.get(PART_SIZE),
        settings.get(PARTS_IN_FLIGHT),
        settings.get(BUFFER_FRACTION),
        BufferConfig.from(settings));
  }

  /**
   * Bytes for write buffers under a maximum heap of {@code maxHeap}; room for one part at least.
   */
  public long bufferBytes(long maxHeap) {
    return Math.max(partSize, (long) (maxHeap * bufferFraction));
  }
}
