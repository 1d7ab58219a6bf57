package io.github.seekwell.core.read;

import io.github.seekwell.core.block.BlockCache;
import io.github.seekwell.core.block.BodyBlocks;
import io.github.seekwell.core.block.ObjectVersion;
import io.github.seekwell.core.metrics.ReadListener;
import io.github.seekwell.core.store.BodyHandler;
import io.github.seekwell.core.store.ByteRange;
import io.github.seekwell.core.store.Etag;
import io.github.seekwell.core.store.ObjectInfo;
import io.github.seekwell.core.store.ObjectStore;
import io.github.seekwell.core.store.RequestContext;
import io.github.seekwell.core.store.StoreException;
import org.jspecify.annotations.Nullable;

/**
 * Learns which version of an object is to be read by a request that brings bytes as well, and keeps
 * those in the cache for the reader. Safe for threads.
 *
 * <p>Each call makes a request of its own and joins nobody's: one that was sent before the caller
 * asked might tell of a version that the caller knows to be overwritten. Where the cache has
 * already what the request would bring, of the version that was met last, a HEAD is sent: it takes
 * as long as a GET's first byte and brings nothing twice.
 */
final class Opening {
  /**
   * The most that the request of a late pin brings: what a connection of 80 MB/s carries in half
   * the time that a store takes for a first byte (30 ms). What a read wants beyond that comes
   * faster by several requests at once.
   */
  static final long LARGEST = 1 << 20;

  private final BlockCache cache;
  private final int blockSize;
  private final long openBytes;
  private final ReadListener listener;

  /**
   * @param openBytes how much of an object is fetched at its opening, rounded up to whole blocks; 0
   *     for a HEAD instead
   */
  Opening(BlockCache cache, int blockSize, long openBytes, ReadListener listener) {
    this.cache = cache;
    this.blockSize = blockSize;
    this.openBytes = upToBlock(openBytes);
    this.listener = listener;
  }

  /** The newest version; its beginning or, of files that are read from their end, that. */
  ObjectInfo newest(ObjectStore store, String key, RequestContext context) throws StoreException {
    if (openBytes == 0) {
      return store.head(key, context);
    }
    boolean endFirst = isReadFromItsEnd(key);
    @Nullable ObjectInfo last = cache.latest().of(store.id(), key);
    if (last != null && isHere(store, last, endFirst ? end(last.size()) : beginning(last.size()))) {
      return store.head(key, context);
    }
    return fetched(
        store,
        key,
        context,
        body ->
            endFirst
                ? store.getTail(key, openBytes, body, context)
                : store.getFirst(key, openBytes, body, context));
  }

  /**
   * The newest version of an object whose size somebody told; what a first read wants of it comes
   * with it.
   *
   * @param length as told: if it is more than there is, the object's true size tells
   * @param position where the read begins, before {@code length}
   * @param count how many bytes it wants, at least 1
   */
  ObjectInfo at(
      ObjectStore store, String key, long length, long position, int count, RequestContext context)
      throws StoreException {
    if (openBytes == 0) {
      return store.head(key, context);
    }
    ByteRange range = wanted(key, length, position, count);
    @Nullable ObjectInfo last = cache.latest().of(store.id(), key);
    if (last != null && isHere(store, last, range)) {
      return store.head(key, context);
    }
    return fetched(store, key, context, body -> store.get(key, range, Etag.ANY, body, context));
  }

  private ByteRange wanted(String key, long length, long position, int count) {
    if (length <= openBytes) {
      return ByteRange.of(0, length);
    }
    ByteRange end = end(length);
    if (isReadFromItsEnd(key) && position >= end.start()) {
      return end;
    }
    long start = position - position % blockSize;
    long stop = upToBlock(position + Math.min(count, LARGEST));
    return ByteRange.of(start, Math.min(length, stop));
  }

  /** Formats that keep their index in a footer, which every reader looks at first. */
  private static boolean isReadFromItsEnd(String key) {
    return key.endsWith(".parquet") || key.endsWith(".orc");
  }

  private interface Request {
    ObjectInfo send(BodyHandler body) throws StoreException;
  }

  private ObjectInfo fetched(ObjectStore store, String key, RequestContext context, Request request)
      throws StoreException {
    BodyBlocks blocks =
        new BodyBlocks(blockSize, bytes -> listener.onFetch(context.owner(), bytes, 0));
    ObjectInfo object;
    try {
      object = request.send(blocks);
    } catch (StoreException e) {
      return switch (e.kind()) {
        // Smaller than was said, or overwritten before its body was here: a version all the same.
        case INVALID_RANGE, CHANGED -> store.head(key, context);
        default -> throw e;
      };
    }
    if (!object.etag().isAny()) {
      blocks.offerTo(cache, version(store, object));
    }
    return object;
  }

  private ByteRange beginning(long size) {
    return ByteRange.of(0, Math.min(size, openBytes));
  }

  /** The blocks that lie whole within the last bytes. */
  private ByteRange end(long size) {
    return ByteRange.of(upToBlock(Math.max(0, size - openBytes)), size);
  }

  /** Whether all blocks from the one at a range's start to the one at its end are in memory. */
  private boolean isHere(ObjectStore store, ObjectInfo object, ByteRange range) {
    if (object.etag().isAny() || range.end() > object.size()) {
      return false;
    }
    ObjectVersion version = version(store, object);
    for (long at = range.start(); at < range.end(); at += blockSize) {
      if (cache.present(version, at / blockSize) == null) {
        return false;
      }
    }
    return true;
  }

  private static ObjectVersion version(ObjectStore store, ObjectInfo object) {
    return new ObjectVersion(store.id(), object.key(), object.etag(), object.size());
  }

  private long upToBlock(long bytes) {
    return (bytes + blockSize - 1) / blockSize * blockSize;
  }
}
