package io.github.seekwell.core.block;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Room for look-ahead that nobody has read yet, on its way or here, shared out among the objects
 * that are being read.
 *
 * <p>An object gets at most half of what is left, so that there is something for whoever comes
 * next, and no more in all than an equal share. One that is read alone is bound by neither as long
 * as the room is twice what a run may be ahead. Safe for threads.
 */
final class UnreadRoom {
  /** Who neither took nor used look-ahead for so long does not count as reading. */
  private static final long READING_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** Whoever forgets to close so many objects may find the look-ahead of open ones taken away. */
  static final int MOST_OPEN = 1 << 16;

  /** How long a count of those who read is believed. */
  private static final long COUNTED_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  private final LongSupplier limit;
  private final LongSupplier nanoClock;
  private final AtomicLong taken = new AtomicLong();
  private final Map<ObjectVersion, Portion> portions = new ConcurrentHashMap<>();
  private final Map<ObjectVersion, Integer> open = new ConcurrentHashMap<>();
  private final Set<ObjectVersion> abandoned = ConcurrentHashMap.newKeySet();
  private volatile Readers readers;

  /** What one object has of it. Its bytes change within the map's own updates only. */
  private static final class Portion {
    private volatile long bytes;
    private volatile long movedAt;
  }

  private record Readers(int count, long countedAt) {}

  /**
   * @param limit bytes, asked whenever they matter
   */
  UnreadRoom(LongSupplier limit, LongSupplier nanoClock) {
    this.limit = limit;
    this.nanoClock = nanoClock;
    this.readers = new Readers(0, nanoClock.getAsLong() - COUNTED_NANOS);
  }

  long limit() {
    return limit.getAsLong();
  }

  /** Bytes of all objects. */
  long taken() {
    return taken.get();
  }

  /** Bytes that there is room for. */
  long left() {
    return Math.max(0, limit() - taken());
  }

  /** Bytes that this object may take now. */
  long left(ObjectVersion object) {
    Portion own = portions.get(object);
    long has = own == null ? 0 : own.bytes;
    long all = limit();
    long share = all / Math.max(1, reading() + (own == null ? 1 : 0));
    return Math.max(0, Math.min((all - taken()) / 2, share - has));
  }

  /** Bytes that this object may have, what it has included. */
  long most(ObjectVersion object) {
    Portion own = portions.get(object);
    return left(object) + (own == null ? 0 : own.bytes);
  }

  /** Takes room, or says that there is none. */
  boolean take(ObjectVersion object, long bytes) {
    if (taken.addAndGet(bytes) > limit()) {
      taken.addAndGet(-bytes);
      return false;
    }
    change(object, bytes, true);
    return true;
  }

  /** Look-ahead was read for the first time. */
  void used(ObjectVersion object, long bytes) {
    taken.addAndGet(-bytes);
    change(object, -bytes, true);
  }

  /** Look-ahead will never be read. */
  void lost(ObjectVersion object, long bytes) {
    taken.addAndGet(-bytes);
    change(object, -bytes, false);
  }

  private void change(ObjectVersion object, long bytes, boolean moved) {
    portions.compute(
        object,
        (key, known) -> {
          Portion portion = known == null ? new Portion() : known;
          portion.bytes += bytes;
          if (moved) {
            portion.movedAt = nanoClock.getAsLong();
          }
          return portion.bytes == 0 ? null : portion;
        });
  }

  /** One more reader reads this object. */
  void opened(ObjectVersion object) {
    if (open.size() >= MOST_OPEN) {
      open.clear();
    }
    open.merge(object, 1, Integer::sum);
    abandoned.remove(object);
  }

  /** One of its readers reads no more. */
  void closed(ObjectVersion object) {
    open.computeIfPresent(object, (key, count) -> count == 1 ? null : count - 1);
    if (portions.containsKey(object)) {
      arrived(object);
    }
  }

  /** Look-ahead has come. */
  void arrived(ObjectVersion object) {
    if (!open.containsKey(object)) {
      abandoned.add(object);
    }
  }

  /** Objects whose look-ahead is here and that nobody reads any more; each is told once. */
  Set<ObjectVersion> abandoned() {
    if (abandoned.isEmpty()) {
      return Set.of();
    }
    Set<ObjectVersion> told = Set.copyOf(abandoned);
    abandoned.removeAll(told);
    return told;
  }

  private int reading() {
    Readers known = readers;
    long now = nanoClock.getAsLong();
    if (now - known.countedAt >= COUNTED_NANOS) {
      int count = 0;
      for (Portion portion : portions.values()) {
        if (now - portion.movedAt < READING_NANOS) {
          count++;
        }
      }
      known = new Readers(count, now);
      readers = known;
    }
    return known.count;
  }
}
