package io.github.seekwell.core.metrics;

/**
 * What rises and falls. A snapshot holds it as it was when the snapshot was taken; the sum of two
 * snapshots is the sum, and an interval ends with it.
 */
public enum Gauge {
  CACHED_BYTES("cache.held_bytes", "bytes", "Bytes that the block cache holds."),
  IN_FLIGHT_BYTES(
      "fetch.in_flight_bytes", "bytes", "Bytes asked for and not here yet, queued look-ahead too."),
  WRITE_BUFFER_BYTES(
      "write.buffer_bytes",
      "bytes",
      "Bytes that parts of uploads have reserved, to fill and send."),
  CONNECTIONS_LEASED("connection.leased", "connections", "Connections in use by a request."),
  CONNECTIONS_IDLE("connection.idle", "connections", "Connections kept for the next request."),
  CONNECTION_WAITERS(
      "connection.waiting", "requests", "Requests that wait until a connection may be used.");

  private final String metric;
  private final String unit;
  private final String description;

  Gauge(String metric, String unit, String description) {
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
