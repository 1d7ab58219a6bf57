package io.github.seekwell.s3.client;

import io.github.seekwell.core.config.HttpConfig;
import io.github.seekwell.core.http.HttpEngine;
import io.github.seekwell.core.http.HttpListener;
import io.github.seekwell.core.store.ObjectStore;
import io.github.seekwell.core.testing.ObjectStoreContract;
import io.github.seekwell.core.testing.StoreEmulator;
import io.github.seekwell.s3.testing.S3Accounts;
import io.github.seekwell.s3.testing.S3Dialect;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

/** The contract of stores, kept by the client over the wire, every signature verified. */
abstract class S3Contract extends ObjectStoreContract {
  private final S3Options options;
  private @Nullable StoreEmulator emulator;
  private @Nullable S3Store store;

  S3Contract(S3Options options) {
    this.options = options;
  }

  @Override
  protected ObjectStore store() throws IOException {
    StoreEmulator started =
        StoreEmulator.builder(
                S3Dialect.open()
                    .inRegion("us-east-1")
                    .minimumPart(1)
                    .signedBy(new S3Accounts().add("AKIATEST", "a/secret+key=")))
            .bucket("data")
            .start();
    emulator = started;
    S3Store opened =
        new S3Store(
            new S3Bucket("s3a", "data", S3Endpoint.at(started.endpoint(), "us-east-1"), options),
            new S3Auth.StaticKeys("AKIATEST", "a/secret+key=", "", "a test"),
            new HttpEngine(HttpConfig.defaults(), HttpListener.NONE));
    store = opened;
    return opened;
  }

  @AfterEach
  void stop() {
    if (store != null) {
      store.close();
    }
    if (emulator != null) {
      emulator.close();
    }
  }

  @Override
  protected boolean tellsChecksums() {
    return options.checksums().algorithm().equals("CRC32C");
  }
}
