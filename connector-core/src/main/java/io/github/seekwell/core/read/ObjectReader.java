package io.github.seekwell.core.read;

import io.github.seekwell.core.block.Block;
import io.github.seekwell.core.block.BlockFetcher.AwaitedBlock;
import io.github.seekwell.core.block.BlockFetcher.Fetch;
import io.github.seekwell.core.block.BlockFetcher.LookAhead;
import io.github.seekwell.core.block.BlockFetcher.Source;
import io.github.seekwell.core.block.VersionCheck;
import io.github.seekwell.core.metrics.ReadOutcome;
import io.github.seekwell.core.metrics.ThreadCpu;
import io.github.seekwell.core.plan.AccessHints;
import io.github.seekwell.core.plan.AccessHistory;
import io.github.seekwell.core.plan.BlockSpan;
import io.github.seekwell.core.plan.FetchPlan;
import io.github.seekwell.core.plan.Found;
import io.github.seekwell.core.plan.Touch;
import io.github.seekwell.core.store.ByteRange;
import io.github.seekwell.core.store.ErrorKind;
import io.github.seekwell.core.store.ObjectInfo;
import io.github.seekwell.core.store.Pace;
import io.github.seekwell.core.store.RequestContext;
import io.github.seekwell.core.store.StoreException;
import java.io.Closeable;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads one version of one object at any position.
 *
 * <p>Delivered bytes are right or the read fails; a read is never short except at the end of the
 * object. Safe for any number of threads, save that {@link #read(long)}, the path of one-byte
 * reads, counts right only for one thread at a time.
 */
public final class ObjectReader implements Closeable {
  /**
   * A read larger than this is served in steps, so that its blocks need not all be in memory at
   * once. Look-ahead keeps the line busy from one step to the next.
   */
  static final int MAX_STEP = 16 << 20;

  /** Look-ahead fetches remembered for being dropped at close; older ones have run long since. */
  private static final int MAX_REMEMBERED = 64;

  private static final VarHandle LAST = lastField();

  private final ReaderFactory.Shared shared;
  private final Source source;
  private final AccessHistory history;
  private final Supplier<Pace> pace;
  private final AccessHints hints;
  private final RequestContext context;
  private final LongSupplier room;
  // Guarded by itself, and closed becomes true under it.
  private final Deque<LookAhead> lookAheads = new ArrayDeque<>();
  private volatile boolean closed;

  // What the first read waited before it could begin, until that read is told.
  private final AtomicLong openingNanos = new AtomicLong();

  // The block read last, held. Threads that read at the same time may each have exchanged it.
  private volatile @Nullable Block last;

  // Blocks that look-ahead brought and this reader was the first to read. Races may lose one, which
  // costs a look ahead.
  private long hopesUsed;

  // Hits on `last` by one-byte reads, told in bulk.
  private long untoldHits;

  ObjectReader(
      ReaderFactory.Shared shared,
      Source source,
      AccessHistory history,
      Supplier<Pace> pace,
      AccessHints hints,
      RequestContext context) {
    this.shared = shared;
    this.source = source;
    this.history = history;
    this.pace = pace;
    this.hints = hints;
    this.context = context;
    this.room = () -> shared.cache().unreadMost(source.version());
    shared.cache().opened(source.version());
  }

  private static VarHandle lastField() {
    try {
      return MethodHandles.lookup().findVarHandle(ObjectReader.class, "last", Block.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** The version that is read, for ever. */
  public ObjectInfo object() {
    return source.object();
  }

  public long size() {
    return source.object().size();
  }

  /** What was said of how it will be read. */
  public AccessHints hints() {
    return hints;
  }

  /**
   * The byte at {@code position} as 0 to 255, or -1 at or behind the end. Costs nanoseconds while
   * it stays within a block.
   */
  public int read(long position) throws StoreException {
    Block block = last;
    if (block != null && block.holds(position, 1)) {
      int value = block.at(position);
      if (value >= 0) {
        untoldHits++;
        return value;
      }
    }
    if (position >= size()) {
      return -1;
    }
    tellHits();
    byte[] one = new byte[1];
    read(position, one, 0, 1);
    return one[0] & 0xff;
  }

  /**
   * Fills {@code buffer[offset, offset + length)} from {@code position} on.
   *
   * @return how many bytes were delivered: {@code length}, or fewer at the end of the object, or -1
   *     if {@code position} is at or behind the end and {@code length} is not 0
   */
  public int read(long position, byte[] buffer, int offset, int length) throws StoreException {
    if (length == 0) {
      return 0;
    }
    if (position >= size()) {
      return -1;
    }
    int wanted = (int) Math.min(length, size() - position);
    Block block = last;
    if (block != null
        && block.holds(position, wanted)
        && block.copy(position, buffer, offset, wanted)) {
      shared.listener().onHits(context.owner(), 1, wanted);
      return wanted;
    }
    int head = 0;
    if (block != null && block.holds(position, 1)) {
      // Asking the cache for this block again would look like a second visit of it, and a scan in
      // reads of an odd size like a reader who comes back.
      int rest = (int) Math.min(wanted, block.start() + block.length() - position);
      head = block.copy(position, buffer, offset, rest) ? rest : 0;
    }
    for (int done = head; done < wanted; ) {
      int step = Math.min(MAX_STEP, wanted - done);
      step(position + done, buffer, offset + done, step);
      done += step;
    }
    if (head > 0) {
      shared.listener().onHits(context.owner(), 0, head);
    }
    return wanted;
  }

  /**
   * Asks for several ranges at once and returns; what is read of them comes from what is on its
   * way.
   *
   * @param ranges within the object, by their beginnings
   */
  public AnnouncedRanges announce(List<ByteRange> ranges) throws StoreException {
    checkOpen();
    return new AnnouncedRanges(this, ranges, MAX_STEP);
  }

  /**
   * Has these ranges fetched, if there is room for them, since the caller is going to read them.
   * Asks for nothing that is here or on its way, waits for nothing, and promises nothing: what is
   * not read soon may leave the cache again. Near ones come in one request, with what lies between
   * them, as long as that is less than they are.
   *
   * @param ranges what lies outside the object is left out
   */
  public void prefetch(List<ByteRange> ranges) throws StoreException {
    checkOpen();
    List<BlockSpan> spans = new ArrayList<>(ranges.size());
    long blocks = 0;
    for (ByteRange range : ranges) {
      long end = Math.min(range.end(), size());
      if (range.start() < end) {
        BlockSpan span = covering(ByteRange.of(range.start(), end));
        spans.add(span);
        blocks += span.count();
      }
    }
    FetchPlan plan = new FetchPlan(spans, 2 * blocks);
    keep(shared.fetcher().fetch(source, BlockSpan.NONE, plan, context, pace.get()));
  }

  BlockSpan covering(ByteRange range) {
    return shared.planner().covering(range.start(), range.length());
  }

  /** Asks for all blocks of these ranges, and for what their reading gives hope of. */
  Fetch fetchAnnounced(List<ByteRange> ranges) {
    List<BlockSpan> demanded = new ArrayList<>(ranges.size());
    List<FetchPlan> plans = new ArrayList<>(ranges.size());
    Pace now = pace.get();
    // Guards arithmetic on the shared history, nothing else.
    synchronized (history) {
      for (ByteRange range : ranges) {
        BlockSpan span = covering(range);
        demanded.add(span);
        Touch touch = new Touch(range.start(), range.length(), found(span));
        plans.add(shared.planner().planAnnounced(history, touch, size(), hints, now));
      }
    }
    FetchPlan plan = FetchPlan.ofAll(plans);
    Fetch fetch = shared.fetcher().fetch(source, demanded, plan, context, now);
    account(plan, fetch);
    return fetch;
  }

  private Found found(BlockSpan span) {
    if (shared.cache().isComing(source.version(), span)) {
      return Found.COMING;
    }
    for (long index = span.first(); index < span.end(); index++) {
      if (shared.cache().present(source.version(), index) == null) {
        return Found.ABSENT;
      }
    }
    return Found.HERE;
  }

  /** Waits for blocks that were asked for and copies what they hold of a range. */
  void deliver(
      ByteRange range,
      List<? extends AwaitedBlock> blocks,
      ReadOutcome outcome,
      byte[] buffer,
      int offset)
      throws StoreException {
    checkOpen();
    long begin = System.nanoTime();
    long cpu = ThreadCpu.nanos();
    boolean here = true;
    int done = 0;
    int length = (int) range.length();
    try {
      for (AwaitedBlock awaited : blocks) {
        here &= awaited.isHere();
      }
      awaitLast(blocks);
      for (AwaitedBlock awaited : blocks) {
        done += copyAwaited(awaited, range.start() + done, buffer, offset + done, length - done);
      }
    } catch (StoreException e) {
      shared.listener().onReadFailed(context.owner(), System.nanoTime() - begin);
      throw e;
    }
    told(range.start(), length, begin, cpu, here ? ReadOutcome.HIT : outcome);
  }

  /** The caller's position jumped by {@code distance}; for the record. */
  public void seeked(long distance) {
    shared.listener().onSeek(context.owner(), distance);
  }

  /** How many bytes from {@code position} on are in memory without asking anybody. */
  public int available(long position) {
    Block block = last;
    if (block != null && block.holds(position, 1)) {
      return (int) (block.start() + block.length() - position);
    }
    if (position < 0 || position >= size()) {
      return 0;
    }
    long index = position / shared.planner().blockSize();
    Block present = shared.cache().present(source.version(), index);
    return present == null ? 0 : (int) (present.start() + present.length() - position);
  }

  /**
   * Drops what is held and what is merely queued; later reads fail, and those that wait end within
   * a moment. Downloads nothing. Idempotent.
   */
  @Override
  public void close() {
    List<LookAhead> queued;
    boolean first;
    synchronized (lookAheads) {
      first = !closed;
      closed = true;
      queued = List.copyOf(lookAheads);
      lookAheads.clear();
    }
    tellHits();
    keepLast(null);
    queued.forEach(shared.fetcher()::drop);
    if (first) {
      shared.cache().closed(source.version());
    }
  }

  /**
   * The first read waited for the request that opened this reader: it is told as the miss it is.
   */
  void waitedToOpen(long nanos) {
    openingNanos.set(nanos);
  }

  /** One step of a read: bytes that may lie in several blocks, at most {@link #MAX_STEP}. */
  private void step(long position, byte[] buffer, int offset, int length) throws StoreException {
    checkOpen();
    long used = hopesUsed;
    int here = copyPresent(position, buffer, offset, length);
    if (here == length) {
      Found found = hopesUsed == used ? Found.HERE : Found.AS_HOPED;
      FetchPlan plan = plan(position, length, found);
      if (!plan.isEmpty()) {
        fetch(BlockSpan.NONE, plan);
      }
      long opening = takeOpening();
      if (opening > 0) {
        tellRead(position, length, opening, 0, ReadOutcome.MISS);
      } else {
        shared.listener().onHits(context.owner(), 1, length);
      }
    } else {
      obtain(position, buffer, offset, length, here);
    }
  }

  private void checkOpen() throws StoreException {
    if (closed) {
      throw new StoreException(
          ErrorKind.CLOSED,
          "read " + source.store().id().uri(object().key()),
          "the reader is closed");
    }
    VersionCheck check = source.check();
    if (check != null) {
      check.refuseIfWrong();
    }
  }

  /** Copies what is in memory from the beginning of a step on; gives how many bytes that was. */
  private int copyPresent(long position, byte[] buffer, int offset, int length) {
    int blockSize = shared.planner().blockSize();
    int done = 0;
    Block copied = null;
    while (done < length) {
      long at = position + done;
      Block block = shared.cache().visit(source.version(), at / blockSize);
      if (block == null) {
        break;
      }
      int count = (int) Math.min(length - done, block.start() + block.length() - at);
      if (!block.copy(at, buffer, offset + done, count)) {
        break;
      }
      if (shared.fetcher().delivered(source, block, context)) {
        hopesUsed++;
      }
      copied = block;
      done += count;
    }
    if (copied != null && copied.hold()) {
      keepLast(copied);
    }
    return done;
  }

  private void awaitLast(List<? extends AwaitedBlock> blocks) throws StoreException {
    shared.fetcher().awaitLast(source, blocks, shared.patienceNanos(), () -> closed);
  }

  /** Waits for a block and copies of it what is wanted; gives how many bytes that was. */
  private int copyAwaited(AwaitedBlock awaited, long at, byte[] buffer, int offset, int wanted)
      throws StoreException {
    Block block =
        shared.fetcher().await(source, awaited, context, shared.patienceNanos(), () -> closed);
    int count = (int) Math.min(wanted, block.start() + block.length() - at);
    if (!block.copy(at, buffer, offset, count)) {
      throw new IllegalStateException("a held block of " + source.version() + " has gone");
    }
    keepLast(block);
    return count;
  }

  /** Remembers the block read last, which is held, and lets the one before go. */
  private void keepLast(@Nullable Block block) {
    Block before = (Block) LAST.getAndSet(this, block);
    if (before != null) {
      before.release();
    }
    if (block != null && closed) {
      keepLast(null);
    }
  }

  /** The rest of a step of which {@code here} bytes have been copied: asked for, or waited for. */
  private void obtain(long position, byte[] buffer, int offset, int length, int here)
      throws StoreException {
    long begin = System.nanoTime();
    long cpu = ThreadCpu.nanos();
    ReadOutcome outcome = ReadOutcome.MISS;
    try {
      BlockSpan rest = shared.planner().covering(position + here, length - here);
      boolean coming = shared.cache().isComing(source.version(), rest);
      FetchPlan plan = plan(position, length, coming ? Found.COMING : Found.ABSENT);
      Fetch fetch = fetch(rest, plan);
      outcome = fetch.missed() ? ReadOutcome.MISS : ReadOutcome.WAIT;
      awaitLast(fetch.blocks());
      int done = here;
      for (AwaitedBlock awaited : fetch.blocks()) {
        done += copyAwaited(awaited, position + done, buffer, offset + done, length - done);
      }
    } catch (StoreException e) {
      shared.listener().onReadFailed(context.owner(), System.nanoTime() - begin);
      throw e;
    }
    told(position, length, begin, cpu, outcome);
  }

  private void told(long position, int length, long begin, long cpu, ReadOutcome outcome) {
    long opening = takeOpening();
    if (outcome == ReadOutcome.HIT && opening == 0) {
      shared.listener().onHits(context.owner(), 1, length);
      return;
    }
    long nanos = System.nanoTime() - begin + opening;
    tellRead(
        position, length, nanos, ThreadCpu.nanos() - cpu, opening > 0 ? ReadOutcome.MISS : outcome);
  }

  private void tellRead(long position, int length, long nanos, long cpuNanos, ReadOutcome outcome) {
    shared
        .listener()
        .onRead(
            context.owner(), source.version().uri(), position, length, nanos, cpuNanos, outcome);
  }

  /** What opening took, for the first read to tell as its own; 0 ever after. */
  private long takeOpening() {
    return openingNanos.get() == 0 ? 0 : openingNanos.getAndSet(0);
  }

  private FetchPlan plan(long position, int length, Found found) {
    Touch touch = new Touch(position, length, found);
    // Guards arithmetic on the shared history, nothing else.
    synchronized (history) {
      return shared.planner().plan(history, touch, size(), hints, pace.get(), room);
    }
  }

  private Fetch fetch(BlockSpan demanded, FetchPlan plan) {
    Fetch fetch = shared.fetcher().fetch(source, demanded, plan, context, pace.get());
    account(plan, fetch);
    return fetch;
  }

  private void account(FetchPlan plan, Fetch fetch) {
    if (fetch.asked() > 0 || !fetch.refused().isEmpty()) {
      synchronized (history) {
        history.asked(fetch.asked());
        fetch.refused().forEach(plan::refused);
      }
    }
    keep(fetch);
  }

  /** Remembers what is to be dropped at close. */
  private void keep(Fetch fetch) {
    if (!fetch.lookAheads().isEmpty() && !remember(fetch.lookAheads())) {
      fetch.lookAheads().forEach(shared.fetcher()::drop);
    }
  }

  /** False if the reader was closed meanwhile: nobody else will drop these. */
  private boolean remember(List<LookAhead> queued) {
    synchronized (lookAheads) {
      if (closed) {
        return false;
      }
      for (LookAhead one : queued) {
        if (lookAheads.size() == MAX_REMEMBERED) {
          lookAheads.removeFirst();
        }
        lookAheads.addLast(one);
      }
      return true;
    }
  }

  private void tellHits() {
    long hits = untoldHits;
    if (hits > 0) {
      untoldHits = 0;
      shared.listener().onHits(context.owner(), hits, hits);
    }
  }
}
