package io.github.seekwell.core.store;

/** A request under way, as its client shows it to a {@link RequestWatch}. Safe for any thread. */
public interface RunningRequest {
  /**
   * Ends it: its connection is cut, and the call that made it fails with {@link ErrorKind#CLOSED}
   * at once, wherever it waits; only in a queue for a connection it waits for its turn first. Does
   * nothing to a request that has ended. Does not wait and does not throw.
   */
  void abort();

  /** The IP address that is being asked or connected to; empty while there is none. */
  String address();
}
