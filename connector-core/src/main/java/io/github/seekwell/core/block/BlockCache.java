package io.github.seekwell.core.block;

import io.github.seekwell.core.metrics.ReadListener;
import io.github.seekwell.core.plan.AccessHistory;
import io.github.seekwell.core.plan.BlockSpan;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All blocks of a class loader, present or promised.
 *
 * <p>Eviction is S3-FIFO (Yang et al., "FIFO queues are all you need for cache eviction", SOSP
 * 2023). New blocks stand in a first queue; those that were visited again by the time they come to
 * its head move to a main queue, where each further visit earns another round; the rest leave, and
 * their keys are remembered for a while, so that a block which comes back goes to the main queue at
 * once. A long scan passes through the first queue and leaves what is read again and again alone.
 *
 * <p>The first queue has half of the room, not the paper's tenth: blocks that look-ahead brought
 * must survive until they are read for the first time, which no frequency can know. Why this and
 * not W-TinyLFU stands in {@code docs/decisions/cache.md}.
 *
 * <p>Look-ahead that nobody has read yet stands in the first queue only, even if its key is
 * remembered: that queue always moves on, so hopes that nobody fulfils give their room back. In the
 * main queue they might stay for good, and their share of the room with them.
 *
 * <p>Safe for threads. A look-up takes no lock; the arrival of a block takes one, for a moment.
 * Blocks in flight weigh nothing here: their bytes count against the budget of {@link FetchPool}.
 */
public final class BlockCache {
  private static final Logger LOG = LoggerFactory.getLogger(BlockCache.class);

  /** The part of the room that new blocks may take once the cache is full. */
  private static final double FIRST_SHARE = 0.5;

  /**
   * How long look-ahead may stay unread where more than half of its room is taken. Readers who take
   * their time have read what is ahead of them by then: 1 MB by 100 KB a second.
   */
  private static final long STALE_NANOS = TimeUnit.SECONDS.toNanos(10);

  /** Unread look-ahead may take this part of the room; more would push itself out. */
  private static final double UNREAD_SHARE = 0.25;

  /**
   * Keys of evicted blocks that are remembered, some 100 bytes each: as many as there are blocks,
   * which is the paper's number, but always so many.
   */
  private static final int LEAST_REMEMBERED = 4096;

  /**
   * Access histories kept, the least recently used out first. One weighs a few hundred bytes, at
   * worst some 100 KB when a thousand cursors walk its object.
   */
  private static final int MAX_HISTORIES = 4096;

  private final Map<BlockKey, Promise> promises = new ConcurrentHashMap<>();
  private final Map<Integer, BlockMemory> memories = new ConcurrentHashMap<>();
  private final LatestVersions latest;
  private final VersionChecks checks = new VersionChecks();
  private final UnreadRoom unread;
  private final LongSupplier maxBytes;
  private final LongSupplier nanoClock;
  private final ReadListener listener;
  private final SecondTier tier;

  // Guards all below, down to the weights; nothing foreign is called under it.
  private final Object lock = new Object();
  private final ArrayDeque<Entry> first = new ArrayDeque<>();
  private final ArrayDeque<Entry> main = new ArrayDeque<>();
  private final ArrayDeque<Entry> hopes = new ArrayDeque<>();
  private final Set<BlockKey> remembered = new LinkedHashSet<>();
  private final LostBlocks lost = new LostBlocks();
  private long firstWeight;
  private long mainWeight;
  private int goneOfFirst;

  // Guarded by itself.
  private final Map<ObjectVersion, AccessHistory> histories =
      new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<ObjectVersion, AccessHistory> eldest) {
          return size() > MAX_HISTORIES;
        }
      };

  /** A block that is here, as the queues see it. Guarded by the lock. */
  private static final class Entry {
    final BlockKey key;
    Promise promise;
    final long weight;
    final long arrivedAt;
    Block block;

    Entry(BlockKey key, Promise promise, Block block, long arrivedAt) {
      this.key = key;
      this.promise = promise;
      this.block = block;
      this.weight = (long) block.length() + Block.OVERHEAD;
      this.arrivedAt = arrivedAt;
    }

    boolean isGone() {
      return block == GONE;
    }
  }

  /** A block that has left its queue. */
  private record Evicted(BlockKey key, Promise promise, Block block) {}

  /**
   * In place of a block that left its queue before its turn, so that its bytes can go; and in place
   * of its promise, which holds them as well.
   */
  private static final Block GONE = Block.of(0, new byte[0], false);

  private static final Promise GONE_PROMISE = new Promise();

  /**
   * @param maxBytes asked at every arrival, because the share of a JVM's budget changes when a
   *     second class loader starts to read
   */
  public BlockCache(LongSupplier maxBytes, ReadListener listener) {
    this(maxBytes, listener, SecondTier.NONE);
  }

  /**
   * @param tier is offered what readers came for, when they come again or it leaves
   */
  public BlockCache(LongSupplier maxBytes, ReadListener listener, SecondTier tier) {
    this(maxBytes, listener, tier, System::nanoTime);
  }

  BlockCache(
      LongSupplier maxBytes, ReadListener listener, SecondTier tier, LongSupplier nanoClock) {
    this.maxBytes = maxBytes;
    this.listener = listener;
    this.tier = tier;
    this.nanoClock = nanoClock;
    this.latest = new LatestVersions(nanoClock);
    this.unread = new UnreadRoom(() -> (long) (maxBytes.getAsLong() * UNREAD_SHARE), nanoClock);
  }

  /** Where blocks of this size stand, from their first byte until they leave. */
  BlockMemory memory(int blockSize) {
    return memories.computeIfAbsent(blockSize, BlockMemory::new);
  }

  /** Where to look for what is not here. */
  SecondTier tier() {
    return tier;
  }

  /** The block if it is here now. Counts as no visit. */
  public @Nullable Block present(ObjectVersion object, long index) {
    Promise promise = promises.get(new BlockKey(object, index));
    return promise == null ? null : promise.keptBlock();
  }

  /** The block if it is here now, for a reader who came for it. */
  public @Nullable Block visit(ObjectVersion object, long index) {
    Promise promise = promises.get(new BlockKey(object, index));
    Block block = promise == null ? null : promise.keptBlock();
    if (promise != null && block != null) {
      promise.visit();
      if (promise.wasVisitedAgain() && promise.claimOffer()) {
        tier.offer(object, index, block);
      }
    }
    return block;
  }

  /** Whether every block of a span that is not here is at least on its way. */
  public boolean isComing(ObjectVersion object, BlockSpan span) {
    for (long index = span.first(); index < span.end(); index++) {
      if (isAbsent(new BlockKey(object, index))) {
        return false;
      }
    }
    return true;
  }

  /** Whether a block is neither here nor on its way. */
  boolean isAbsent(BlockKey key) {
    Promise promise = promises.get(key);
    return promise == null || promise.isCompletedExceptionally();
  }

  /** What readers of this version have done, shared by all of them; guarded by its own monitor. */
  public AccessHistory history(ObjectVersion object) {
    synchronized (histories) {
      return histories.computeIfAbsent(object, o -> new AccessHistory());
    }
  }

  /**
   * Puts {@code ours} where nothing is, for a reader who waits for it until {@link
   * Promise#delivered}.
   *
   * @return the promise that stands there now: ours if we claimed it, else somebody's
   */
  Promise claim(BlockKey key, Promise ours) {
    Promise there = putIfAbsent(key, ours);
    there.visit();
    there.awaited();
    return there;
  }

  /**
   * Puts {@code ours} where nothing is, in hope.
   *
   * @return whether nothing was there
   */
  boolean claimAhead(BlockKey key, Promise ours) {
    return putIfAbsent(key, ours) == ours;
  }

  @SuppressWarnings("FutureReturnValueIgnored") // What settling throws, nobody could mend.
  private void arrange(BlockKey key, Promise ours) {
    ours.whenComplete((block, failure) -> settle(key, ours, block));
  }

  private Promise putIfAbsent(BlockKey key, Promise ours) {
    while (true) {
      Promise there = promises.get(key);
      if (there == null) {
        there = promises.putIfAbsent(key, ours);
      }
      if (there == null) {
        arrange(key, ours);
        return ours;
      }
      if (!there.isCompletedExceptionally()) {
        return there;
      }
      // Its waiters hear of the failure a moment before it leaves; it must not fail them twice.
      promises.remove(key, there);
    }
  }

  /** Bytes of unread look-ahead that there is room for, once what is stale has left. */
  long unreadRoom() {
    if (unread.taken() * 2 > unread.limit()) {
      dropStale();
    }
    return unread.left();
  }

  /** How many of them are for this object, beside others that are being read. */
  long unreadRoom(ObjectVersion object) {
    return Math.min(unreadRoom(), unread.left(object));
  }

  /** Bytes of unread look-ahead that this object may have, what it has included. */
  public long unreadMost(ObjectVersion object) {
    return unread.most(object);
  }

  /**
   * Look-ahead that nobody read for a while was hoped for in vain. It would leave with the first
   * queue in the end, but until then it keeps others from looking ahead.
   */
  private void dropStale() {
    List<Evicted> evicted = new ArrayList<>();
    Set<ObjectVersion> abandoned = unread.abandoned();
    synchronized (lock) {
      if (!abandoned.isEmpty()) {
        dropHopesOf(abandoned, evicted);
      }
      long now = nanoClock.getAsLong();
      while (!hopes.isEmpty() && now - hopes.peekFirst().arrivedAt > STALE_NANOS) {
        dropHope(hopes.removeFirst(), evicted);
      }
      // Where the room is never full nobody's turn comes.
      if (goneOfFirst > first.size() / 2) {
        first.removeIf(Entry::isGone);
        goneOfFirst = 0;
      }
    }
    tell(evicted);
  }

  private void dropHopesOf(Set<ObjectVersion> abandoned, List<Evicted> evicted) {
    for (Iterator<Entry> all = hopes.iterator(); all.hasNext(); ) {
      Entry entry = all.next();
      if (abandoned.contains(entry.key.object())) {
        all.remove();
        dropHope(entry, evicted);
      }
    }
  }

  private void dropHope(Entry entry, List<Evicted> evicted) {
    if (entry.block.isHoped()) {
      firstWeight -= entry.weight;
      evict(entry, evicted);
      goneOfFirst++;
    }
  }

  /**
   * Puts a block where nothing is, not even a promise; that nobody asked for it is no visit.
   *
   * @param blockSize of all blocks of the object but the last
   */
  void offer(BlockKey key, Block block, int blockSize) {
    if (!isAbsent(key)) {
      return;
    }
    Block moved = block.movedTo(memory(blockSize));
    Promise ours = new Promise();
    if (putIfAbsent(key, ours) != ours || !ours.complete(moved)) {
      moved.leave(false);
    }
  }

  /** Which versions were opened lately, by all readers. */
  public LatestVersions latest() {
    return latest;
  }

  /** Checks of versions that readers want compared with their stores' checksums. */
  public VersionChecks checks() {
    return checks;
  }

  /** One more reader reads this object, until {@link #closed}. */
  public void opened(ObjectVersion object) {
    unread.opened(object);
  }

  /** A reader reads no more; what was fetched for the last one leaves where room is short. */
  public void closed(ObjectVersion object) {
    unread.closed(object);
  }

  /** Takes room for look-ahead that has not been read, or says that there is none. */
  boolean reserveUnread(ObjectVersion object, long bytes) {
    return unread.take(object, bytes);
  }

  /** Look-ahead was read for the first time. */
  void usedUnread(ObjectVersion object, long bytes) {
    unread.used(object, bytes);
  }

  /** Look-ahead will never be read. */
  void lostUnread(ObjectVersion object, long bytes) {
    unread.lost(object, bytes);
  }

  /**
   * These blocks are being fetched of the store.
   *
   * @return bytes of those that somebody had come for before they left for want of room; each is
   *     told once
   */
  long refetched(ObjectVersion object, BlockSpan span, int blockSize) {
    synchronized (lock) {
      return lost.take(object, span, blockSize);
    }
  }

  /** Bytes held, overhead included. */
  public long weight() {
    synchronized (lock) {
      return firstWeight + mainWeight;
    }
  }

  /** Places in the queues, those of blocks that are gone included. */
  int places() {
    synchronized (lock) {
      return first.size() + main.size();
    }
  }

  /** Keys of evicted blocks remembered now. */
  int remembered() {
    synchronized (lock) {
      return remembered.size();
    }
  }

  /** Bytes of look-ahead, here or on their way, that nobody has read. */
  long unread() {
    return unread.taken();
  }

  /** A promise was kept or broken: a kept one takes its place, a broken one leaves none. */
  private void settle(BlockKey key, Promise promise, @Nullable Block block) {
    if (block == null) {
      promises.remove(key, promise);
      return;
    }
    long max = maxBytes.getAsLong();
    List<Evicted> evicted = new ArrayList<>(2);
    synchronized (lock) {
      Entry entry = new Entry(key, promise, block, nanoClock.getAsLong());
      arrive(entry);
      while (firstWeight + mainWeight > max) {
        if (firstWeight > max * FIRST_SHARE || main.isEmpty()) {
          leaveFirst(evicted);
        } else {
          leaveMain(evicted);
        }
      }
    }
    tell(evicted);
  }

  private void arrive(Entry entry) {
    boolean back = remembered.remove(entry.key);
    if (back && !entry.block.isHoped()) {
      toMain(entry);
      return;
    }
    if (back) {
      // Look-ahead brought it back: one reader is enough to prove it right.
      entry.promise.visit();
    }
    first.addLast(entry);
    firstWeight += entry.weight;
    if (entry.block.isHoped()) {
      unread.arrived(entry.key.object());
      while (!hopes.isEmpty() && !hopes.peekFirst().block.isHoped()) {
        hopes.removeFirst();
      }
      hopes.addLast(entry);
    }
  }

  private void leaveFirst(List<Evicted> evicted) {
    Entry oldest = first.removeFirst();
    if (oldest.isGone()) {
      goneOfFirst--;
      return;
    }
    firstWeight -= oldest.weight;
    if (oldest.promise.wasVisitedAgain() && !oldest.block.isHoped()) {
      oldest.promise.forgetVisits();
      toMain(oldest);
    } else {
      remember(oldest.key);
      evict(oldest, evicted);
    }
  }

  private void leaveMain(List<Evicted> evicted) {
    Entry oldest = main.removeFirst();
    mainWeight -= oldest.weight;
    if (oldest.promise.spendVisit()) {
      toMain(oldest);
    } else {
      evict(oldest, evicted);
    }
  }

  private void toMain(Entry entry) {
    main.addLast(entry);
    mainWeight += entry.weight;
  }

  private void remember(BlockKey key) {
    remembered.add(key);
    if (remembered.size() > Math.max(LEAST_REMEMBERED, first.size() + main.size())) {
      Iterator<BlockKey> eldest = remembered.iterator();
      eldest.next();
      eldest.remove();
    }
  }

  private void evict(Entry entry, List<Evicted> evicted) {
    if (entry.promise.wasVisited() && !entry.block.isHoped()) {
      lost.add(entry.key);
    }
    promises.remove(entry.key, entry.promise);
    evicted.add(new Evicted(entry.key, entry.promise, entry.block));
    entry.block = GONE;
    entry.promise = GONE_PROMISE;
  }

  /** Room and memory are given back before anybody is told, since a listener might throw. */
  private void tell(List<Evicted> evicted) {
    List<Block> wasted = new ArrayList<>(0);
    OutOfMemoryError failed = null;
    for (Evicted entry : evicted) {
      if (entry.block().claimHope()) {
        lostUnread(entry.key().object(), entry.block().length());
        wasted.add(entry.block());
      } else if (entry.promise().claimOffer()) {
        offer(entry);
      }
      try {
        entry.block().leave(entry.promise().isAwaited());
      } catch (OutOfMemoryError e) {
        failed = e;
      }
    }
    for (Evicted entry : evicted) {
      listener.onEviction(entry.block().length());
    }
    for (Block block : wasted) {
      listener.onLookAheadWasted(block.length());
    }
    if (failed != null) {
      throw failed;
    }
  }

  /** To keep a block elsewhere is a favour; whatever prevents it, its memory is given back. */
  private void offer(Evicted entry) {
    try {
      tier.offer(entry.key().object(), entry.key().index(), entry.block());
    } catch (RuntimeException | OutOfMemoryError e) {
      LOG.debug("Block {} is not kept on disk", entry.key(), e);
    }
  }
}
