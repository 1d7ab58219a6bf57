package io.github.seekwell.core.metrics;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the reads that took longest, and enough of the longest requests to say which of them made
 * them wait. Safe for any number of threads; a read that is no candidate costs one comparison.
 */
final class SlowestReads {
  /** So many are worth a look, and some kilobytes in a message. */
  static final int READS = 10;

  /** More than reads: requests that nobody waited for are among the longest too. */
  private static final int REQUESTS = 64;

  private final Longest<Read> reads = new Longest<>(READS, Read::nanos);
  private final Longest<Request> requests = new Longest<>(REQUESTS, each -> each.ended().nanos());

  private record Read(String object, long position, long bytes, long nanos, long at) {}

  private record Request(EndedRequest ended, long at) {}

  /**
   * @param at by the clock of all events here, in nanoseconds
   */
  void read(String object, long position, long bytes, long nanos, long at) {
    if (reads.wants(nanos)) {
      reads.add(new Read(object, position, bytes, nanos, at));
    }
  }

  /**
   * @param at by the clock of all events here, in nanoseconds
   */
  void request(EndedRequest ended, long at) {
    if (ended.ok() && requests.wants(ended.nanos())) {
      requests.add(new Request(ended, at));
    }
  }

  /** The longest first. */
  List<SlowRead> snapshot() {
    List<Request> known = requests.all();
    List<SlowRead> all = new ArrayList<>();
    for (Read read : reads.all()) {
      EndedRequest cause = cause(read, known);
      all.add(
          new SlowRead(
              read.object,
              read.position,
              read.bytes,
              read.nanos,
              cause == null ? "" : cause.address(),
              cause == null ? "" : cause.requestId()));
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

  /** The longest request for these bytes that was under way while the read waited. */
  private static @Nullable EndedRequest cause(Read read, List<Request> known) {
    EndedRequest cause = null;
    for (Request each : known) {
      EndedRequest ended = each.ended;
      boolean bytes =
          ended.object().equals(read.object)
              && ended.from() < read.position + Math.max(1, read.bytes)
              && (ended.to() == 0 || ended.to() > read.position);
      boolean meanwhile = each.at - ended.nanos() <= read.at && each.at >= read.at - read.nanos;
      if (bytes && meanwhile && (cause == null || ended.nanos() > cause.nanos())) {
        cause = ended;
      }
    }
    return cause;
  }

  /** A few elements, those of greatest length. */
  private static final class Longest<T> {
    private final int most;
    private final ToLongFunction<T> length;
    private final PriorityQueue<T> kept; // guarded by this; the shortest is its head
    private volatile long shortest = Long.MIN_VALUE; // that is still wanted, less one

    Longest(int most, ToLongFunction<T> length) {
      this.most = most;
      this.length = length;
      this.kept = new PriorityQueue<>(Comparator.comparingLong(length));
    }

    boolean wants(long candidate) {
      return candidate > shortest;
    }

    synchronized void add(T candidate) {
      kept.add(candidate);
      if (kept.size() > most) {
        kept.remove();
      }
      if (kept.size() == most) {
        shortest = length.applyAsLong(kept.element());
      }
    }

    synchronized List<T> all() {
      return List.copyOf(kept);
    }
  }
}
