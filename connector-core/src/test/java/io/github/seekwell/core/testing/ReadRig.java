package io.github.seekwell.core.testing;

import io.github.seekwell.core.block.BlockCache;
import io.github.seekwell.core.block.BlockFetcher;
import io.github.seekwell.core.block.FetchPool;
import io.github.seekwell.core.block.SecondTier;
import io.github.seekwell.core.config.ConnectorConfig;
import io.github.seekwell.core.config.Settings;
import io.github.seekwell.core.metrics.ReadListener;
import io.github.seekwell.core.plan.ReadPlanner;
import io.github.seekwell.core.read.ObjectReader;
import io.github.seekwell.core.read.ReaderFactory;
import io.github.seekwell.core.store.ObjectInfo;
import io.github.seekwell.core.store.ObjectStore;
import io.github.seekwell.core.store.Pace;
import io.github.seekwell.core.store.StoreException;
import java.util.Map;

/** A read path of its own, apart from the class loader's runtime. */
public final class ReadRig implements AutoCloseable {
  private final BlockCache cache;
  private final FetchPool pool;
  private final ReaderFactory readers;

  /**
   * @param settings of {@code fs.seekwell.*}, for what shall not be as by default
   */
  public ReadRig(
      Map<String, String> settings, long cacheBytes, long inFlightBytes, ReadListener listener) {
    this(ConnectorConfig.from(Settings.of(settings)), cacheBytes, inFlightBytes, listener);
  }

  public ReadRig(
      ConnectorConfig config, long cacheBytes, long inFlightBytes, ReadListener listener) {
    this(config, cacheBytes, inFlightBytes, listener, SecondTier.NONE);
  }

  /**
   * @param tier behind the memory; not closed with this
   */
  public ReadRig(
      ConnectorConfig config,
      long cacheBytes,
      long inFlightBytes,
      ReadListener listener,
      SecondTier tier) {
    this(config, new BlockCache(() -> cacheBytes, listener, tier), inFlightBytes, listener);
  }

  /**
   * @param cache whose clock a test may have in its hands
   */
  public ReadRig(
      ConnectorConfig config, BlockCache cache, long inFlightBytes, ReadListener listener) {
    this.cache = cache;
    this.pool = new FetchPool(config.read().fetchThreads(), () -> inFlightBytes);
    int blockSize = config.cache().blockSize();
    this.readers =
        new ReaderFactory(
            cache,
            new BlockFetcher(cache, pool, blockSize, listener),
            new ReadPlanner(
                blockSize, config.read().lookAheadMax(), config.read().amplificationMax()),
            listener,
            store -> () -> Pace.DEFAULT,
            config.read(),
            config.retry());
  }

  /** Default settings, a cache and a budget that hold all that a test reads. */
  public static ReadRig roomy() {
    return roomy(ConnectorConfig.from(Settings.of(Map.of())));
  }

  /** A cache and a budget that hold all that a test reads. */
  public static ReadRig roomy(ConnectorConfig config) {
    return new ReadRig(config, 512 << 20, 128 << 20, ReadListener.NONE);
  }

  public ObjectReader open(ObjectStore store, ObjectInfo object) throws StoreException {
    return readers.open(store, object, "test");
  }

  public ReaderFactory readers() {
    return readers;
  }

  public BlockCache cache() {
    return cache;
  }

  public FetchPool pool() {
    return pool;
  }

  @Override
  public void close() {
    pool.close();
  }
}
