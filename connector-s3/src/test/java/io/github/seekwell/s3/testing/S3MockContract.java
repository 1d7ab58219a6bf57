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
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;

/**
 * The contract of stores, kept by our client over Adobe's s3mock. Not found by the build: {@link
 * S3MockMain} runs it, in a network of its own.
 */
class S3MockContract extends ObjectStoreContract {
  static final String ENDPOINT = "seekwell.s3mock.endpoint";
  static final String BUCKET = "data";

  private static @Nullable S3Store store;

  @AfterAll
  static void stop() {
    if (store != null) {
      store.close();
      store = null;
    }
  }

  @Override
  protected ObjectStore store() {
    if (store == null) {
      store =
          new S3Store(
              new S3Bucket(
                  "s3a",
                  BUCKET,
                  S3Endpoint.at(URI.create(System.getProperty(ENDPOINT, "")), "us-east-1"),
                  S3Options.defaults()),
              new S3Auth.StaticKeys("any", "any", "", "a test"),
              new HttpEngine(HttpConfig.defaults(), HttpListener.NONE));
    }
    return store;
  }

  /** It looks and then writes: of ten writers at once, two were told that they had won. */
  @Override
  protected boolean decidesAmongWriters() {
    return false;
  }

  /** Its copies know conditions of their sources only. */
  @Override
  protected boolean renamesIfAbsent() {
    return false;
  }

  /** Its web server refuses addresses with an encoded backslash. */
  @Override
  protected boolean takesBackslashes() {
    return false;
  }

  /** It orders keys by Java's chars. */
  @Override
  protected boolean listsInByteOrder() {
    return false;
  }

  /** Prefixes do not count towards the size of its pages. */
  @Override
  protected boolean pagesChildren() {
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
