package io.github.seekwell.core.block;

import io.github.seekwell.core.block.BlockMemory.Slot;
import io.github.seekwell.core.store.BodyHandler;
import io.github.seekwell.core.store.ByteRange;
import io.github.seekwell.core.store.ErrorKind;
import io.github.seekwell.core.store.ObjectInfo;
import io.github.seekwell.core.store.ObjectStore;
import io.github.seekwell.core.store.Priority;
import io.github.seekwell.core.store.RequestContext;
import io.github.seekwell.core.store.StoreException;
import io.github.seekwell.core.store.StoreException.Failure;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Neighbouring blocks fetched by one GET, or read from the second tier, with a GET for what it
 * lacks: takes the bytes as they land and keeps the blocks' promises one after the other. Blocks
 * that are hoped for may come with demanded ones; an extent of hopes alone is look-ahead.
 *
 * <p>Waits in the queue of {@link FetchPool} until it runs or is dropped; its priority may rise
 * while it waits, because somebody came to need what was fetched in hope.
 */
final class Extent implements BodyHandler {
  private enum State {
    QUEUED,
    RUNNING,
    DROPPED
  }

  private final ObjectStore store;
  private final ObjectInfo object;
  private final ByteRange range;
  private final int blockSize;
  private final BlockMemory memory;

  // Each is forgotten once it is done: a reader may remember this extent for as long as it is open,
  // which must not keep the blocks. Belongs to whoever runs, drops or abandons it.
  private final @Nullable Promise[] promises;

  // Which of them nobody waited for when it was planned; not changed after.
  private final BitSet hoped;
  private final boolean lookAhead;
  private final RequestContext context;

  private volatile Runnable begin = () -> {};
  private volatile LongConsumer unkept = length -> {};
  private volatile @Nullable Nearer nearer;
  private volatile @Nullable VersionCheck check;
  private final AtomicBoolean reserved = new AtomicBoolean();

  // Guarded by this: who runs, drops or promotes a queued extent must agree on which it was.
  private State state = State.QUEUED;
  private Priority priority;

  // Touched while the GET runs, by one thread at a time.
  private int current;
  private @Nullable Slot filling;
  private int filled;

  Extent(
      ObjectStore store,
      ObjectInfo object,
      ByteRange range,
      int blockSize,
      BlockMemory memory,
      List<Claims.Claim> claims,
      RequestContext context) {
    this.store = store;
    this.object = object;
    this.range = range;
    this.blockSize = blockSize;
    this.memory = memory;
    this.promises = new Promise[claims.size()];
    this.hoped = new BitSet(claims.size());
    this.context = context;
    boolean demanded = false;
    boolean needed = false;
    for (int i = 0; i < promises.length; i++) {
      @Nullable Promise promise = claims.get(i).promise();
      promises[i] = promise;
      hoped.set(i, claims.get(i).hoped());
      if (promise != null) {
        demanded |= !claims.get(i).hoped();
        promise.belongTo(this);
        needed |= promise.isNeeded();
      }
    }
    this.lookAhead = !demanded;
    this.priority = demanded || needed ? Priority.DEMAND : Priority.LOOK_AHEAD;
  }

  /** Whom to tell how long a block was that will not come; before the extent is queued. */
  void onUnkept(LongConsumer listener) {
    unkept = listener;
  }

  /** Whom to tell that the GET is being made; before the extent is queued. */
  void onBegin(Runnable listener) {
    begin = listener;
  }

  /** Whence blocks are read first: tells how many of the leading ones were given. */
  interface Nearer {
    int read(SecondTier.Sink sink);
  }

  /** Where to look before the store is asked; before the extent is queued. */
  void readFirstFrom(Nearer place) {
    nearer = place;
  }

  /** Who is to see every block before anybody is given it; before the extent is queued. */
  void showTo(@Nullable VersionCheck versionCheck) {
    check = versionCheck;
  }

  /** Whether the GET was made, whatever came of it. */
  synchronized boolean hasBegun() {
    return state == State.RUNNING;
  }

  long bytes() {
    return range.length();
  }

  /** Bytes that have not come; on the fetching thread, or before there is one. */
  long missingBytes() {
    return range.length() - (long) current * blockSize;
  }

  /** How many of them are of blocks that nobody waited for when it was planned. */
  long hopedBytes() {
    long bytes = 0;
    for (int i = hoped.nextSetBit(current); i >= 0; i = hoped.nextSetBit(i + 1)) {
      bytes += lengthOf(i);
    }
    return bytes;
  }

  /** Whether nobody waited for it when it was planned. */
  boolean isLookAhead() {
    return lookAhead;
  }

  /** Bytes of the budget are held for this extent from now on. */
  void reserve() {
    reserved.set(true);
  }

  /** True once after {@link #reserve()}: who is told so gives the bytes back. */
  boolean endReservation() {
    return reserved.compareAndSet(true, false);
  }

  synchronized Priority priority() {
    return priority;
  }

  /** Somebody waits now. True if the extent was queued as look-ahead and has to be moved up. */
  synchronized boolean promote() {
    boolean risen = state == State.QUEUED && priority == Priority.LOOK_AHEAD;
    priority = Priority.DEMAND;
    return risen;
  }

  /** Gives it up if nobody waits for it and it has not begun; its promises are broken then. */
  boolean drop() {
    synchronized (this) {
      if (state != State.QUEUED || priority == Priority.DEMAND) {
        return false;
      }
      state = State.DROPPED;
    }
    breakAll(new StoreException(ErrorKind.CLOSED, action(), "dropped before it was sent"));
    return true;
  }

  /** There is no room for it: whoever joined meanwhile has to ask for the blocks himself. */
  void refuse() {
    breakAll(new StoreException(ErrorKind.CLOSED, action(), "no room for look-ahead"));
  }

  /** Makes the GET; whatever happens, every promise is kept or broken when this returns. */
  void run() {
    synchronized (this) {
      if (state != State.QUEUED) {
        return;
      }
      state = State.RUNNING;
    }
    try {
      beginCheck();
      readNearer();
      refuseIfWrong();
      if (current == promises.length) {
        return;
      }
      begin.run();
      ByteRange missing = ByteRange.of(range.end() - missingBytes(), range.end());
      store.get(object.key(), missing, object.etag(), this, context.with(priority()));
      refuseIfWrong();
      if (current < promises.length) {
        breakAll(new StoreException(ErrorKind.TRUNCATED, action(), "the body ended unnoticed"));
      }
    } catch (StoreException e) {
      breakAll(e);
    } catch (RuntimeException | Error e) {
      // A bug below must end the wait of readers in other threads, who would never hear of it.
      breakAll(new StoreException(ErrorKind.LOCAL, Failure.of(action(), e.toString()), e));
      throw e;
    } finally {
      Slot unfinished = filling;
      if (unfinished != null) {
        filling = null;
        unfinished.free();
      }
    }
  }

  private void beginCheck() throws StoreException {
    VersionCheck looking = check;
    if (looking != null) {
      looking.begin(store, object, context.with(priority()));
    }
  }

  private void refuseIfWrong() throws StoreException {
    VersionCheck looking = check;
    if (looking != null) {
      looking.refuseIfWrong();
    }
  }

  private void readNearer() {
    Nearer place = nearer;
    if (place != null) {
      place.read(
          (index, bytes) -> {
            Slot slot = slot();
            bytes.get(slot.bytes(), slot.offset(), lengthOf(current));
            keepCurrent(slot);
          });
    }
  }

  /**
   * Breaks what has not been kept; promises already kept stay so. The last goes first: who waits
   * for the first of them and then tries again must not join one that is about to be broken.
   */
  void breakAll(StoreException failure) {
    for (int i = promises.length - 1; i >= 0; i--) {
      Promise promise = promises[i];
      promises[i] = null;
      if (promise != null && promise.completeExceptionally(failure)) {
        promise.leaveExtent();
        if (hoped.get(i)) {
          unkept.accept(lengthOf(i));
        }
      }
    }
  }

  @Override
  public void accept(long position, byte[] buffer, int offset, int length) {
    long at = position;
    int from = offset;
    int left = length;
    // A resumed body may bring again what is already here.
    long expected = range.start() + (long) current * blockSize + filled;
    int known = (int) Math.min(left, Math.max(0, expected - at));
    at += known;
    from += known;
    left -= known;
    if (left > 0 && at != expected) {
      throw new IllegalStateException(
          "bytes at " + at + " instead of " + expected + " of " + action());
    }
    while (left > 0) {
      Slot slot = slot();
      int whole = lengthOf(current);
      int count = Math.min(left, whole - filled);
      System.arraycopy(buffer, from, slot.bytes(), slot.offset() + filled, count);
      filled += count;
      from += count;
      left -= count;
      if (filled == whole) {
        keepCurrent(slot);
      }
    }
  }

  /** Where the current block is put together. */
  private Slot slot() {
    Slot slot = filling;
    if (slot == null) {
      slot = memory.take(lengthOf(current));
      filling = slot;
    }
    return slot;
  }

  private void keepCurrent(Slot slot) {
    long start = range.start() + (long) current * blockSize;
    int length = lengthOf(current);
    VersionCheck looking = check;
    boolean right =
        looking == null || looking.arrived(start / blockSize, slot.bytes(), slot.offset(), length);
    // What is wrong is broken when all has come, with the rest.
    Promise promise = right ? promises[current] : null;
    if (right) {
      promises[current] = null;
    }
    filling = null;
    if (promise == null || !promise.complete(new Block(start, length, slot, hoped.get(current)))) {
      slot.free();
    }
    if (promise != null) {
      promise.leaveExtent();
    }
    filled = 0;
    current++;
  }

  private int lengthOf(int block) {
    long start = range.start() + (long) block * blockSize;
    return (int) Math.min(blockSize, range.end() - start);
  }

  private String action() {
    return "get " + store.id().uri(object.key()) + " " + range;
  }

  @Override
  public String toString() {
    return action() + " for " + promises.length + " blocks, " + priority();
  }
}
