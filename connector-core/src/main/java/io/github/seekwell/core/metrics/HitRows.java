package io.github.seekwell.core.metrics;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.ref.WeakReference;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Adds up hits, by thread and owner, until a recorder of theirs is asked: what a thread has counted
 * before is then told to it. After 64 KiB have been copied the counters of two recorders are no
 * longer in the processor's nearest caches, so a hit writes to one place instead, to which nobody
 * else writes.
 *
 * <p>Safe for any number of threads. A hit takes no lock and allocates nothing, but where its
 * thread turns to another owner than the last of the same slot: then it tells that one's. Threads
 * whose place is another's tell their hits at once. Holds the last owners of a thread until the
 * thread turns to others, or asks for their accounts itself.
 */
final class HitRows {
  /** Threads that read at a time, of an executor; a power of two. */
  static final int ROWS = 64;

  /** Owners between which a thread may change to and fro at no cost; a power of two. */
  static final int SLOTS = 4;

  private static final VarHandle HITS = field("hits");
  private static final VarHandle BYTES = field("bytes");

  private final AtomicReferenceArray<@Nullable Row> rows = new AtomicReferenceArray<>(ROWS);

  /** A thread's, for as long as it lives; a later one may have its place then. */
  private static final class Row {
    private final long id;
    private final WeakReference<Thread> thread;
    private final Slot[] slots = new Slot[SLOTS];

    Row(Thread thread) {
      this.id = thread.getId();
      this.thread = new WeakReference<>(thread);
      for (int i = 0; i < SLOTS; i++) {
        slots[i] = new Slot(id);
      }
    }

    boolean isOver() {
      Thread known = thread.get();
      return known == null || !known.isAlive();
    }

    void settle() {
      for (Slot slot : slots) {
        slot.tell();
      }
    }
  }

  /** Hits of one owner at a time. */
  static final class Slot {
    private final long thread;

    // Changed by the row's thread alone, under this slot's lock.
    private volatile @Nullable Owner owner;

    // What the row's thread, which alone writes to it, has counted ever. Released, so that who
    // knows
    // of a hit that has returned sees it here.
    private long hits;
    private long bytes;

    // Guarded by this.
    private long toldHits;
    private long toldBytes;

    private Slot(long thread) {
      this.thread = thread;
    }

    /** By the row's thread. */
    private void add(long moreHits, long moreBytes) {
      HITS.setRelease(this, hits + moreHits);
      BYTES.setRelease(this, bytes + moreBytes);
    }

    /** By the row's thread. */
    private synchronized void turnTo(@Nullable Owner of) {
      tell();
      owner = of;
    }

    private synchronized void tell() {
      long newHits = (long) HITS.getAcquire(this) - toldHits;
      long newBytes = (long) BYTES.getAcquire(this) - toldBytes;
      if (owner != null && (newHits != 0 || newBytes != 0)) {
        toldHits += newHits;
        toldBytes += newBytes;
        owner.account().onHits(owner, newHits, newBytes);
      }
    }
  }

  private static VarHandle field(String name) {
    try {
      return MethodHandles.lookup().findVarHandle(Slot.class, name, long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** Counts hits of the calling thread, as {@link ReadListener#onHits}. */
  void add(Owner owner, long hits, long bytes) {
    Thread thread = Thread.currentThread();
    Slot slot = owner.last();
    if (slot == null || slot.thread != thread.getId() || slot.owner != owner) {
      slot = slot(thread, owner);
    }
    if (slot == null) {
      owner.account().onHits(owner, hits, bytes);
    } else {
      slot.add(hits, bytes);
    }
  }

  private @Nullable Slot slot(Thread thread, Owner owner) {
    Row row = owner.isToldAtOnce() ? null : own(thread);
    if (row == null) {
      return null;
    }
    Slot slot = row.slots[owner.number() & SLOTS - 1];
    if (slot.owner != owner) {
      slot.turnTo(owner);
    }
    owner.last(slot);
    return slot;
  }

  /** The row of a thread, which it gets if its place is free; null if that is another's. */
  private @Nullable Row own(Thread thread) {
    int place = (int) thread.getId() & ROWS - 1;
    Row row = rows.get(place);
    if (row != null && row.id == thread.getId()) {
      return row;
    }
    if (row != null) {
      if (!row.isOver()) {
        return null;
      }
      row.settle(); // nobody adds to it any more
    }
    Row fresh = new Row(thread);
    return rows.compareAndSet(place, row, fresh) ? fresh : null;
  }

  /** Tells a recorder every hit of its owners that has returned, and perhaps more. */
  void settle(ReadRecorder recorder) {
    long here = Thread.currentThread().getId();
    for (int place = 0; place < ROWS; place++) {
      Row row = rows.get(place);
      if (row != null) {
        for (Slot slot : row.slots) {
          Owner owner = slot.owner;
          if (owner != null && owner.isCountedBy(recorder)) {
            slot.tell();
            if (row.id == here && owner.own() == recorder) {
              slot.turnTo(null); // a task asks at its end
            }
          }
        }
      }
    }
  }
}
