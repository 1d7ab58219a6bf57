package io.github.seekwell.core.config;

import java.util.List;

/**
 * The second tier of the block cache, on local disk. One for a class loader; the first file system
 * that opens decides.
 *
 * @param directories where it may write; empty if there is none
 * @param maxBytes bytes in all directories together
 * @param minFree what stays free on each file system
 */
public record DiskConfig(List<String> directories, long maxBytes, Reserve minFree) {

  public static final Setting<List<String>> DIRECTORIES =
      Setting.list(
          "fs.seekwell.disk.directories",
          "",
          "Local directories for blocks that leave memory, best on different disks; they outlive the "
              + "process. Each user and process has its own place in them, private to the user. "
              + "Empty: no disk is used.");
  public static final Setting<Long> MAX_BYTES =
      Setting.size(
          "fs.seekwell.disk.max-size",
          "32g",
          "16m",
          "64t",
          "Most bytes that the blocks of one JVM take on disk, over all directories; each has an "
              + "equal part.");
  public static final Setting<Reserve> MIN_FREE =
      Setting.reserve(
          "fs.seekwell.disk.min-free",
          "5%",
          "What the blocks leave free of each file system, whoever fills it; they are deleted if "
              + "need be.");

  public DiskConfig {
    directories = List.copyOf(directories);
  }

  public static DiskConfig from(Settings settings) {
    return new DiskConfig(
        settings.get(DIRECTORIES), settings.get(MAX_BYTES), settings.get(MIN_FREE));
  }

  /** Bytes of blocks that may wait to be written under a maximum heap of {@code maxHeap}. */
  public long queueBytes(long maxHeap) {
    return Math.min(64 << 20, maxHeap / 64);
  }

  /** Bytes for knowing what is where under a maximum heap of {@code maxHeap}. */
  public long indexBytes(long maxHeap) {
    return maxHeap / 50;
  }
}
