package io.github.seekwell.core.metrics;

/**
 * Hears what reading costs.
 *
 * <p>Called from many threads, on the read path itself: an implementation is fast, takes no lock
 * and does not throw (what it throws is logged once and swallowed). {@code owner} is the opaque
 * token of whoever caused the event (a task, a stream); background fetches carry the owner of the
 * read that caused them. Durations are nanoseconds, sizes bytes.
 */
public interface ReadListener {
  ReadListener NONE = new ReadListener() {};

  /**
   * A caller's read has ended.
   *
   * @param object what was read, such as {@code oci://bucket@namespace/key}
   * @param position of the first byte read
   * @param bytes delivered; 0 at end of file
   * @param nanos what the caller felt; 0 for a hit, which is counted and not timed, since two clock
   *     readings would cost more than a small hit
   * @param cpuNanos how much of it the caller's thread spent computing; 0 where the JVM cannot tell
   */
  default void onRead(
      Object owner,
      String object,
      long position,
      long bytes,
      long nanos,
      long cpuNanos,
      ReadOutcome outcome) {}

  /**
   * Reads that were served from the block at hand without asking anybody, counted in bulk.
   *
   * @param reads how many
   * @param bytes together
   */
  default void onHits(Object owner, long reads, long bytes) {}

  /**
   * An object was opened before anybody read of it, and the caller waited {@code nanos} for that:
   * for its beginning most often. Where opening waits for the first read, it is part of that.
   */
  default void onOpen(Object owner, long nanos) {}

  /** A read failed after {@code nanos}. */
  default void onReadFailed(Object owner, long nanos) {}

  /**
   * The position jumped. Reading on from where the last read ended is no seek.
   *
   * @param distance new position minus old; negative for back
   */
  default void onSeek(Object owner, long distance) {}

  /**
   * A GET is being made; one that was planned and dropped in the queue is not told.
   *
   * @param demanded bytes of the blocks that somebody waited for when it was planned; 0 if it is
   *     look-ahead alone
   * @param ahead bytes of the blocks that it brings in hope
   */
  default void onFetch(Object owner, long demanded, long ahead) {}

  /**
   * Of the bytes that a GET asks for, so many had been here: somebody had come for their blocks,
   * which then left the cache for want of room. Told once the GET is being made.
   */
  default void onRefetch(Object owner, long bytes) {}

  /** A block that look-ahead brought was read for the first time. */
  default void onLookAheadUsed(Object owner, long bytes) {}

  /** A block that look-ahead asked for did not come, or left the cache unread. */
  default void onLookAheadWasted(long bytes) {}

  /** A block left the cache for want of room. */
  default void onEviction(long bytes) {}

  /**
   * Blocks were read from the local disk.
   *
   * @param nanos for all of them
   */
  default void onDiskRead(Object owner, long blocks, long bytes, long nanos) {}

  /** Something else befell blocks on the local disk, or blocks that might have been there. */
  default void onDisk(DiskEvent event, long blocks, long bytes) {}

  /**
   * An HTTP request is issued: it has its place among those in flight and asks for a connection
   * next. {@link #onRequest} follows when it has ended.
   *
   * @param operation such as {@code get} or {@code upload-part}
   */
  default void onRequestSent(Object owner, String operation) {}

  /** An HTTP request has ended. */
  default void onRequest(Object owner, EndedRequest request) {}

  /**
   * A request was sent once more, on a new connection, because its pooled one was found closed. It
   * is still one request; if the store had seen it before it closed, it sees two.
   */
  default void onResend(String address) {}

  /** A request waited {@code nanos} for its turn under the limit on requests in flight. */
  default void onLimitWait(Object owner, long nanos) {}

  /** A failed attempt will be tried again after {@code backoffNanos}. */
  default void onRetry(Object owner, String operation, long backoffNanos) {}

  /**
   * A second request is made beside one whose first byte has not come for {@code waitedNanos}; both
   * are told to {@link #onRequest} when they end, the loser as one without an answer.
   */
  default void onHedge(Object owner, long waitedNanos) {}

  /** A second request is over: it was the quicker one, or it was made in vain. */
  default void onHedgeEnded(Object owner, boolean won) {}

  /** An operation begins; {@link #onOperation} follows when it has ended, whatever comes of it. */
  default void onOperationBegun(Object owner, String operation) {}

  /** A whole operation, retries and waits included, has ended. */
  default void onOperation(Object owner, String operation, long nanos, boolean ok) {}

  /** A connection was made or ended. */
  default void onConnection(String address, boolean opened) {}

  /** The endpoint's addresses are now others. */
  default void onAddressChange(String host, int added, int removed) {}

  /** A name was resolved anew. */
  default void onLookup(String host, long nanos, boolean ok) {}

  /** Bytes written by a caller. */
  default void onWrite(Object owner, long bytes) {}
}
