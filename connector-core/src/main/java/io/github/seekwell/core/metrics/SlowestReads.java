package io.github.seekwell.core.metrics;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the reads that took longest, each with the request that made it wait. Safe for any number
 * of threads; a read that is no candidate costs one comparison.
 *
 * <p>A request may end before or after it is told who waited for it: one that ends is held against
 * the reads that are kept, and a new one of these against the requests that ended last.
 */
final class SlowestReads {
  /** So many are worth a look, and some kilobytes in a message. */
  static final int READS = 10;

  /** As many as may end while a reader whose bytes have come wakes up. */
  private static final int REQUESTS = 64;

  // Guarded by this.
  private final PriorityQueue<Read> reads =
      new PriorityQueue<>(Comparator.comparingLong(read -> read.nanos)); // its head is the shortest
  private final Deque<Request> requests = new ArrayDeque<>(); // its head ended first

  private volatile long shortest = Long.MIN_VALUE; // that is still wanted, less one

  private record Request(EndedRequest ended, long at) {}

  private static final class Read {
    private final String object;
    private final long position;
    private final long bytes;
    private final long nanos;
    private final long at;
    private @Nullable EndedRequest cause; // guarded by who keeps it

    Read(String object, long position, long bytes, long nanos, long at) {
      this.object = object;
      this.position = position;
      this.bytes = bytes;
      this.nanos = nanos;
      this.at = at;
    }

    /** Its cause is the longest request for its bytes that was under way while it waited. */
    void consider(Request request) {
      EndedRequest ended = request.ended;
      EndedRequest before = cause;
      boolean itsBytes =
          ended.object().equals(object)
              && ended.from() < position + Math.max(1, bytes)
              && (ended.to() == 0 || ended.to() > position);
      boolean meanwhile = request.at - ended.nanos() <= at && request.at >= at - nanos;
      if (itsBytes && meanwhile && (before == null || ended.nanos() > before.nanos())) {
        cause = ended;
      }
    }

    SlowRead told() {
      EndedRequest known = cause;
      return new SlowRead(
          object,
          position,
          bytes,
          nanos,
          known == null ? "" : known.address(),
          known == null ? "" : known.requestId());
    }
  }

  /**
   * @param at by the clock of all events here, in nanoseconds
   */
  void read(String object, long position, long bytes, long nanos, long at) {
    if (nanos > shortest) {
      keep(new Read(object, position, bytes, nanos, at));
    }
  }

  private synchronized void keep(Read read) {
    requests.forEach(read::consider);
    reads.add(read);
    if (reads.size() > READS) {
      reads.remove();
    }
    if (reads.size() == READS) {
      shortest = reads.element().nanos;
    }
  }

  /**
   * @param at by the clock of all events here, in nanoseconds
   */
  void request(EndedRequest ended, long at) {
    if (ended.ok()) {
      hear(new Request(ended, at));
    }
  }

  private synchronized void hear(Request request) {
    reads.forEach(read -> read.consider(request));
    requests.add(request);
    if (requests.size() > REQUESTS) {
      requests.remove();
    }
  }

  /** The longest first. */
  List<SlowRead> snapshot() {
    List<SlowRead> all = new ArrayList<>();
    synchronized (this) {
      reads.forEach(read -> all.add(read.told()));
    }
    return longest(all);
  }

  /** The longest of all, the longest first. */
  static List<SlowRead> longest(Collection<SlowRead> all) {
    return all.stream()
        .filter(read -> all.stream().noneMatch(other -> isThatWithItsCause(other, read)))
        .sorted(Comparator.comparingLong(SlowRead::nanos).reversed())
        .limit(READS)
        .toList();
  }

  /** A read may be told of before the request it waited for has ended, and again after. */
  private static boolean isThatWithItsCause(SlowRead read, SlowRead before) {
    return before.address().isEmpty()
        && !read.address().isEmpty()
        && read.nanos() == before.nanos()
        && read.position() == before.position()
        && read.bytes() == before.bytes()
        && read.object().equals(before.object());
  }
}
