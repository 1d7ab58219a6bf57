package io.github.seekwell.benchmarks.jmh;

import io.github.seekwell.core.block.BlockCache;
import io.github.seekwell.core.config.ConnectorConfig;
import io.github.seekwell.core.config.RetryConfig;
import io.github.seekwell.core.config.Settings;
import io.github.seekwell.core.hadoop.Connection;
import io.github.seekwell.core.hadoop.KeyForms;
import io.github.seekwell.core.hadoop.ObjectFileSystem;
import io.github.seekwell.core.metrics.ReadListener;
import io.github.seekwell.core.read.ReaderFactory;
import io.github.seekwell.core.store.ObjectStore;
import io.github.seekwell.core.store.StoreId;
import io.github.seekwell.core.store.layer.Backoff;
import io.github.seekwell.core.store.layer.HedgeBudget;
import io.github.seekwell.core.store.layer.HedgeTerms;
import io.github.seekwell.core.store.layer.PaceMeter;
import io.github.seekwell.core.store.layer.RequestLimit;
import io.github.seekwell.core.store.layer.SharedEndpoint;
import io.github.seekwell.core.store.layer.StoreStack;
import io.github.seekwell.core.testing.MemoryStore;
import io.github.seekwell.core.testing.RampObject;
import io.github.seekwell.core.testing.ReadRig;
import io.github.seekwell.core.write.WriteBudget;
import io.github.seekwell.core.write.WriterFactory;
import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.Path;

/**
 * One file of a store in memory, under all that a connector puts between a store and its user: the
 * layers, a cache and a fetch pool of its own, and the file system. Safe for threads.
 */
final class MemoryFile implements Closeable {
  /** Enough for any demand; what is in flight is no matter of these benchmarks. */
  private static final long IN_FLIGHT_BYTES = 64 << 20;

  private static final StoreId ID = new StoreId("mem", "memory://local", "bench", "nobody");
  private static final String KEY = "file";
  private static final Path PATH = new Path("mem://bench/" + KEY);

  private final long size;
  private final ReadRig rig;
  private final ObjectStore store;
  private final BenchFileSystem fileSystem;

  /**
   * How a file is kept and read.
   *
   * @param size bytes of the file
   * @param cacheBytes what the block cache may hold
   * @param firstByte how long the store takes to answer a GET
   * @param settings of {@code fs.seekwell.*}, for what shall not be as by default
   */
  record Layout(long size, long cacheBytes, Duration firstByte, Map<String, String> settings) {
    /** A file that the cache holds, as by default. */
    static Layout cached(long size) {
      return new Layout(size, 2 * size, Duration.ZERO, Map.of());
    }
  }

  /**
   * @param listener hears what a connector's recorder hears
   */
  MemoryFile(Layout layout, ReadListener listener) throws IOException {
    MemoryStore memory = new MemoryStore(ID, InstantSource.system());
    this.size = layout.size();
    memory.hold(KEY, RampObject.of(size).bytes());
    this.rig = new ReadRig(layout.settings(), layout.cacheBytes(), IN_FLIGHT_BYTES, listener);
    RetryConfig retry = ConnectorConfig.from(Settings.of(layout.settings())).retry();
    Backoff backoff = Backoff.of(retry.baseDelay(), retry.maxDelay());
    this.store =
        StoreStack.of(retry.attempts(), backoff, HedgeTerms.NONE, listener)
            .over(
                new DelayedStore(memory, layout.firstByte()),
                new SharedEndpoint(
                    new RequestLimit(retry.maxInFlight()),
                    new PaceMeter(System::nanoTime),
                    new HedgeBudget()));
    this.fileSystem = new BenchFileSystem(store, rig.readers(), listener);
    Configuration conf = new Configuration(false);
    layout.settings().forEach(conf::set);
    fileSystem.initialize(PATH.toUri(), conf);
  }

  long size() {
    return size;
  }

  BlockCache cache() {
    return rig.cache();
  }

  /** A stream of its own. */
  FSDataInputStream open() throws IOException {
    return fileSystem.open(PATH);
  }

  /** Reads all once, so that what the cache has room for is there. */
  void readAll() throws IOException {
    byte[] buffer = new byte[1 << 20];
    try (FSDataInputStream in = open()) {
      for (long left = size; left > 0; ) {
        int count = (int) Math.min(buffer.length, left);
        in.readFully(buffer, 0, count);
        left -= count;
      }
    }
  }

  @Override
  public void close() throws IOException {
    fileSystem.close();
    rig.close();
  }

  /** {@code mem://bench/}: the connectors' own file system, told what it is made of. */
  private static final class BenchFileSystem extends ObjectFileSystem {
    private final ObjectStore store;
    private final ReaderFactory readers;
    private final ReadListener listener;

    private BenchFileSystem(ObjectStore store, ReaderFactory readers, ReadListener listener) {
      this.store = store;
      this.readers = readers;
      this.listener = listener;
    }

    @Override
    public String getScheme() {
      return "mem";
    }

    @Override
    protected KeyForms keyForms(URI uri) {
      return KeyForms.PLAIN;
    }

    @Override
    protected Connection connect(URI uri, Settings settings) {
      ConnectorConfig config = ConnectorConfig.from(settings);
      WriteBudget budget = new WriteBudget(1 << 20, WriteBudget.PATIENCE);
      WriterFactory writers = new WriterFactory(config.write(), budget, 1, listener);
      return new MemoryConnection(
          URI.create(uri.getScheme() + "://" + uri.getHost()), store, readers, writers, config);
    }
  }

  private record MemoryConnection(
      URI root,
      ObjectStore store,
      ReaderFactory readers,
      WriterFactory writers,
      ConnectorConfig config)
      implements Connection {
    @Override
    public long blockSize() {
      return 32 << 20;
    }

    @Override
    public void close() {
      writers.close();
      store.close();
    }
  }
}
