package io.github.seekwell.core.read;

import io.github.seekwell.core.block.BlockCache;
import io.github.seekwell.core.block.BlockFetcher;
import io.github.seekwell.core.block.BlockFetcher.Source;
import io.github.seekwell.core.block.ObjectVersion;
import io.github.seekwell.core.config.ReadConfig;
import io.github.seekwell.core.config.RetryConfig;
import io.github.seekwell.core.metrics.ReadListener;
import io.github.seekwell.core.plan.AccessHints;
import io.github.seekwell.core.plan.ReadPlanner;
import io.github.seekwell.core.store.ErrorKind;
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
  private final Opening opening;

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
    this.opening = new Opening(cache, planner.blockSize(), read, listener);
  }

  /** Opens a version of which nobody says how it will be read. */
  public ObjectReader open(ObjectStore store, ObjectInfo object, Object owner)
      throws StoreException {
    return open(store, object, AccessHints.NONE, context(owner));
  }

  /**
   * @param object the version to read; if its etag is not known it is asked of the store, because a
   *     reader is pinned to one version
   * @param asked of every request of this reader: whose it is and who hears of it
   */
  public ObjectReader open(
      ObjectStore store, ObjectInfo object, AccessHints hints, RequestContext asked)
      throws StoreException {
    RequestContext context = asked.stallingAtMost(stallDeadline);
    ObjectInfo pinned = object.etag().isAny() ? store.head(object.key(), context) : object;
    shared.cache().latest().met(store.id(), pinned);
    ObjectVersion version = opening.version(store, pinned);
    return new ObjectReader(
        shared,
        new Source(store, pinned, version, opening.check(version)),
        shared.cache().history(version),
        shared.pace().apply(store.id()),
        hints,
        context);
  }

  /**
   * Opens whichever version is newest, or was said to be within {@link ReadConfig#trustVersion()}.
   * The request that tells it brings the object's beginning too ({@link ReadConfig#openBytes()}),
   * so that a small object is here whole; or its end, or the beginning of a part, if the hints or a
   * format's name say that it is read from there.
   *
   * @param context of that request, and of those of the reader
   * @throws StoreException of kind {@link ErrorKind#NOT_FOUND} if there is no such object
   */
  public ObjectReader openNewest(
      ObjectStore store, String key, AccessHints hints, RequestContext context)
      throws StoreException {
    long begin = System.nanoTime();
    ObjectReader reader = open(store, opening.newest(store, key, hints, context), hints, context);
    shared.listener().onOpen(context.owner(), System.nanoTime() - begin);
    return reader;
  }

  /**
   * Opens whichever version is newest of an object whose size somebody told. The request that tells
   * the version brings what the first read wants.
   *
   * @param asked of that request, and of those of the reader
   * @return its size is the true one, whatever was told
   */
  public ObjectReader openAt(
      ObjectStore store, String key, FirstRead first, AccessHints hints, RequestContext asked)
      throws StoreException {
    RequestContext context = asked.stallingAtMost(stallDeadline);
    long begin = System.nanoTime();
    ObjectInfo object;
    try {
      object = opening.at(store, key, first, hints, context);
    } catch (StoreException e) {
      shared.listener().onReadFailed(context.owner(), System.nanoTime() - begin);
      throw e;
    }
    ObjectReader reader = open(store, object, hints, context);
    reader.waitedToOpen(System.nanoTime() - begin);
    return reader;
  }

  private RequestContext context(Object owner) {
    return RequestContext.DEMAND.ownedBy(owner).stallingAtMost(stallDeadline);
  }
}
