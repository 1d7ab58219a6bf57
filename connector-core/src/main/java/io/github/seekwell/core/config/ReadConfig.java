package io.github.seekwell.core.config;

import java.time.Duration;

/**
 * How reading behaves.
 *
 * @param lookAheadMax the widest look-ahead window in bytes; 0 switches look-ahead off
 * @param amplificationMax bytes fetched ÷ bytes wanted that look-ahead keeps below
 * @param fetchThreads most demands in flight, over all streams
 * @param stallDeadline the longest wait for a byte before an attempt is given up
 * @param openBytes how much of an object the request that opens it brings; 0 for nothing, by a HEAD
 * @param trustVersion how long a version that the store named is believed to be the newest; 0 to
 *     ask at every opening
 * @param verifyChecksum whether what comes is compared with the checksum of the whole object
 */
public record ReadConfig(
    long lookAheadMax,
    double amplificationMax,
    int fetchThreads,
    Duration stallDeadline,
    long openBytes,
    Duration trustVersion,
    boolean verifyChecksum) {

  public static final Setting<Long> LOOK_AHEAD_MAX =
      Setting.size(
          "fs.seekwell.read.look-ahead-max",
          "32m",
          "0",
          "1g",
          "The furthest that look-ahead runs in front of (or behind) a reader; 0 switches it off.");
  public static final Setting<Double> AMPLIFICATION_MAX =
      Setting.ratio(
          "fs.seekwell.read.amplification-max",
          "6",
          1,
          100,
          "Bytes fetched ÷ bytes wanted of an object that look-ahead keeps below, beyond a first "
              + "advance. Low values spare bytes, high ones requests and time.");
  public static final Setting<Integer> FETCH_THREADS =
      Setting.count(
          "fs.seekwell.fetch.threads",
          32,
          1,
          1024,
          "Most demanded reads from the store in flight at a time, over all streams of the JVM; "
              + "look-ahead has three quarters as many besides.");
  public static final Setting<Duration> STALL_DEADLINE =
      Setting.duration(
          "fs.seekwell.read.stall-deadline",
          "20s",
          "The longest wait for the next byte of an answer. Bounds stall, not total time.");

  /**
   * 256 KiB take 3.3 ms on a connection of 80 MB/s, a ninth of what a store needs for the first
   * byte of any answer, a HEAD's included. They hold whole what is called a small file, and the
   * footers of most Parquet and ORC files (Trino guesses 48 KB and 16 KB) with the page indexes in
   * front of them.
   */
  public static final Setting<Long> OPEN_BYTES =
      Setting.size(
          "fs.seekwell.read.open-bytes",
          "256k",
          "0",
          "8m",
          "How much of a file the request that opens it by name brings, in whole blocks: its "
              + "beginning, or its end if that is read first (Parquet, ORC). A file that is no "
              + "larger costs no further request. 0: nothing, a HEAD.");

  public static final Setting<Duration> TRUST_VERSION =
      Setting.age(
          "fs.seekwell.read.trust-version",
          "0",
          "For how long an object that was opened is opened again by name without asking the store "
              + "whether it was overwritten, for data that nobody changes: what is in memory then "
              + "costs no request at all. What this JVM writes, deletes or renames is asked for "
              + "at once; what others change is seen that much later. 0: ask at every opening.");

  public static final Setting<Boolean> VERIFY_CHECKSUM =
      Setting.flag(
          "fs.seekwell.read.verify-checksum",
          false,
          "Whether what comes of an object is compared with the checksum that the store keeps of the "
              + "whole (CRC-32C, CRC-64/NVME, CRC-32), where it has one and the object is smaller "
              + "than 32 GiB: a small file at its opening, a larger one when all its bytes have "
              + "come to this JVM, in whichever order; a block that comes again must be what it "
              + "was. Costs a HEAD for each version.");

  public static ReadConfig from(Settings settings) {
    return new ReadConfig(
        settings.get(LOOK_AHEAD_MAX),
        settings.get(AMPLIFICATION_MAX),
        settings.get(FETCH_THREADS),
        settings.get(STALL_DEADLINE),
        settings.get(OPEN_BYTES),
        settings.get(TRUST_VERSION),
        settings.get(VERIFY_CHECKSUM));
  }
}
