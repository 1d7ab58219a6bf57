package io.github.seekwell.oci.client;

import io.github.seekwell.core.config.HttpConfig;
import io.github.seekwell.core.http.HttpEngine;
import io.github.seekwell.core.http.HttpListener;
import io.github.seekwell.core.store.ObjectStore;
import io.github.seekwell.core.testing.ObjectStoreContract;
import io.github.seekwell.core.testing.StoreEmulator;
import io.github.seekwell.oci.testing.OciDialect;
import io.github.seekwell.oci.testing.SignatureCheck;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** The contract of stores, kept by the client over the wire. */
class OciStoreContractIT extends ObjectStoreContract {
  @TempDir private static Path directory;
  private static @Nullable StoreEmulator emulator;
  private static @Nullable OciStore store;

  @BeforeAll
  static void start() throws IOException {
    StoreEmulator started =
        StoreEmulator.builder(
                OciDialect.of("ns")
                    .signedBy(SignatureCheck.of(ApiKeys.keyId(), ApiKeys.publicKey())))
            .bucket("data")
            .start();
    emulator = started;
    store =
        new OciStore(
            new OciBucket(started.endpoint(), "ns", "data"),
            ApiKeys.auth(directory),
            new HttpEngine(HttpConfig.defaults(), HttpListener.NONE),
            new OciOptions(HttpConfig.defaults(), true, true, OciOptions.MOST_DELETED));
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
