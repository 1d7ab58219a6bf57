package io.github.seekwell.core.hadoop;

import io.github.seekwell.core.config.ConnectorConfig;
import io.github.seekwell.core.config.FilesConfig;
import io.github.seekwell.core.config.Settings;
import io.github.seekwell.core.metrics.ReadListener;
import io.github.seekwell.core.read.ReaderFactory;
import io.github.seekwell.core.store.ObjectStore;
import io.github.seekwell.core.store.Renaming;
import io.github.seekwell.core.store.RequestContext;
import io.github.seekwell.core.store.StoreId;
import io.github.seekwell.core.store.layer.ChangeTellingStore;
import io.github.seekwell.core.testing.MemoryStore;
import io.github.seekwell.core.testing.ReadRig;
import io.github.seekwell.core.write.WriteBudget;
import io.github.seekwell.core.write.WriterFactory;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.hadoop.conf.Configuration;

/**
 * {@code mem://bucket/}: the adapter over a {@link MemoryStore}. A bucket exists from its first use
 * on and outlives its file systems, so that Hadoop's own ways of making them see one tree.
 */
public final class MemoryFileSystem extends ObjectFileSystem {
  static final long BLOCK_SIZE = 32 << 20;

  private static final Map<String, ObjectStore> BUCKETS = new ConcurrentHashMap<>();

  private Object owner = RequestContext.NO_OWNER;

  /** A file system of its own over this store, which may be wrapped. */
  static MemoryFileSystem over(ObjectStore store, Configuration conf) throws IOException {
    BUCKETS.put(store.id().bucket(), store);
    MemoryFileSystem fileSystem = new MemoryFileSystem();
    fileSystem.initialize(URI.create("mem://" + store.id().bucket() + "/"), conf);
    return fileSystem;
  }

  static MemoryStore store(String bucket) {
    return new MemoryStore(
        new StoreId("mem", "memory://local", bucket, "nobody"), InstantSource.system());
  }

  /** A bucket of a store that copies instead of renaming. */
  static MemoryStore copyingStore(String bucket) {
    return new MemoryStore(
        new StoreId("mem", "memory://local", bucket, "nobody"),
        InstantSource.system(),
        Renaming.BY_COPY);
  }

  /** How files behave if renames and deletions use so many threads. */
  static FilesConfig threads(int count) {
    return new FilesConfig(
        count, count, FilesConfig.Checksum.NONE, false, false, Duration.ofDays(1));
  }

  /** A configuration that knows the scheme. */
  static Configuration configuration() {
    Configuration conf = new Configuration();
    conf.set("fs.mem.impl", MemoryFileSystem.class.getName());
    conf.set("fs.AbstractFileSystem.mem.impl", MemoryAbstractFileSystem.class.getName());
    return conf;
  }

  /** Whom requests are told to belong to from now on. */
  void own(Object newOwner) {
    owner = newOwner;
  }

  /** What Hadoop counted on the calling thread. */
  Statistics.StatisticsData ofThisThread() {
    return statistics.getThreadStatistics();
  }

  @Override
  public String getScheme() {
    return "mem";
  }

  @Override
  protected KeyForms keyForms(URI uri) {
    return new KeyForms(List.of(uri.getHost()), Map.of());
  }

  @Override
  protected Connection connect(URI uri, Settings settings) {
    ObjectStore bucket = BUCKETS.computeIfAbsent(uri.getHost(), MemoryFileSystem::store);
    ConnectorConfig config = ConnectorConfig.from(settings);
    ReadRig rig = ReadRig.roomy(config);
    ObjectStore store = new ChangeTellingStore(bucket, rig.cache().latest()::forget);
    ReaderFactory readers = rig.readers();
    WriterFactory writers =
        new WriterFactory(
            config.write(),
            new WriteBudget(64 << 20, Duration.ofSeconds(20)),
            4,
            ReadListener.NONE);
    return new Connection() {
      @Override
      public URI root() {
        return URI.create("mem://" + uri.getHost());
      }

      @Override
      public ObjectStore store() {
        return store;
      }

      @Override
      public ReaderFactory readers() {
        return readers;
      }

      @Override
      public WriterFactory writers() {
        return writers;
      }

      @Override
      public ConnectorConfig config() {
        return config;
      }

      @Override
      public long blockSize() {
        return BLOCK_SIZE;
      }

      @Override
      public Object owner() {
        return owner;
      }

      @Override
      public void close() {
        writers.close(); // The bucket outlives us.
        rig.close();
      }
    };
  }
}
