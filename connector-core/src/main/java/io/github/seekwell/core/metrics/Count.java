package io.github.seekwell.core.metrics;

/** What a snapshot counts over all operations and addresses. Never falls while a recorder lives. */
public enum Count {
  READ_HITS("read.hit.count", "reads", "Reads served from memory."),
  READ_WAITS("read.wait.count", "reads", "Reads that waited for bytes already on their way."),
  READ_MISSES("read.miss.count", "reads", "Reads for which the store had to be asked."),
  READ_FAILURES("read.failed.count", "reads", "Reads that ended with an exception."),
  BYTES_DELIVERED("read.delivered_bytes", "bytes", "Bytes handed to callers of read."),
  READ_NANOS("read.latency.total_nanos", "nanoseconds", "Time callers spent in waits and misses."),
  READ_CPU_NANOS(
      "read.cpu.total_nanos",
      "nanoseconds",
      "Time callers' threads computed in waits and misses; 0 where the JVM cannot tell."),
  OPENS("open.count", "objects", "Objects opened before anybody read of them."),
  OPEN_NANOS("open.latency.total_nanos", "nanoseconds", "Time callers spent in such opens."),
  SEEKS_FORWARD("seek.forward.count", "seeks", "Jumps to a greater position."),
  SEEKS_BACK("seek.back.count", "seeks", "Jumps to a smaller position."),
  SEEK_FORWARD_BYTES("seek.forward_bytes", "bytes", "Distance of all forward jumps."),
  SEEK_BACK_BYTES("seek.back_bytes", "bytes", "Distance of all backward jumps."),
  FETCHES_DEMAND("fetch.demand.count", "fetches", "GETs made because a reader waits."),
  FETCHES_LOOK_AHEAD("fetch.look_ahead.count", "fetches", "GETs made in hope alone."),
  FETCH_DEMAND_BYTES("fetch.demand_bytes", "bytes", "Bytes asked for because a reader waits."),
  FETCH_LOOK_AHEAD_BYTES("fetch.look_ahead_bytes", "bytes", "Bytes asked for in hope."),
  REFETCHED_BYTES(
      "fetch.refetched_bytes",
      "bytes",
      "Bytes asked for again that somebody had come for before they left the cache."),
  LOOK_AHEAD_USED_BYTES("look_ahead.used_bytes", "bytes", "Look-ahead bytes that were read."),
  LOOK_AHEAD_WASTED_BYTES(
      "look_ahead.wasted_bytes", "bytes", "Look-ahead bytes that left the cache unread."),
  EVICTIONS("cache.evicted.count", "blocks", "Blocks that left the cache for want of room."),
  EVICTED_BYTES("cache.evicted_bytes", "bytes", "Bytes that left the cache for want of room."),
  DISK_READ("disk.read.count", "blocks", "Blocks read from the local disk."),
  DISK_READ_BYTES("disk.read_bytes", "bytes", "Bytes read from the local disk."),
  DISK_MISSES("disk.miss.count", "blocks", "Blocks looked for on the local disk in vain."),
  DISK_BYPASSED(
      "disk.bypassed.count",
      "blocks",
      "Blocks on the local disk that were asked of the store, because the disk was slower."),
  DISK_DAMAGED("disk.damaged.count", "blocks", "Blocks on the local disk that failed their check."),
  DISK_WRITTEN("disk.written.count", "blocks", "Blocks written to the local disk."),
  DISK_WRITTEN_BYTES("disk.written_bytes", "bytes", "Bytes of blocks written to the local disk."),
  DISK_REFUSED(
      "disk.refused.count",
      "blocks",
      "Blocks not written to the local disk, because what is there is used."),
  DISK_DROPPED(
      "disk.dropped.count",
      "blocks",
      "Blocks not written to the local disk, because it did not keep up or failed."),
  DISK_EVICTED("disk.evicted.count", "blocks", "Blocks that left the local disk for want of room."),
  DISK_EVICTED_BYTES(
      "disk.evicted_bytes", "bytes", "Bytes that left the local disk for want of room."),
  DISK_LOST("disk.lost.count", "blocks", "Blocks in directories that failed."),
  REQUESTS_SENT(
      "request.sent.count", "requests", "HTTP requests issued, those under way included."),
  REQUESTS("request.count", "requests", "HTTP requests that ended, every attempt counted."),
  REQUESTS_RESENT(
      "request.resent.count",
      "requests",
      "Requests sent once more, because their pooled connection was found closed."),
  STATUS_2XX("request.status_2xx.count", "requests", "Requests answered with success."),
  STATUS_3XX("request.status_3xx.count", "requests", "Requests answered with a redirection."),
  STATUS_4XX("request.status_4xx.count", "requests", "Requests refused."),
  STATUS_5XX("request.status_5xx.count", "requests", "Requests on which the store failed."),
  STATUS_NONE("request.status_none.count", "requests", "Requests without any answer."),
  THROTTLED(
      "request.throttled.count", "requests", "Answers that asked us to slow down (429, 503)."),
  RETRIES("retry.count", "retries", "Attempts after a failed one."),
  HEDGES("hedge.count", "requests", "Second requests beside one whose first byte was late."),
  HEDGES_WON("hedge.won.count", "requests", "Second requests whose bytes came first."),
  HEDGES_LOST("hedge.lost.count", "requests", "Second requests that were made in vain."),
  LIMIT_WAITS("limit.wait.count", "requests", "Requests that queued under the in-flight limit."),
  CONNECTIONS_OPENED("connection.opened.count", "connections", "Connections made."),
  CONNECTIONS_CLOSED("connection.closed.count", "connections", "Connections ended."),
  ADDRESS_CHANGES("address.change.count", "changes", "Times an endpoint's addresses changed."),
  ADDRESSES_ADDED("address.added.count", "addresses", "Addresses that appeared."),
  ADDRESSES_REMOVED("address.removed.count", "addresses", "Addresses that went away."),
  LOOKUPS("lookup.count", "lookups", "Names resolved anew."),
  LOOKUP_FAILURES("lookup.failed.count", "lookups", "Names that could not be resolved."),
  BYTES_WRITTEN("write.bytes", "bytes", "Bytes written by callers.");

  private final String metric;
  private final String unit;
  private final String description;

  Count(String metric, String unit, String description) {
    this.metric = metric;
    this.unit = unit;
    this.description = description;
  }

  /** The exported name, stable over releases. */
  public String metric() {
    return metric;
  }

  public String unit() {
    return unit;
  }

  /** One sentence. */
  public String description() {
    return description;
  }
}
