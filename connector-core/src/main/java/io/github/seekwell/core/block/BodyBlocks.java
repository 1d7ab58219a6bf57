package io.github.seekwell.core.block;

import io.github.seekwell.core.plan.BlockSpan;
import io.github.seekwell.core.store.BodyHandler;
import io.github.seekwell.core.store.ByteRange;
import io.github.seekwell.core.store.ErrorKind;
import io.github.seekwell.core.store.ObjectInfo;
import io.github.seekwell.core.store.ObjectStore;
import io.github.seekwell.core.store.RequestContext;
import io.github.seekwell.core.store.StoreException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a body into blocks when only its answer tells which version it is of, so that no promise
 * could be claimed before. Bytes of blocks that do not come whole are dropped; the last block of
 * the object is whole with its last byte. Used by one thread.
 */
public final class BodyBlocks implements BodyHandler {
  private static final byte[] NOTHING = new byte[0];

  private final int blockSize;
  private final LongConsumer begun;
  private final List<Block> blocks = new ArrayList<>();

  private boolean toldBegun;
  private @Nullable ObjectInfo object;
  private long start;
  private long next;
  private byte[] filling = NOTHING;
  private int filled;

  /**
   * @param begun told once, with the first answer that brings any, how many bytes will come
   */
  public BodyBlocks(int blockSize, LongConsumer begun) {
    this.blockSize = blockSize;
    this.begun = begun;
  }

  @Override
  public void begin(ObjectInfo told, ByteRange range) {
    if (!toldBegun && !range.isEmpty()) {
      toldBegun = true;
      begun.accept(range.length());
    }
    boolean sameVersion =
        object != null && !told.etag().isAny() && told.etag().equals(object.etag());
    if (!sameVersion || next == start) {
      // The first answer, or one that has nothing to do with what came before.
      object = told;
      start = range.start();
      next = start;
      blocks.clear();
      filling = NOTHING;
      filled = 0;
    }
  }

  @Override
  public void accept(long position, byte[] buffer, int offset, int length) {
    if (position > next) {
      throw new IllegalStateException("bytes at " + position + " instead of " + next);
    }
    // A resumed body may bring again what is already here.
    int done = (int) Math.min(length, next - position);
    while (done < length) {
      int count = Math.min(length - done, blockSize - (int) (next % blockSize));
      take(buffer, offset + done, count);
      done += count;
    }
  }

  /** Takes bytes that lie in one block. */
  private void take(byte[] buffer, int offset, int count) {
    long blockStart = next - next % blockSize;
    next += count;
    if (blockStart < start) {
      return; // Its beginning will not come.
    }
    if (filled == 0) {
      filling = new byte[(int) Math.min(blockSize, size() - blockStart)];
    }
    System.arraycopy(buffer, offset, filling, filled, count);
    filled += count;
    if (filled == filling.length) {
      blocks.add(Block.of(blockStart, filling, false));
      filling = NOTHING;
      filled = 0;
    }
  }

  private long size() {
    if (object == null) {
      throw new IllegalStateException("bytes before an answer");
    }
    return object.size();
  }

  /**
   * Shows the blocks that have come to a check.
   *
   * @throws StoreException if the store does not answer; of kind {@link ErrorKind#CHECKSUM} if they
   *     are not what they must be
   */
  public void showTo(VersionCheck check, ObjectStore store, ObjectInfo of, RequestContext context)
      throws StoreException {
    check.begin(store, of, context);
    for (Block block : blocks) {
      block.showTo(check, blockSize);
    }
    check.refuseIfWrong();
  }

  /**
   * Puts the blocks that have come into the cache. What stands there stays, on its way or here.
   *
   * @param version that the bytes are of
   * @return how many of the bytes had been there: somebody had come for them, and they left for
   *     want of room
   */
  public long offerTo(BlockCache cache, ObjectVersion version) {
    if (blocks.isEmpty()) {
      return 0;
    }
    long first = blocks.get(0).start() / blockSize;
    BlockSpan span = new BlockSpan(first, first + blocks.size());
    long refetched = cache.refetched(version, span, blockSize);
    for (Block block : blocks) {
      cache.offer(new BlockKey(version, block.start() / blockSize), block, blockSize);
    }
    return refetched;
  }
}
