package io.github.seekwell.core.block;

import io.github.seekwell.core.block.SecondTier.Piece;
import io.github.seekwell.core.metrics.ReadListener;
import io.github.seekwell.core.plan.BlockSpan;
import io.github.seekwell.core.plan.FetchPlan;
import io.github.seekwell.core.store.ByteRange;
import io.github.seekwell.core.store.ErrorKind;
import io.github.seekwell.core.store.ObjectInfo;
import io.github.seekwell.core.store.ObjectStore;
import io.github.seekwell.core.store.Pace;
import io.github.seekwell.core.store.RequestContext;
import io.github.seekwell.core.store.StoreException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Turns a plan into promises: claims what is absent, joins neighbouring claims to extents, has them
 * fetched, from the second tier as far as it has them, and waits for what is demanded. Safe for
 * threads.
 */
public final class BlockFetcher {
  /**
   * The largest GET: mountpoint-s3 calls 8 MiB the largest part that still gains throughput. A
   * larger demand becomes several requests side by side.
   */
  private static final long MAX_EXTENT = 8 << 20;

  /** And the smallest that anything is cut to: below, requests cost more than they gain. */
  private static final long MIN_EXTENT = 512 << 10;

  /**
   * What is absent between blocks hoped for that stand no farther apart is fetched too: as much as
   * S3A has always read through ("fs.s3a.readahead.range", 64 KiB), less than a millisecond of a
   * connection.
   */
  private static final long MAX_GAP = 64 << 10;

  /** What may come along although it is here already. */
  private static final long MAX_AGAIN = 16 << 10;

  /**
   * Blocks hoped for in front of a demanded one come with it if they delay it by no more than this
   * part of a request.
   */
  private static final long LEAD_PART = 8;

  /** Between two looks of who waits at whether he is still wanted. */
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private final BlockCache cache;
  private final FetchPool pool;
  private final int blockSize;
  private final BlockMemory memory;
  private final ReadListener listener;

  public BlockFetcher(BlockCache cache, FetchPool pool, int blockSize, ReadListener listener) {
    this.cache = cache;
    this.pool = pool;
    this.blockSize = blockSize;
    this.memory = cache.memory(blockSize);
    this.listener = listener;
  }

  /**
   * The object that a reader reads, as this room needs it.
   *
   * @param check what comes of it is shown to; null if it need not be compared
   */
  public record Source(
      ObjectStore store, ObjectInfo object, ObjectVersion version, @Nullable VersionCheck check) {}

  /**
   * What a read asked for.
   *
   * @param blocks promises of the demanded blocks, in order
   * @param missed whether the store had to be asked for any of them
   * @param asked how many bytes the store is asked for, in hope or not
   * @param lookAheads extents that nobody waits for, for {@link #drop}
   * @param refused spans of the plan for which there was no room
   */
  public record Fetch(
      List<? extends AwaitedBlock> blocks,
      boolean missed,
      long asked,
      List<LookAhead> lookAheads,
      List<BlockSpan> refused) {}

  /** A demanded block, here or on its way. */
  public interface AwaitedBlock {
    /** Whether the block has come, so that there is nothing to wait for unless it left again. */
    boolean isHere();
  }

  private static final class Awaited implements AwaitedBlock {
    private final long index;
    private final Promise promise;
    private final boolean ours;
    private final AtomicBoolean delivered = new AtomicBoolean();

    Awaited(long index, Promise promise, boolean ours) {
      this.index = index;
      this.promise = promise;
      this.ours = ours;
    }

    @Override
    public boolean isHere() {
      return promise.isDone() && !promise.isCompletedExceptionally();
    }

    boolean hasFailed() {
      return promise.isCompletedExceptionally();
    }

    /** Whoever reads it in pieces is given it more than once, and waited for it once. */
    void deliver() {
      if (!delivered.get() && delivered.compareAndSet(false, true)) {
        promise.delivered();
      }
    }
  }

  /**
   * Has the absent ones of the demanded blocks fetched, and of the hoped for ones as far as the
   * plan and the budgets allow. Does not wait.
   *
   * @param demanded may be empty
   * @param pace of the store's endpoint
   */
  public Fetch fetch(
      Source source, BlockSpan demanded, FetchPlan plan, RequestContext context, Pace pace) {
    return fetch(source, List.of(demanded), plan, context, pace);
  }

  /** The same for several spans, whose promises come one span after the other. */
  public Fetch fetch(
      Source source, List<BlockSpan> demanded, FetchPlan plan, RequestContext context, Pace pace) {
    Claims claims = new Claims();
    List<Awaited> awaited = new ArrayList<>();
    for (BlockSpan span : demanded) {
      for (long index = span.first(); index < span.end(); index++) {
        Promise ours = new Promise();
        Promise there = cache.claim(new BlockKey(source.version(), index), ours);
        awaited.add(new Awaited(index, there, there == ours));
        if (there == ours) {
          claims.add(index, ours, false);
        } else {
          need(there);
        }
      }
    }
    List<BlockSpan> refused = hope(source, plan, claims);
    return send(source, claims, context, pace, awaited, refused);
  }

  /**
   * Claims what is absent of a plan's hopes, as far as there is room for it; gives what there was
   * none for.
   */
  private List<BlockSpan> hope(Source source, FetchPlan plan, Claims claims) {
    if (plan.isEmpty()) {
      return List.of();
    }
    long room = Math.min(cache.unreadRoom(source.version()), pool.lookAheadRoom()) / blockSize;
    List<BlockSpan> refused = new ArrayList<>(0);
    long left = Math.min(plan.atMost(), room);
    for (BlockSpan span : plan.ahead()) {
      BlockSpan rest = claimAhead(source, span, claims, left - claims.hoped());
      if (!rest.isEmpty() && room < plan.atMost()) {
        refused.add(rest);
      }
    }
    for (BlockSpan gap : claims.gaps(MAX_GAP / blockSize)) {
      // Half a gap joins nothing.
      if (gap.count() <= left - claims.hoped()) {
        claimAhead(source, gap, claims, gap.count());
      }
    }
    if (claims.hoped() > 0 && !cache.reserveUnread(source.version(), hopedBytes(source, claims))) {
      // Others took the room at the same moment.
      for (Promise promise : claims.dropHoped()) {
        promise.completeExceptionally(noRoom(source));
      }
      return plan.ahead();
    }
    return refused;
  }

  /** Claims what is absent of a span, at most {@code most} blocks; gives the rest of the span. */
  private BlockSpan claimAhead(Source source, BlockSpan span, Claims claims, long most) {
    long remaining = most;
    for (long index = span.first(); index < span.end(); index++) {
      BlockKey key = new BlockKey(source.version(), index);
      if (cache.isAbsent(key)) {
        if (remaining <= 0) {
          return new BlockSpan(index, span.end());
        }
        Promise ours = new Promise();
        if (cache.claimAhead(key, ours)) {
          claims.add(index, ours, true);
          remaining--;
        }
      }
    }
    return BlockSpan.NONE;
  }

  private Fetch send(
      Source source,
      Claims claims,
      RequestContext context,
      Pace pace,
      List<Awaited> awaited,
      List<BlockSpan> refused) {
    if (claims.isEmpty()) {
      return new Fetch(awaited, false, 0, List.of(), refused);
    }
    long wished = Math.max(MIN_EXTENT, Math.min(pace.breakEvenBytes() / 2, MAX_EXTENT));
    long maxBlocks = Math.max(1, pool.maxExtent(wished) / blockSize);
    long maxLead = pace.breakEvenBytes() / LEAD_PART / blockSize;
    List<LookAhead> lookAheads = new ArrayList<>();
    long asked = 0;
    boolean missed = false;
    Throwable failed = null;
    for (List<Claims.Claim> claimed : claims.extents(maxBlocks, maxLead, MAX_AGAIN / blockSize)) {
      for (Claims.Part part : Claims.cut(claimed, pieces(source, claimed))) {
        Extent extent = extent(source, part, context);
        try {
          if (failed != null || !pool.submit(extent)) {
            extent.refuse();
            continue;
          }
        } catch (RuntimeException | Error e) {
          // Its promises are broken; so must be those of the rest, or readers would wait for ever.
          failed = e;
          continue;
        }
        if (!part.here()) {
          asked += extent.bytes();
          missed |= !extent.isLookAhead();
        }
        if (extent.isLookAhead()) {
          lookAheads.add(new LookAhead(extent));
        }
      }
    }
    if (failed instanceof Error error) {
      throw error;
    }
    if (failed instanceof RuntimeException exception) {
      throw exception;
    }
    return new Fetch(awaited, missed, asked, lookAheads, refused);
  }

  private List<Piece> pieces(Source source, List<Claims.Claim> claimed) {
    return cache.tier().pieces(source.version(), claimed.get(0).index(), claimed.size());
  }

  private Extent extent(Source source, Claims.Part part, RequestContext context) {
    long first = part.claims().get(0).index();
    int count = part.claims().size();
    long end = Math.min(source.object().size(), (first + count) * blockSize);
    ByteRange range = ByteRange.of(first * blockSize, end);
    Extent extent =
        new Extent(
            source.store(), source.object(), range, blockSize, memory, part.claims(), context);
    extent.showTo(source.check());
    Object owner = context.owner();
    if (part.here()) {
      extent.readFirstFrom(sink -> cache.tier().read(source.version(), first, count, owner, sink));
    }
    extent.onBegin(
        () -> {
          long ahead = extent.hopedBytes();
          long missing = extent.missingBytes();
          listener.onFetch(owner, missing - ahead, ahead);
          BlockSpan asked = new BlockSpan((range.end() - missing) / blockSize, first + count);
          long again = cache.refetched(source.version(), asked, blockSize);
          if (again > 0) {
            listener.onRefetch(owner, again);
          }
        });
    extent.onUnkept(
        length -> {
          cache.lostUnread(source.version(), length);
          if (extent.hasBegun()) {
            listener.onLookAheadWasted(length);
          }
        });
    return extent;
  }

  /** The last block of an object may be short. */
  private long hopedBytes(Source source, Claims claims) {
    long last = (source.object().size() - 1) / blockSize;
    long bytes = claims.hoped() * blockSize;
    return claims.hopes(last) ? bytes - (last + 1) * blockSize + source.object().size() : bytes;
  }

  private static StoreException noRoom(Source source) {
    return new StoreException(
        ErrorKind.CLOSED, "look ahead in " + source.version(), "no room for look-ahead");
  }

  /** A queued or running look-ahead fetch. */
  public static final class LookAhead {
    private final Extent extent;

    private LookAhead(Extent extent) {
      this.extent = extent;
    }
  }

  /** Takes back what is merely queued and what nobody else waits for. */
  public void drop(LookAhead lookAhead) {
    pool.drop(lookAhead.extent);
  }

  /**
   * Waits for a demanded block.
   *
   * <p>The wait ends: the fetch behind the promise is bounded by its stall deadline and attempts,
   * and while this one is queued behind others the deadline counts only as long as nothing moves.
   *
   * @param patience how long to wait while no fetch at all ends, in nanoseconds
   * @param givenUp asked now and then while it waits: whether nobody wants the block any more
   * @return held for the caller, who has to {@link Block#release} it
   * @throws StoreException what the fetch failed with; {@link ErrorKind#INTERRUPTED} with the
   *     thread's flag restored if it was interrupted, which leaves the fetch alone
   */
  public Block await(
      Source source,
      AwaitedBlock block,
      RequestContext context,
      long patience,
      BooleanSupplier givenUp)
      throws StoreException {
    Awaited awaited = (Awaited) block;
    boolean alone = false;
    while (true) {
      try {
        Block arrived = waitFor(source, awaited.promise, patience, givenUp);
        if (arrived.hold()) {
          awaited.deliver();
          delivered(source, arrived, context);
          return arrived;
        }
        // It was here when it was claimed, and left at that moment.
        awaited = again(source, awaited, context);
      } catch (StoreException e) {
        // Somebody else's fetch may be called off with its owner's file system; ours is not. And
        // where an opener told a larger size than the object has, what was hoped for beside the
        // block may lie beyond its end.
        boolean calledOff =
            e.kind() == ErrorKind.CLOSED && !awaited.ours && !givenUp.getAsBoolean();
        boolean beyond = e.kind() == ErrorKind.INVALID_RANGE && !alone;
        if (!calledOff && !beyond) {
          throw e;
        }
        alone |= beyond;
        awaited = again(source, awaited, context);
      }
    }
  }

  private Awaited again(Source source, Awaited awaited, RequestContext context) {
    BlockSpan span = new BlockSpan(awaited.index, awaited.index + 1);
    return (Awaited)
        fetch(source, span, FetchPlan.DEMAND_ONLY, context, Pace.DEFAULT).blocks().get(0);
  }

  /**
   * Waits until the last of these blocks has ended, or any of them is found to have failed. Most of
   * the others are here by then, so that who needs all of them is not woken up for each. To be
   * called before {@link #await}, with the same patience.
   *
   * @throws StoreException as {@link #await} does, save what the fetch failed with
   */
  public void awaitLast(
      Source source, List<? extends AwaitedBlock> blocks, long patience, BooleanSupplier givenUp)
      throws StoreException {
    if (!blocks.isEmpty()) {
      Promise last = ((Awaited) blocks.get(blocks.size() - 1)).promise;
      untilDone(source, last, patience, givenUp, () -> haveFailed(blocks));
    }
  }

  private static boolean haveFailed(List<? extends AwaitedBlock> blocks) {
    for (AwaitedBlock block : blocks) {
      if (((Awaited) block).hasFailed()) {
        return true;
      }
    }
    return false;
  }

  private Block waitFor(Source source, Promise promise, long patience, BooleanSupplier givenUp)
      throws StoreException {
    untilDone(source, promise, patience, givenUp, () -> false);
    try {
      return promise.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof StoreException failure) {
        throw failure.forAnotherWaiter();
      }
      throw new IllegalStateException("promises are broken by store exceptions only", e);
    }
  }

  /**
   * @param needless asked now and then: whether there is no need to wait any longer
   */
  private void untilDone(
      Source source,
      Promise promise,
      long patience,
      BooleanSupplier givenUp,
      BooleanSupplier needless)
      throws StoreException {
    if (promise.isDone() || needless.getAsBoolean()) {
      return;
    }
    try {
      long before = pool.progress();
      long waited = 0;
      while (true) {
        long look = Math.min(LOOK_NANOS, patience - waited);
        try {
          promise.get(look, TimeUnit.NANOSECONDS);
          return;
        } catch (ExecutionException e) {
          return;
        } catch (TimeoutException e) {
          if (givenUp.getAsBoolean()) {
            throw new StoreException(
                ErrorKind.CLOSED,
                "read " + source.store().id().uri(source.object().key()),
                "the reader was closed while it waited");
          }
          if (needless.getAsBoolean()) {
            return;
          }
          waited += look;
          if (waited < patience) {
            continue;
          }
          waited = 0;
          long now = pool.progress();
          boolean moves = now != before;
          before = now;
          if (!moves) {
            throw new StoreException(
                ErrorKind.STALLED,
                "read " + source.store().id().uri(source.object().key()),
                "no fetch has ended for " + TimeUnit.NANOSECONDS.toSeconds(patience) + " s");
          }
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreException(
          ErrorKind.INTERRUPTED,
          StoreException.Failure.of(
              "read " + source.store().id().uri(source.object().key()),
              "the reading thread was interrupted"),
          e);
    }
  }

  /**
   * A reader was given this block.
   *
   * @return whether look-ahead brought it and he is the first
   */
  public boolean delivered(Source source, Block block, RequestContext context) {
    if (!block.claimHope()) {
      return false;
    }
    cache.usedUnread(source.version(), block.length());
    listener.onLookAheadUsed(context.owner(), block.length());
    return true;
  }

  /** A demand must not wait behind hopes: what it joins moves up. */
  private void need(Promise promise) {
    if (promise.isDone()) {
      return;
    }
    promise.need();
    Extent extent = promise.extent();
    if (extent != null) {
      pool.promote(extent);
    }
  }
}
