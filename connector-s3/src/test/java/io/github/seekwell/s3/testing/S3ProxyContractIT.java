package io.github.seekwell.s3.testing;

import io.github.seekwell.core.config.HttpConfig;
import io.github.seekwell.core.http.HttpEngine;
import io.github.seekwell.core.http.HttpListener;
import io.github.seekwell.core.store.ObjectStore;
import io.github.seekwell.core.testing.ObjectStoreContract;
import io.github.seekwell.s3.client.S3Auth;
import io.github.seekwell.s3.client.S3Bucket;
import io.github.seekwell.s3.client.S3Endpoint;
import io.github.seekwell.s3.client.S3Options;
import io.github.seekwell.s3.client.S3Store;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** The contract of stores, kept by our client over a server that is not ours. */
class S3ProxyContractIT extends ObjectStoreContract {
  private static final String BUCKET = "data";

  @TempDir private static Path directory;
  private static @Nullable S3Proxy proxy;
  private static @Nullable S3Store store;

  @BeforeAll
  static void start() throws IOException, InterruptedException {
    proxy = S3Proxy.start(directory, BUCKET);
  }

  @AfterAll
  static void stop() {
    if (store != null) {
      store.close();
      store = null;
    }
    if (proxy != null) {
      proxy.close();
    }
  }

  @Override
  protected ObjectStore store() {
    if (proxy == null) {
      throw new IllegalStateException("s3proxy did not start");
    }
    if (store == null) {
      store =
          new S3Store(
              new S3Bucket("s3a", BUCKET, S3Endpoint.at(proxy.endpoint(), "us-east-1"), options()),
              new S3Auth.StaticKeys(S3Proxy.ACCESS_KEY, S3Proxy.SECRET, "", "a test"),
              new HttpEngine(HttpConfig.defaults(), HttpListener.NONE));
    }
    return store;
  }

  S3Options options() {
    return S3Options.defaults();
  }

  /** s3proxy looks and then writes: writers at the same moment may all be told that they won. */
  @Override
  protected boolean decidesAmongWriters() {
    return false;
  }

  /** It looks at conditions of puts only. */
  @Override
  protected boolean uploadsIfAbsent() {
    return false;
  }

  /** As with uploads: its copies know conditions of their sources only. */
  @Override
  protected boolean renamesIfAbsent() {
    return false;
  }

  /** Its memory is a Java map, ordered by Java's chars. */
  @Override
  protected boolean listsInByteOrder() {
    return false;
  }

  /** With default options new objects are given none that covers all of them. */
  @Override
  protected boolean tellsChecksums() {
    return false;
  }

  /** As S3 itself. */
  @Override
  protected int smallestPart() {
    return 5 << 20;
  }
}
