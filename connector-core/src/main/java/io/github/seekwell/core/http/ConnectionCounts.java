package io.github.seekwell.core.http;

/**
 * An engine's connections at one moment.
 *
 * @param leased in use by an exchange
 * @param idle kept for the next one
 * @param waiting calls that queue because all are in use
 */
public record ConnectionCounts(int leased, int idle, int waiting) {
  public static final ConnectionCounts NONE = new ConnectionCounts(0, 0, 0);

  public ConnectionCounts plus(ConnectionCounts other) {
    return new ConnectionCounts(leased + other.leased, idle + other.idle, waiting + other.waiting);
  }
}
