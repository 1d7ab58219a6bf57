package io.github.seekwell.core.read;

import io.github.seekwell.core.block.BlockCache;
import io.github.seekwell.core.block.BlockFetcher;
import io.github.seekwell.core.block.BlockFetcher.Source;
import io.github.seekwell.core.block.ObjectVersion;
import io.github.seekwell.core.config.ReadConfig;
import io.github.seekwell.core.config.RetryConfig;
import io.github.seekwell.core.metrics.ReadListener;
import io.github.seekwell.core.plan.ReadPlanner;
import io.github.seekwell.core.store.ObjectInfo;
import io.github.seekwell.core.store.ObjectStore;
import io.github.seekwell.core.store.Pace;
import io.github.seekwell.core.store.RequestContext;
import io.github.seekwell.core.store.StoreException;
import io.github.seekwell.core.store.StoreId;
import java.time.Duration;
import java.util.function.Function;
import java.util.function.Supplier;

/** Makes readers that share cache, fetch pool and listener. Safe for threads. */
public final class ReaderFactory {
  private final Shared shared;
  private final Duration stallDeadline;

  /** What all readers of a factory share. */
  record Shared(
      BlockCache cache,
      BlockFetcher fetcher,
      ReadPlanner planner,
      ReadListener listener,
      Function<StoreId, Supplier<Pace>> pace,
      long patienceNanos) {}

  /**
   * @param pace what the endpoint of a store costs, asked at every plan
   */
  public ReaderFactory(
      BlockCache cache,
      BlockFetcher fetcher,
      ReadPlanner planner,
      ReadListener listener,
      Function<StoreId, Supplier<Pace>> pace,
      ReadConfig read,
      RetryConfig retry) {
    // As long as all attempts of one fetch can take without a byte.
    Duration patience =
        read.stallDeadline()
            .plus(retry.maxDelay())
            .multipliedBy(retry.attempts())
            .plus(read.stallDeadline());
    this.shared = new Shared(cache, fetcher, planner, listener, pace, patience.toNanos());
    this.stallDeadline = read.stallDeadline();
  }

  /**
   * @param object the version to read; if its etag is not known it is asked of the store, because a
   *     reader is pinned to one version
   * @param owner opaque token that every request of this reader carries
   */
  public ObjectReader open(ObjectStore store, ObjectInfo object, Object owner)
      throws StoreException {
    RequestContext context = RequestContext.DEMAND.ownedBy(owner).stallingAtMost(stallDeadline);
    ObjectInfo pinned = object.etag().isAny() ? store.head(object.key(), context) : object;
    ObjectVersion version =
        new ObjectVersion(store.id(), pinned.key(), pinned.etag(), pinned.size());
    return new ObjectReader(
        shared,
        new Source(store, pinned, version),
        shared.cache().history(version),
        shared.pace().apply(store.id()),
        context);
  }
}
