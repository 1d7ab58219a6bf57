package io.github.seekwell.core.write;

import io.github.seekwell.core.config.BufferConfig;
import io.github.seekwell.core.config.DataSize;
import io.github.seekwell.core.config.WriteConfig;
import io.github.seekwell.core.store.ErrorKind;
import io.github.seekwell.core.store.StoreException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * How many bytes the buffers of all writers may take together. First come, first served; safe for
 * any number of threads.
 *
 * <p>Each writer's first {@value #FREE} bytes stand outside, so that small objects never wait.
 *
 * <p>It knows which bytes are being sent. Those will be given back; what is held by parts that are
 * still being filled may be held for ever, since whoever waits here may be the one who fills them.
 * Once everybody who has begun a part waits here, and nothing was given back for {@link #HOPE}, he
 * is taken to be: only a thread that got a file from another could still help.
 */
public final class WriteBudget {
  /** As much as an ordinary buffered stream might take; many open writers are no danger yet. */
  static final int FREE = 64 * 1024;

  /**
   * Longer than a part takes with all its retries on a store that is merely slow. Who waits longer
   * waits for a writer that nobody writes to any more.
   */
  public static final Duration PATIENCE = Duration.ofMinutes(5);

  /** Time for another thread to close a file that one of those who wait has written to. */
  static final Duration HOPE = Duration.ofSeconds(10);

  private final long capacity;
  private final Duration patience;
  private final Duration hope;
  private final String advice; // for who finds no room

  private final ReentrantLock lock = new ReentrantLock();
  // All below is guarded by lock.
  private final Deque<Waiter> waiters = new ArrayDeque<>();
  private final Map<Object, Long> holders = new HashMap<>(); // bytes by thread that reserved them
  private long inUse;
  private long sending;
  private long returned; // how often room was given back
  private long highWater;

  /**
   * @param bytes at least 1
   * @param patience the longest wait for room; may be zero
   */
  public WriteBudget(long bytes, Duration patience) {
    this(bytes, patience, HOPE);
  }

  WriteBudget(long bytes, Duration patience, Duration hope) {
    this(
        bytes,
        patience,
        hope,
        "raise "
            + WriteConfig.BUFFER_FRACTION.key()
            + ", lower "
            + WriteConfig.PART_SIZE.key()
            + ", name directories with room in "
            + BufferConfig.DIRECTORIES.key());
  }

  private WriteBudget(long bytes, Duration patience, Duration hope, String advice) {
    if (bytes < 1 || patience.isNegative()) {
      throw new IllegalArgumentException("budget of " + bytes + " bytes, patience " + patience);
    }
    this.capacity = bytes;
    this.patience = patience;
    this.hope = hope;
    this.advice = advice;
  }

  /** The same for what parts take on disk. */
  static WriteBudget ofDisk(long bytes, Duration patience) {
    return ofDisk(bytes, patience, HOPE);
  }

  static WriteBudget ofDisk(long bytes, Duration patience, Duration hope) {
    return new WriteBudget(bytes, patience, hope, "raise " + BufferConfig.MAX_BYTES.key());
  }

  /** Bytes in all. */
  public long capacity() {
    return capacity;
  }

  /** Bytes reserved now. */
  public long inUse() {
    lock.lock();
    try {
      return inUse;
    } finally {
      lock.unlock();
    }
  }

  /** The most bytes that were reserved at a time. */
  public long highWater() {
    lock.lock();
    try {
      return highWater;
    } finally {
      lock.unlock();
    }
  }

  /** How many wait for room. */
  int waiting() {
    lock.lock();
    try {
      return waiters.size();
    } finally {
      lock.unlock();
    }
  }

  Duration patience() {
    return patience;
  }

  /**
   * Waits for room, unless all of it is held by files that wait here themselves.
   *
   * @param bytes at most {@link #capacity()}
   * @param action for the message, such as {@code write oci://b@n/key}
   * @throws StoreException {@link ErrorKind#LOCAL} if there was no room for too long
   */
  Room reserve(long bytes, String action) throws StoreException {
    long begun = System.nanoTime();
    Room room = await(bytes, action, true);
    if (room == null) {
      throw new StoreException(
          ErrorKind.LOCAL,
          action,
          "no room for a part of "
              + DataSize.format(bytes)
              + " within "
              + Duration.ofNanos(System.nanoTime() - begun).toSeconds()
              + " s: other writers hold "
              + DataSize.format(inUse())
              + " of "
              + DataSize.format(capacity)
              + "; "
              + advice
              + ", or write to fewer objects at a time");
    }
    return room;
  }

  /**
   * Waits for room as long as parts are being sent.
   *
   * @return null if none is, so that there may never be room, or if it lasts too long
   */
  @Nullable Room reserveFromSending(long bytes, String action) throws StoreException {
    return await(bytes, action, false);
  }

  /** Without waiting; null if there is no room now. */
  @Nullable Room tryReserve(long bytes) {
    lock.lock();
    try {
      return waiters.isEmpty() && fits(bytes) ? take(bytes, Thread.currentThread()) : null;
    } finally {
      lock.unlock();
    }
  }

  private @Nullable Room await(long bytes, String action, boolean evenIfStuck)
      throws StoreException {
    if (bytes > capacity) {
      throw new IllegalArgumentException(bytes + " bytes of " + capacity);
    }
    try {
      lock.lockInterruptibly();
      try {
        return awaitLocked(bytes, evenIfStuck);
      } finally {
        lock.unlock();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreException(
          ErrorKind.INTERRUPTED,
          StoreException.Failure.of(action, "interrupted while waiting for room to write"),
          e);
    }
  }

  private @Nullable Room awaitLocked(long bytes, boolean evenIfStuck) throws InterruptedException {
    if (waiters.isEmpty() && fits(bytes)) {
      return take(bytes, Thread.currentThread());
    }
    Waiter waiter = new Waiter(bytes, Thread.currentThread(), lock.newCondition());
    waiters.add(waiter);
    if (allWait()) {
      waiters.forEach(other -> other.turn.signal()); // their time begins
    }
    boolean interrupted = true;
    try {
      long left = patience.toNanos();
      while (waiter.room == null && left > 0 && (evenIfStuck || sending > 0)) {
        long before = returned;
        boolean stuck = allWait();
        long most = stuck ? Math.min(left, hope.toNanos()) : left;
        long waited = most - waiter.turn.awaitNanos(most);
        left -= waited;
        if (stuck && waited >= most && returned == before && allWait()) {
          break;
        }
      }
      interrupted = false;
    } finally {
      if (waiter.room == null) {
        waiters.remove(waiter);
        serve(); // who stands behind may want less
      } else if (interrupted) {
        waiter.room.release();
      }
    }
    return waiter.room;
  }

  /** Nothing is being sent, and whoever might fill the parts that are there waits for room. */
  private boolean allWait() {
    return sending == 0
        && waiters.stream().map(Waiter::thread).toList().containsAll(holders.keySet());
  }

  private boolean fits(long bytes) {
    return inUse + bytes <= capacity;
  }

  private Room take(long bytes, Thread holder) {
    inUse += bytes;
    highWater = Math.max(highWater, inUse);
    holders.merge(holder, bytes, Long::sum);
    return new Room(this, bytes, holder);
  }

  /** Hands out what there is, in order; wakes all when nothing more can be hoped for. */
  private void serve() {
    for (Waiter next = waiters.peek(); next != null && fits(next.bytes); next = waiters.peek()) {
      waiters.remove();
      next.room = take(next.bytes, next.thread);
      next.turn.signal();
    }
    if (sending == 0) {
      waiters.forEach(waiter -> waiter.turn.signal());
    }
  }

  /** Somebody who waits. Guarded by the budget's lock. */
  private static final class Waiter {
    private final long bytes;
    private final Thread thread;
    private final Condition turn;
    private @Nullable Room room;

    Waiter(long bytes, Thread thread, Condition turn) {
      this.bytes = bytes;
      this.thread = thread;
      this.turn = turn;
    }

    Thread thread() {
      return thread;
    }
  }

  /** What one part has of the budget. Safe for threads. */
  static final class Room {
    /** Of a budget that counts nothing. */
    static final Room NONE = new Room(new WriteBudget(1, Duration.ZERO), 0, "nobody");

    private final WriteBudget budget;
    private final long bytes;
    private final Object holder;
    // Guarded by the budget's lock.
    private boolean sending;
    private boolean released;

    private Room(WriteBudget budget, long bytes, Object holder) {
      this.budget = budget;
      this.bytes = bytes;
      this.holder = holder;
    }

    /** The part is on its way, so that this will be given back. Idempotent. */
    void sending() {
      budget.lock.lock();
      try {
        if (!sending && !released) {
          sending = true;
          budget.sending += bytes;
        }
      } finally {
        budget.lock.unlock();
      }
    }

    /** Gives it back. Idempotent. */
    void release() {
      budget.lock.lock();
      try {
        if (!released) {
          released = true;
          budget.returned++;
          budget.inUse -= bytes;
          budget.holders.computeIfPresent(holder, (h, held) -> held > bytes ? held - bytes : null);
          budget.sending -= sending ? bytes : 0;
          budget.serve();
        }
      } finally {
        budget.lock.unlock();
      }
    }
  }

  @Override
  public String toString() {
    return "WriteBudget(" + inUse() + " of " + capacity + " bytes)";
  }
}
