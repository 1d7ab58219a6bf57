package io.github.seekwell.core.block;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.seekwell.core.metrics.ReadListener;
import io.github.seekwell.core.plan.AccessHistory;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * All blocks of a class loader, present or promised, weighed in bytes and evicted by W-TinyLFU, so
 * that one long scan does not flush what is read again and again.
 *
 * <p>Blocks in flight weigh nothing here: their bytes count against the budget of {@link
 * FetchPool}. Safe for threads.
 */
public final class BlockCache {
  /**
   * Access histories kept, oldest use first out. One weighs a few hundred bytes, at worst some 100
   * KB when a thousand cursors walk its object.
   */
  private static final int MAX_HISTORIES = 4096;

  private final AsyncCache<BlockKey, Block> blocks;
  private final Cache<ObjectVersion, AccessHistory> histories;
  private final LongSupplier maxBytes;
  private final ReadListener listener;
  private volatile long currentMax;

  /**
   * @param maxBytes asked before every fetch, because the share of a JVM's budget changes when a
   *     second class loader starts to read
   */
  public BlockCache(LongSupplier maxBytes, ReadListener listener) {
    this.maxBytes = maxBytes;
    this.listener = listener;
    this.blocks =
        Caffeine.newBuilder()
            .maximumWeight(0) // Until the first fetch, which adjusts it.
            .weigher((BlockKey key, Block block) -> block.length() + Block.OVERHEAD)
            .evictionListener((key, block, cause) -> evicted(block))
            // Upkeep is short and runs on whichever thread is there; no common pool is involved.
            .executor(Runnable::run)
            .buildAsync();
    this.histories =
        Caffeine.newBuilder().maximumSize(MAX_HISTORIES).executor(Runnable::run).build();
  }

  /** The block if it is here now. */
  public @Nullable Block present(ObjectVersion object, long index) {
    CompletableFuture<Block> promise = blocks.getIfPresent(new BlockKey(object, index));
    if (promise == null || !promise.isDone() || promise.isCompletedExceptionally()) {
      return null;
    }
    return promise.join();
  }

  /** What readers of this version have done, shared by all of them; guarded by its own monitor. */
  public AccessHistory history(ObjectVersion object) {
    return histories.get(object, o -> new AccessHistory());
  }

  /**
   * Puts {@code ours} where nothing is.
   *
   * @return the promise that stands there now: ours if we claimed it, else somebody's
   */
  Promise claim(BlockKey key, Promise ours) {
    CompletableFuture<Block> there = blocks.asMap().putIfAbsent(key, ours);
    return there == null ? ours : (Promise) there;
  }

  /** Whether nobody has the block or is fetching it. */
  boolean isAbsent(BlockKey key) {
    return !blocks.asMap().containsKey(key);
  }

  /** Follows a changed share of the JVM's budget. */
  void adjust() {
    long max = maxBytes.getAsLong();
    if (max != currentMax) {
      currentMax = max;
      blocks.synchronous().policy().eviction().ifPresent(e -> e.setMaximum(max));
    }
  }

  /** Bytes held, overhead included. */
  public long weight() {
    return blocks.synchronous().policy().eviction().orElseThrow().weightedSize().orElse(0);
  }

  /** Forgets everything. Promises in flight are kept for those who wait, and not cached again. */
  public void clear() {
    blocks.synchronous().invalidateAll();
    histories.invalidateAll();
  }

  private void evicted(@Nullable Block block) {
    if (block == null) {
      return;
    }
    listener.onEviction(block.length());
    if (block.isUnreadLookAhead()) {
      listener.onLookAheadWasted(block.length());
    }
  }
}
