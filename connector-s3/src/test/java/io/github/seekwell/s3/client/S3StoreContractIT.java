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
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The contract of stores, kept by the client over the wire, every signature verified. */
class S3StoreContractIT extends ObjectStoreContract {
  private static @Nullable StoreEmulator emulator;
  private static @Nullable S3Store store;

  @BeforeAll
  static void start() throws IOException {
    StoreEmulator started =
        StoreEmulator.builder(
                S3Dialect.open()
                    .inRegion("us-east-1")
                    .minimumPart(1)
                    .signedBy(new S3Accounts().add("AKIATEST", "a/secret+key=")))
            .bucket("data")
            .start();
    emulator = started;
    store =
        new S3Store(
            new S3Bucket(
                "s3a",
                "data",
                S3Endpoint.at(started.endpoint(), "us-east-1"),
                S3Options.defaults()),
            new S3Auth.StaticKeys("AKIATEST", "a/secret+key=", "", "a test"),
            new HttpEngine(HttpConfig.defaults(), HttpListener.NONE));
  }

  @AfterAll
  static void stop() {
    if (store != null) {
      store.close();
    }
    if (emulator != null) {
      emulator.close();
    }
  }

  @Override
  protected ObjectStore store() {
    if (store == null) {
      throw new IllegalStateException("the emulator did not start");
    }
    return store;
  }
}
