package io.github.seekwell.core.metrics;

/** What a snapshot keeps a histogram of, over all operations. */
public enum Spread {
  READ_WAIT("read.wait.latency", "nanos", 3, "Reads that waited for bytes already on their way"),
  READ_MISS("read.miss.latency", "nanos", 3, "Reads for which the store had to be asked"),
  OPEN("open.latency", "nanos", 2, "Opening an object before anybody reads of it"),
  READ_FAILED("read.failed.latency", "nanos", 2, "Reads that ended with an exception"),
  SEEK_FORWARD("seek.forward.distance", "bytes", 2, "Jumps to a greater position"),
  SEEK_BACK("seek.back.distance", "bytes", 2, "Jumps to a smaller position"),
  DISK_READ("disk.read.latency", "nanos", 2, "Reading neighbouring blocks from the local disk"),
  LIMIT_WAIT("limit.wait.latency", "nanos", 2, "Queueing under the limit on requests in flight"),
  RETRY_BACKOFF("retry.backoff", "nanos", 2, "Waits before a retry"),
  HEDGE_AFTER("hedge.after", "nanos", 2, "Waits for a first byte before a second request"),
  LOOKUP("lookup.latency", "nanos", 2, "Resolving a name");

  private final String metric;
  private final String unit;
  private final int digits;
  private final String description;

  Spread(String metric, String unit, int digits, String description) {
    this.metric = metric;
    this.unit = unit;
    this.digits = digits;
    this.description = description;
  }

  /** The exported name without percentile and unit, stable over releases. */
  public String metric() {
    return metric;
  }

  /** {@code nanos} or {@code bytes}. */
  public String unit() {
    return unit;
  }

  /** What is spread, as the beginning of a sentence. */
  public String description() {
    return description;
  }

  boolean isTime() {
    return unit.equals("nanos");
  }

  int digits() {
    return digits;
  }
}
