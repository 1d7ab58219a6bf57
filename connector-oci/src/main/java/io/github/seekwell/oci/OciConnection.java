package io.github.seekwell.oci;

import io.github.seekwell.core.ConnectorRuntime;
import io.github.seekwell.core.config.ConnectorConfig;
import io.github.seekwell.core.config.Settings;
import io.github.seekwell.core.hadoop.Connection;
import io.github.seekwell.core.http.HttpEngine;
import io.github.seekwell.core.http.HttpListener;
import io.github.seekwell.core.read.ReaderFactory;
import io.github.seekwell.core.store.ObjectStore;
import io.github.seekwell.core.write.WriteBudget;
import io.github.seekwell.core.write.WriterFactory;
import io.github.seekwell.oci.client.OciAuth;
import io.github.seekwell.oci.client.OciBucket;
import io.github.seekwell.oci.client.OciEndpoint;
import io.github.seekwell.oci.client.OciStore;
import java.net.URI;

/** A bucket of OCI with the shared runtime round it. */
final class OciConnection implements Connection {
  private final URI root;
  private final ConnectorConfig config;
  private final long blockSize;
  private final ConnectorRuntime runtime;
  private final WriterFactory writers;
  private final ObjectStore store;

  /**
   * Makes no request and reads no key; that is done with the first request.
   *
   * @param settings those of the bucket, untranslated
   * @throws IllegalArgumentException naming what is missing, malformed or refused
   */
  OciConnection(OciAddress address, Settings settings) {
    Settings translated = OciSettings.translated(settings);
    OciAuth auth = OciAuth.from(translated);
    OciBucket bucket =
        new OciBucket(
            OciEndpoint.from(translated, auth.region()), address.namespace(), address.bucket());
    this.root = address.root();
    this.config = ConnectorConfig.from(translated);
    this.blockSize = translated.get(OciSettings.BLOCK_SIZE_MB) * 1024L * 1024L;
    this.runtime = ConnectorRuntime.acquire(config);
    this.writers =
        new WriterFactory(
            config.write(),
            new WriteBudget(
                config.write().bufferBytes(Runtime.getRuntime().maxMemory()), WriteBudget.PATIENCE),
            WriterFactory.DEFAULT_THREADS,
            runtime.listener());
    this.store =
        runtime.stack(
            new OciStore(bucket, auth, new HttpEngine(config.http(), HttpListener.NONE)),
            config.retry());
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
    return runtime.readers();
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
    return ConnectorRuntime.environment().owner();
  }

  @Override
  public void close() {
    writers.close();
    store.close();
    runtime.close();
  }
}
