package io.github.seekwell.core.read;

import io.github.seekwell.core.block.BlockFetcher.AwaitedBlock;
import io.github.seekwell.core.block.BlockFetcher.Fetch;
import io.github.seekwell.core.metrics.ReadOutcome;
import io.github.seekwell.core.plan.BlockSpan;
import io.github.seekwell.core.store.ByteRange;
import io.github.seekwell.core.store.StoreException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Ranges that a reader named all at once, on their way together: near ones in one request, far ones
 * in requests side by side. What is waited for is held until it is read, at most two steps of a
 * read in all, so that ranges of any size can be named. Belongs to one thread.
 */
public final class AnnouncedRanges {
  private final ObjectReader reader;
  private final List<ByteRange> pieces;
  private final Map<Long, Awaited> awaited = new HashMap<>();
  private int claimed;
  private long held;

  /** A block that was asked for, and whether its batch had to ask the store. */
  private record Awaited(AwaitedBlock block, boolean missed) {}

  /**
   * @param ranges by their beginnings, within the object
   * @param step the most bytes of a piece
   */
  AnnouncedRanges(ObjectReader reader, List<ByteRange> ranges, int step) {
    this.reader = reader;
    this.pieces = pieces(ranges, step);
    claim();
  }

  private static List<ByteRange> pieces(List<ByteRange> ranges, int step) {
    List<ByteRange> pieces = new ArrayList<>(ranges.size());
    for (ByteRange range : ranges) {
      for (long at = range.start(); at < range.end(); at += step) {
        pieces.add(ByteRange.of(at, Math.min(range.end(), at + step)));
      }
    }
    return pieces;
  }

  /** Asks for what comes next, as far as there is room to hold it. */
  private void claim() {
    int first = claimed;
    int next = first;
    while (next < pieces.size()
        && (held == 0 || held + pieces.get(next).length() <= 2L * ObjectReader.MAX_STEP)) {
      held += pieces.get(next).length();
      next++;
    }
    if (next == first) {
      return;
    }
    claimed = next;
    List<BlockSpan> spans = new ArrayList<>(next - first);
    for (ByteRange piece : pieces.subList(first, next)) {
      spans.add(reader.covering(piece));
    }
    Fetch fetch = reader.fetchAnnounced(pieces.subList(first, next));
    int block = 0;
    for (BlockSpan span : spans) {
      for (long index = span.first(); index < span.end(); index++) {
        awaited.put(index, new Awaited(fetch.blocks().get(block++), fetch.missed()));
      }
    }
  }

  /**
   * Fills {@code buffer[offset, offset + length)} from {@code position} on; within the ranges that
   * were named, in the order of their beginnings, it waits for what is coming, elsewhere it is a
   * read like any other.
   *
   * @throws StoreException as a read does; other ranges are not touched by it
   */
  public void read(long position, byte[] buffer, int offset, int length) throws StoreException {
    for (int done = 0; done < length; ) {
      int step = Math.min(ObjectReader.MAX_STEP, length - done);
      piece(ByteRange.ofLength(position + done, step), buffer, offset + done);
      done += step;
    }
  }

  private void piece(ByteRange piece, byte[] buffer, int offset) throws StoreException {
    BlockSpan span = reader.covering(piece);
    List<AwaitedBlock> blocks = new ArrayList<>((int) span.count());
    boolean missed = false;
    for (long index = span.first(); index < span.end(); index++) {
      Awaited one = awaited.get(index);
      if (one == null) {
        reader.read(piece.start(), buffer, offset, (int) piece.length());
        return;
      }
      blocks.add(one.block());
      missed |= one.missed();
    }
    try {
      reader.deliver(piece, blocks, missed ? ReadOutcome.MISS : ReadOutcome.WAIT, buffer, offset);
    } finally {
      release(span, piece.length());
      claim();
    }
  }

  /** The last block may hold the beginning of the next range as well. */
  private void release(BlockSpan span, long length) {
    for (long index = span.first(); index < span.last(); index++) {
      awaited.remove(index);
    }
    held = Math.max(0, held - length);
  }
}
