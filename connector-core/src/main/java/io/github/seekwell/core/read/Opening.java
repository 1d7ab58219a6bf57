package io.github.seekwell.core.read;

import io.github.seekwell.core.block.BlockCache;
import io.github.seekwell.core.block.BodyBlocks;
import io.github.seekwell.core.block.LatestVersions.Asking;
import io.github.seekwell.core.block.ObjectVersion;
import io.github.seekwell.core.block.VersionCheck;
import io.github.seekwell.core.config.ReadConfig;
import io.github.seekwell.core.metrics.ReadListener;
import io.github.seekwell.core.plan.AccessHints;
import io.github.seekwell.core.store.BodyHandler;
import io.github.seekwell.core.store.ByteRange;
import io.github.seekwell.core.store.ErrorKind;
import io.github.seekwell.core.store.Etag;
import io.github.seekwell.core.store.ObjectInfo;
import io.github.seekwell.core.store.ObjectStore;
import io.github.seekwell.core.store.RequestContext;
import io.github.seekwell.core.store.StoreException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Learns which version of an object is to be read by a request that brings bytes as well, and keeps
 * those in the cache for the reader. Safe for threads.
 *
 * <p>Each call makes a request of its own and joins nobody's: one that was sent before the caller
 * asked might tell of a version that the caller knows to be overwritten. Where the cache has
 * already what the request would bring, of the version that was met last, a HEAD is sent: it takes
 * as long as a GET's first byte and brings nothing twice. Whoever trusts versions for some time
 * ({@link ReadConfig#trustVersion()}) has it not even sent.
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
  private final Duration trust;
  private final boolean verifies;
  private final ReadListener listener;

  Opening(BlockCache cache, int blockSize, ReadConfig read, ReadListener listener) {
    this.cache = cache;
    this.blockSize = blockSize;
    this.openBytes = upToBlock(read.openBytes());
    this.trust = read.trustVersion();
    this.verifies = read.verifyChecksum();
    this.listener = listener;
  }

  /**
   * The newest version; with it its end, if it is read from there and somebody has not done so
   * already; else where a part of it begins that alone is to be read, or its beginning.
   */
  ObjectInfo newest(ObjectStore store, String key, AccessHints hints, RequestContext context)
      throws StoreException {
    return unlessTrusted(store, key, () -> ask(store, key, hints, context));
  }

  private ObjectInfo ask(ObjectStore store, String key, AccessHints hints, RequestContext context)
      throws StoreException {
    if (openBytes == 0) {
      return store.head(key, context);
    }
    @Nullable ObjectInfo last = cache.latest().of(store.id(), key);
    boolean endFirst =
        isReadFromItsEnd(key, hints) && (last == null || !isHere(store, last, end(last.size())));
    if (endFirst) {
      return fetched(store, key, context, body -> store.getTail(key, openBytes, body, context));
    }
    if (hints.beginsInside() && hints.splitStart() >= openBytes) {
      return ranged(store, key, beginning(hints.splitStart(), hints.splitEnd()), context);
    }
    return last != null && isHere(store, last, beginning(0, last.size()))
        ? store.head(key, context)
        : fetched(store, key, context, body -> store.getFirst(key, openBytes, body, context));
  }

  /**
   * The newest version of an object whose size somebody told; what a first read wants of it comes
   * with it. If the size was told too large, the true one is smaller.
   */
  ObjectInfo at(
      ObjectStore store, String key, FirstRead first, AccessHints hints, RequestContext context)
      throws StoreException {
    return unlessTrusted(
        store,
        key,
        () ->
            openBytes == 0
                ? store.head(key, context)
                : ranged(store, key, wanted(key, first, hints), context));
  }

  private interface Question {
    ObjectInfo ask() throws StoreException;
  }

  private ObjectInfo unlessTrusted(ObjectStore store, String key, Question question)
      throws StoreException {
    @Nullable ObjectInfo trusted = cache.latest().trusted(store.id(), key, trust);
    if (trusted != null) {
      return trusted;
    }
    Asking asking = cache.latest().asking();
    ObjectInfo object = question.ask();
    cache.latest().told(store.id(), object, asking);
    return object;
  }

  private ByteRange wanted(String key, FirstRead first, AccessHints hints) {
    long length = first.length();
    if (length <= openBytes) {
      return ByteRange.of(0, length);
    }
    ByteRange end = end(length);
    if (isReadFromItsEnd(key, hints) && first.position() >= end.start()) {
      return end;
    }
    long stop = upToBlock(first.position() + Math.min(first.count(), LARGEST));
    return ByteRange.of(downToBlock(first.position()), Math.min(length, stop));
  }

  /**
   * Formats that keep their index in a footer, which every reader looks at first. Who knows better
   * says so: a copy of such a file is read from its beginning.
   */
  private static boolean isReadFromItsEnd(String key, AccessHints hints) {
    return switch (hints.policy()) {
      case COLUMNAR -> true;
      case SEQUENTIAL, WHOLE -> false;
      case ADAPTIVE, RANDOM -> key.endsWith(".parquet") || key.endsWith(".orc");
    };
  }

  private ObjectInfo ranged(ObjectStore store, String key, ByteRange range, RequestContext context)
      throws StoreException {
    @Nullable ObjectInfo last = cache.latest().of(store.id(), key);
    return last != null && isHere(store, last, range)
        ? store.head(key, context)
        : fetched(store, key, context, body -> store.get(key, range, Etag.ANY, body, context));
  }

  private interface Request {
    ObjectInfo send(BodyHandler body) throws StoreException;
  }

  /** Nobody was given anything of what is wrong yet, so it is asked for once more. */
  private ObjectInfo fetched(ObjectStore store, String key, RequestContext context, Request request)
      throws StoreException {
    try {
      return fetchedOnce(store, key, context, request);
    } catch (StoreException e) {
      if (e.kind() != ErrorKind.CHECKSUM) {
        throw e;
      }
      return fetchedOnce(store, key, context, request);
    }
  }

  private ObjectInfo fetchedOnce(
      ObjectStore store, String key, RequestContext context, Request request)
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
      ObjectVersion version = version(store, object);
      VersionCheck check = check(version);
      if (check != null) {
        blocks.showTo(check, store, object, context);
      }
      long refetched = blocks.offerTo(cache, version);
      if (refetched > 0) {
        listener.onRefetch(context.owner(), refetched);
      }
    }
    return object;
  }

  /** The first blocks of what lies between two positions. */
  private ByteRange beginning(long start, long end) {
    long first = downToBlock(start);
    return ByteRange.of(first, Math.min(end, first + openBytes));
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

  /** Under which identity a version is read from now on. */
  ObjectVersion version(ObjectStore store, ObjectInfo object) {
    ObjectVersion version =
        new ObjectVersion(store.id(), object.key(), object.etag(), object.size());
    return verifies ? cache.checks().current(version) : version;
  }

  /** Who is to see what comes of a version; null if nobody is. */
  @Nullable VersionCheck check(ObjectVersion version) {
    return verifies ? cache.checks().of(version, blockSize) : null;
  }

  private long downToBlock(long position) {
    return position - position % blockSize;
  }

  private long upToBlock(long bytes) {
    return (bytes + blockSize - 1) / blockSize * blockSize;
  }
}
