package io.github.seekwell.core;

import io.github.seekwell.core.block.BlockCache;
import io.github.seekwell.core.block.BlockFetcher;
import io.github.seekwell.core.block.FetchPool;
import io.github.seekwell.core.block.SecondTier;
import io.github.seekwell.core.block.disk.DiskTier;
import io.github.seekwell.core.block.disk.DiskTier.Limits;
import io.github.seekwell.core.config.ConnectorConfig;
import io.github.seekwell.core.config.HedgeConfig;
import io.github.seekwell.core.config.HttpConfig;
import io.github.seekwell.core.config.RetryConfig;
import io.github.seekwell.core.config.WriteConfig;
import io.github.seekwell.core.http.ConnectionCounts;
import io.github.seekwell.core.http.HttpEngine;
import io.github.seekwell.core.http.HttpNumbers;
import io.github.seekwell.core.metrics.Accounts;
import io.github.seekwell.core.metrics.Gauge;
import io.github.seekwell.core.metrics.MetricsBeans;
import io.github.seekwell.core.metrics.ReadListener;
import io.github.seekwell.core.metrics.ReadSnapshot;
import io.github.seekwell.core.plan.ReadPlanner;
import io.github.seekwell.core.read.ReaderFactory;
import io.github.seekwell.core.store.ObjectStore;
import io.github.seekwell.core.store.Pace;
import io.github.seekwell.core.store.StoreId;
import io.github.seekwell.core.store.layer.Backoff;
import io.github.seekwell.core.store.layer.ChangeTellingStore;
import io.github.seekwell.core.store.layer.HedgeBudget;
import io.github.seekwell.core.store.layer.HedgeTerms;
import io.github.seekwell.core.store.layer.HedgeThreads;
import io.github.seekwell.core.store.layer.PaceMeter;
import io.github.seekwell.core.store.layer.RequestLimit;
import io.github.seekwell.core.store.layer.SharedEndpoint;
import io.github.seekwell.core.store.layer.StoreStack;
import io.github.seekwell.core.write.WriteBudget;
import io.github.seekwell.core.write.WriterFactory;
import java.io.Closeable;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What all file systems of a class loader share, as one of them sees it: block cache, fetch pool,
 * listener, the limit, pace and hedges of each endpoint.
 *
 * <p>A file system acquires it when it is opened and closes it when it is closed. With the last one
 * the threads end; cached blocks and figures stay, since the next file system may come in a moment.
 * Safe for threads.
 */
public final class ConnectorRuntime implements Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(ConnectorRuntime.class);

  private static final Accounts ACCOUNTS = new Accounts();
  private static final Environment ENVIRONMENT = new Environment(ACCOUNTS);
  private static final MetricsBeans BEANS =
      new MetricsBeans(
          ManagementFactory::getPlatformMBeanServer, ACCOUNTS::snapshot, System::nanoTime);

  // Guards `shared` and its count of users.
  private static final Object LOCK = new Object();
  private static @Nullable Shared shared;

  // Those that were closed go when somebody looks.
  private static final Set<HttpEngine> ENGINES = ConcurrentHashMap.newKeySet();

  static {
    ACCOUNTS.gauges(ConnectorRuntime::level);
  }

  private final Shared ours;
  private final AtomicBoolean closed = new AtomicBoolean();

  private ConnectorRuntime(Shared ours) {
    this.ours = ours;
  }

  /**
   * Joins the runtime of this class loader, or makes it.
   *
   * @param config what it is made with; whoever comes later gets what is there
   */
  public static ConnectorRuntime acquire(ConnectorConfig config) {
    synchronized (LOCK) {
      if (shared == null) {
        shared = new Shared(config);
      }
      shared.tellWhatStands(config);
      shared.join();
      return new ConnectorRuntime(shared);
    }
  }

  /** What the program round us tells all file systems of this class loader. */
  public static Environment environment() {
    return ENVIRONMENT;
  }

  /** What all file systems of this class loader have cost so far. */
  public static ReadSnapshot snapshot() {
    return ACCOUNTS.snapshot();
  }

  /**
   * The same by scheme; what belongs to none, such as connections and names, under the empty one.
   */
  public static Map<String, ReadSnapshot> snapshots() {
    return ACCOUNTS.byScheme();
  }

  /**
   * Whether nothing is under way: no request in flight, and no look-ahead queued that would make
   * one. What was asked for until now is then counted to the last byte.
   */
  public static boolean isQuiet() {
    return inFlightBytes() == 0 && ACCOUNTS.requestsInFlight() == 0;
  }

  /**
   * Bytes that readers of this class loader have asked for and not yet got, and those that are
   * queued in hope. Once a reader has what it waits for and this is 0, its look-ahead is here too.
   */
  public static long inFlightBytes() {
    return ofShared(all -> all.pool.inFlightBytes());
  }

  private static long level(Gauge gauge) {
    return switch (gauge) {
      case CACHED_BYTES -> ofShared(all -> all.cache.weight());
      case IN_FLIGHT_BYTES -> inFlightBytes();
      case WRITE_BUFFER_BYTES -> ofShared(all -> all.writers.budget().inUse());
      case CONNECTIONS_LEASED -> connections().leased();
      case CONNECTIONS_IDLE -> connections().idle();
      case CONNECTION_WAITERS -> connections().waiting();
    };
  }

  private static long ofShared(ToLongFunction<Shared> figure) {
    synchronized (LOCK) {
      return shared == null ? 0 : figure.applyAsLong(shared);
    }
  }

  private static ConnectionCounts connections() {
    ENGINES.removeIf(HttpEngine::closed);
    ConnectionCounts sum = ConnectionCounts.NONE;
    for (HttpEngine engine : ENGINES) {
      sum = sum.plus(engine.connections());
    }
    return sum;
  }

  /** An HTTP engine whose connections are counted here. Whoever gets it closes it. */
  public HttpEngine engine(HttpConfig http) {
    HttpEngine engine = new HttpEngine(http, new HttpNumbers(ours.listener));
    ENGINES.removeIf(HttpEngine::closed);
    ENGINES.add(engine);
    return engine;
  }

  /** Makes readers on the shared cache and pool, with a file system's own reading habits. */
  public ReaderFactory readers(ConnectorConfig own) {
    ReadPlanner planner =
        new ReadPlanner(
            ours.config.cache().blockSize(),
            own.read().lookAheadMax(),
            own.read().amplificationMax());
    return new ReaderFactory(
        ours.cache, ours.fetcher, planner, ours.listener, this::pace, own.read(), own.retry());
  }

  /** Makes writers on the shared budget and upload pool, with a file system's own parts. */
  public WriterFactory writers(WriteConfig own) {
    return ours.writers.with(own);
  }

  /** Hears everything that reading, writing and requesting costs. */
  public ReadListener listener() {
    return ours.listener;
  }

  /** What this runtime was made with; a file system that wanted other values can tell. */
  public ConnectorConfig config() {
    return ours.config;
  }

  /**
   * Puts the layers round a store's client, with a file system's own habits of retrying and
   * hedging. Closing the result closes the client.
   */
  public ObjectStore stack(ObjectStore client, ConnectorConfig own) {
    synchronized (LOCK) {
      BEANS.publish(client.id().scheme());
    }
    RetryConfig retry = own.retry();
    HedgeConfig hedge = own.hedge();
    Backoff backoff = Backoff.of(retry.baseDelay(), retry.maxDelay());
    HedgeTerms hedging =
        new HedgeTerms(hedge.share(), hedge.maxSize(), ours.hedgeThreads, ours.hedgeThreads);
    ObjectStore layered =
        StoreStack.of(retry.attempts(), backoff, hedging, ours.listener)
            .over(client, ours.endpoint(client.id(), retry.maxInFlight()));
    return new ChangeTellingStore(layered, ours.cache.latest()::forget);
  }

  /**
   * What the endpoint of a store costs, as measured by all requests that are made to it; asked
   * again it tells what it costs then. Cheap, and good for as long as this class is loaded.
   */
  public Supplier<Pace> pace(StoreId id) {
    return ours.meter(id)::pace;
  }

  /** Bytes of memory that parts of uploads have reserved, while they are filled and sent. */
  public long writeBufferBytes() {
    return ours.writers.budget().inUse();
  }

  /** Bytes that the block cache holds. */
  public long cachedBytes() {
    return ours.cache.weight();
  }

  /** Gives up this file system's part. Idempotent. */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      synchronized (LOCK) {
        ours.leave();
      }
    }
  }

  private static final class Shared {
    final ConnectorConfig config;
    final ReadListener listener;
    final SecondTier tier;
    final BlockCache cache;
    final FetchPool pool;
    final BlockFetcher fetcher;
    final WriterFactory writers;
    final HedgeThreads hedgeThreads = new HedgeThreads();
    final Map<String, SharedEndpoint> endpoints = new ConcurrentHashMap<>();
    final Map<String, PaceMeter> meters = new ConcurrentHashMap<>();
    final AtomicBoolean told = new AtomicBoolean();
    // Guarded by LOCK.
    private int users;

    Shared(ConnectorConfig config) {
      this.config = config;
      this.listener = ACCOUNTS;
      long heap = Runtime.getRuntime().maxMemory();
      int blockSize = config.cache().blockSize();
      JvmShare share = new JvmShare();
      this.tier =
          config.disk().directories().isEmpty() ? SecondTier.NONE : disk(config, heap, share);
      this.cache = new BlockCache(() -> share.of(config.cache().cacheBytes(heap)), listener, tier);
      this.pool =
          new FetchPool(
              config.read().fetchThreads(), () -> share.of(config.cache().inFlightBytes(heap)));
      this.fetcher = new BlockFetcher(cache, pool, blockSize, listener);
      WriteBudget budget = new WriteBudget(config.write().bufferBytes(heap), WriteBudget.PATIENCE);
      this.writers =
          new WriterFactory(config.write(), budget, WriterFactory.DEFAULT_THREADS, listener);
    }

    private SecondTier disk(ConnectorConfig config, long heap, JvmShare share) {
      Limits limits =
          new Limits(
              config.cache().blockSize(),
              config.disk().maxBytes(),
              share::of,
              config.disk().minFree()::of,
              config.disk().queueBytes(heap),
              config.disk().indexBytes(heap));
      List<Path> directories = new ArrayList<>();
      for (String directory : config.disk().directories()) {
        directories.add(Path.of(directory));
      }
      return new DiskTier(
          directories,
          limits,
          (object, bytes) -> meter(object.store()).pace().nanos(bytes),
          listener);
    }

    /** The cache and the pool are as the first file system wanted them. */
    void tellWhatStands(ConnectorConfig wanted) {
      boolean same =
          wanted.cache().equals(config.cache())
              && wanted.disk().equals(config.disk())
              && wanted.read().fetchThreads() == config.read().fetchThreads()
              && wanted.write().bufferFraction() == config.write().bufferFraction()
              && wanted.write().buffer().maxBytes() == config.write().buffer().maxBytes();
      if (!same && told.compareAndSet(false, true)) {
        LOG.info(
            "The settings of block cache, fetch threads and write buffers are the JVM's: those of"
                + " its first file system stand ({})",
            config.cache());
      }
    }

    /**
     * @param maxInFlight if it is the first of its endpoint
     */
    SharedEndpoint endpoint(StoreId id, int maxInFlight) {
      return endpoints.computeIfAbsent(
          id.endpoint(),
          endpoint ->
              new SharedEndpoint(new RequestLimit(maxInFlight), meter(id), new HedgeBudget()));
    }

    PaceMeter meter(StoreId id) {
      return meters.computeIfAbsent(id.endpoint(), endpoint -> new PaceMeter(System::nanoTime));
    }

    void join() {
      users++;
      pool.keepIdle();
      writers.keepIdle();
      hedgeThreads.keepIdle();
    }

    void leave() {
      users--;
      if (users == 0) {
        pool.endIdle();
        tier.flush();
        writers.endIdle();
        hedgeThreads.endIdle();
        BEANS.withdraw();
      }
    }
  }
}
