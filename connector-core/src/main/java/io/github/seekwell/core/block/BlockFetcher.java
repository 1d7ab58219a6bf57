package io.github.seekwell.core.block;

import io.github.seekwell.core.metrics.ReadListener;
import io.github.seekwell.core.plan.BlockSpan;
import io.github.seekwell.core.plan.FetchPlan;
import io.github.seekwell.core.store.ByteRange;
import io.github.seekwell.core.store.ErrorKind;
import io.github.seekwell.core.store.ObjectInfo;
import io.github.seekwell.core.store.ObjectStore;
import io.github.seekwell.core.store.Priority;
import io.github.seekwell.core.store.RequestContext;
import io.github.seekwell.core.store.StoreException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Turns a plan into promises: claims what is absent, joins neighbouring claims to extents, has them
 * fetched, and waits for what is demanded. Safe for threads.
 */
public final class BlockFetcher {
  /**
   * The largest GET: mountpoint-s3 calls 8 MiB the largest part that still gains throughput. A
   * larger demand becomes several requests side by side.
   */
  private static final long MAX_EXTENT = 8 << 20;

  private final BlockCache cache;
  private final FetchPool pool;
  private final int blockSize;
  private final ReadListener listener;

  public BlockFetcher(BlockCache cache, FetchPool pool, int blockSize, ReadListener listener) {
    this.cache = cache;
    this.pool = pool;
    this.blockSize = blockSize;
    this.listener = listener;
  }

  /** The object that a reader reads, as this room needs it. */
  public record Source(ObjectStore store, ObjectInfo object, ObjectVersion version) {}

  /** Promises of demanded blocks, in order, and whether this call had to ask the store for any. */
  public record Demand(List<? extends AwaitedBlock> blocks, boolean asked) {}

  /** A demanded block, here or on its way. */
  public interface AwaitedBlock {
    /** Whether the block is in memory, so that waiting for it takes no time. */
    boolean isHere();
  }

  private record Awaited(long index, Promise promise, boolean ours) implements AwaitedBlock {
    @Override
    public boolean isHere() {
      return promise.isDone() && !promise.isCompletedExceptionally();
    }
  }

  /** Claims the demanded blocks and has the absent ones fetched; does not wait. */
  public Demand demand(Source source, BlockSpan span, RequestContext context) {
    List<Awaited> awaited = new ArrayList<>((int) span.count());
    Claims claims = new Claims(source, context.with(Priority.DEMAND));
    for (long index = span.first(); index < span.end(); index++) {
      Promise ours = new Promise();
      Promise there = cache.claim(new BlockKey(source.version(), index), ours);
      awaited.add(new Awaited(index, there, there == ours));
      if (there == ours) {
        claims.add(index, ours);
      } else {
        claims.end();
        need(there);
      }
    }
    claims.end();
    return new Demand(awaited, claims.extents() > 0);
  }

  /**
   * Has blocks fetched in hope, as far as they are absent and the budget allows.
   *
   * @return the extents queued, for {@link #drop}
   */
  public List<LookAhead> ahead(Source source, FetchPlan plan, RequestContext context) {
    BlockSpan span = plan.ahead();
    Claims claims = new Claims(source, context.with(Priority.LOOK_AHEAD));
    for (long index = span.first(); index < span.end() && !claims.refused(); index++) {
      Promise ours = new Promise();
      if (cache.claimAhead(new BlockKey(source.version(), index), ours)) {
        claims.add(index, ours);
      } else {
        claims.end();
      }
    }
    claims.end();
    return claims.queued();
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
   * @param patience how long to wait while no fetch at all ends
   * @throws StoreException what the fetch failed with; {@link ErrorKind#INTERRUPTED} with the
   *     thread's flag restored if it was interrupted, which leaves the fetch alone
   */
  public Block await(Source source, AwaitedBlock block, RequestContext context, long patience)
      throws StoreException {
    Awaited awaited = (Awaited) block;
    while (true) {
      try {
        return delivered(waitFor(source, awaited.promise(), patience), context);
      } catch (StoreException e) {
        // Somebody else's fetch may be called off with its owner's file system; ours is not.
        if (awaited.ours() || e.kind() != ErrorKind.CLOSED) {
          throw e;
        }
        BlockSpan span = new BlockSpan(awaited.index(), awaited.index() + 1);
        awaited = (Awaited) demand(source, span, context).blocks().get(0);
      }
    }
  }

  private Block waitFor(Source source, Promise promise, long patience) throws StoreException {
    try {
      if (promise.isDone()) {
        return promise.get();
      }
      while (true) {
        long before = pool.progress();
        try {
          return promise.get(patience, TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
          if (pool.progress() == before) {
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
    } catch (ExecutionException e) {
      if (e.getCause() instanceof StoreException failure) {
        throw failure.forAnotherWaiter();
      }
      throw new IllegalStateException("promises are broken by store exceptions only", e);
    }
  }

  private Block delivered(Block block, RequestContext context) {
    if (block.claimHope()) {
      cache.releaseUnread(block.length());
      listener.onLookAheadUsed(context.owner(), block.length());
    }
    return block;
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

  /** Gathers neighbouring claims and queues them as extents. */
  private final class Claims {
    private final Source source;
    private final RequestContext context;
    private final long maxBlocks;
    private final List<LookAhead> queued = new ArrayList<>();
    private List<Promise> run = new ArrayList<>();
    private long first;
    private int extents;
    private boolean refused;

    Claims(Source source, RequestContext context) {
      this.source = source;
      this.context = context;
      this.maxBlocks = Math.max(1, pool.maxExtent(MAX_EXTENT) / blockSize);
    }

    void add(long index, Promise promise) {
      if (run.isEmpty()) {
        first = index;
      }
      run.add(promise);
      if (run.size() >= maxBlocks) {
        end();
      }
    }

    /** The next block is not ours: what was gathered is one extent. */
    void end() {
      if (run.isEmpty()) {
        return;
      }
      long start = first * blockSize;
      long end = Math.min(source.object().size(), start + (long) run.size() * blockSize);
      Extent extent =
          new Extent(
              source.store(), source.object(), ByteRange.of(start, end), blockSize, run, context);
      run = new ArrayList<>();
      Object owner = context.owner();
      extent.onBegin(() -> listener.onFetch(owner, extent.bytes(), extent.isLookAhead()));
      if (submit(extent)) {
        extents++;
        queued.add(new LookAhead(extent));
      } else {
        refused = true;
        extent.refuse();
      }
    }

    private boolean submit(Extent extent) {
      if (!extent.isLookAhead()) {
        return pool.submit(extent);
      }
      if (!cache.reserveUnread(extent.bytes())) {
        return false;
      }
      extent.onUnkept(
          length -> {
            cache.releaseUnread(length);
            if (extent.hasBegun()) {
              listener.onLookAheadWasted(length);
            }
          });
      return pool.submit(extent);
    }

    boolean refused() {
      return refused;
    }

    int extents() {
      return extents;
    }

    List<LookAhead> queued() {
      return queued;
    }
  }
}
