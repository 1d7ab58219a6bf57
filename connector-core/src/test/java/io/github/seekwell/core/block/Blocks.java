package io.github.seekwell.core.block;

import io.github.seekwell.core.store.Etag;
import io.github.seekwell.core.store.StoreId;

/** Blocks and versions for tests of the rooms behind this one. */
public final class Blocks {
  private Blocks() {}

  /** A block that a reader asked for. */
  public static Block of(long start, byte[] bytes) {
    return Block.of(start, bytes, false);
  }

  public static ObjectVersion version(String user, String key, String etag, long size) {
    StoreId store = new StoreId("mem", "http://localhost", "bucket", user);
    return new ObjectVersion(store, key, new Etag(etag), size);
  }

  public static ObjectVersion version(String key, long size) {
    return version("user", key, "v1", size);
  }
}
