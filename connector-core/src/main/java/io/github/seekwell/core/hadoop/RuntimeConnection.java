package io.github.seekwell.core.hadoop;

import io.github.seekwell.core.ConnectorRuntime;
import io.github.seekwell.core.config.ConnectorConfig;
import io.github.seekwell.core.read.ReaderFactory;
import io.github.seekwell.core.store.ObjectStore;
import io.github.seekwell.core.write.WriterFactory;
import java.net.URI;
import java.util.function.Function;

/** A connection on the runtime that all file systems of the class loader share. */
public final class RuntimeConnection implements Connection {
  private final URI root;
  private final ConnectorConfig config;
  private final long blockSize;
  private final ConnectorRuntime runtime;
  private final ObjectStore store;
  private final ReaderFactory readers;
  private final WriterFactory writers;

  private RuntimeConnection(
      URI root,
      ConnectorConfig config,
      long blockSize,
      ConnectorRuntime runtime,
      ObjectStore store) {
    this.root = root;
    this.config = config;
    this.blockSize = blockSize;
    this.runtime = runtime;
    this.store = store;
    this.readers = runtime.readers(config);
    this.writers = runtime.writers(config.write());
  }

  /**
   * Joins the runtime and puts its layers round a store's client.
   *
   * @param client makes the client, which may tell the runtime's listener of its connections
   */
  public static RuntimeConnection open(
      URI root,
      ConnectorConfig config,
      long blockSize,
      Function<ConnectorRuntime, ObjectStore> client) {
    ConnectorRuntime runtime = ConnectorRuntime.acquire(config);
    try {
      ObjectStore store = runtime.stack(client.apply(runtime), config);
      return new RuntimeConnection(root, config, blockSize, runtime, store);
    } catch (RuntimeException | Error e) {
      runtime.close();
      throw e;
    }
  }

  @Override
  public URI root() {
    return root;
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
    return blockSize;
  }

  @Override
  public Object owner() {
    return ConnectorRuntime.environment().owner(root.getScheme());
  }

  /** Idempotent, as both it closes are. */
  @Override
  public void close() {
    try {
      store.close();
    } finally {
      runtime.close();
    }
  }
}
