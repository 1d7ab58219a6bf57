package io.github.seekwell.core.plan;

/**
 * Where the last misses stand that continued nothing: close together, or all over the object.
 *
 * <p>Points drawn from an interval span {@code (n - 1) / (n + 1)} of it, so {@code n} misses tell
 * how far the place reaches beyond them on either side: by the {@code n - 1}-th part of what they
 * span.
 */
final class Locality {
  /** Misses that make a place: two come close to each other by chance too often. */
  private static final int MISSES = 3;

  /** Jumps looked at: a place is believed if half of them stayed near. */
  private static final int JUMPS = 8;

  // A bit for each of the last jumps, set if it stayed near.
  private int jumps;
  private int known;

  // The misses since the last far jump; no miss at all while there is none.
  private int misses;
  private long all;
  private long low;
  private long high;
  private long last;
  private boolean up;
  private boolean down;
  private BlockSpan fetched = BlockSpan.NONE;

  /**
   * Notes a miss that continues nothing.
   *
   * @param near blocks that misses of one place span at most
   */
  void note(BlockSpan miss, long near) {
    all++;
    boolean stays = misses > 0 && Math.max(high, miss.end()) - Math.min(low, miss.first()) <= near;
    if (misses > 0) {
      jumps = ((jumps << 1) & ((1 << JUMPS) - 1)) | (stays ? 1 : 0);
      known = Math.min(JUMPS, known + 1);
    }
    if (stays) {
      misses++;
      up |= miss.first() > last;
      down |= miss.first() < last;
      low = Math.min(low, miss.first());
      high = Math.max(high, miss.end());
    } else {
      misses = 1;
      up = false;
      down = false;
      low = miss.first();
      high = miss.end();
    }
    last = miss.first();
  }

  /** A place is fetched. */
  void fetched(BlockSpan place) {
    fetched = place;
  }

  /** The place that was fetched last; empty if none was. */
  BlockSpan fetched() {
    return fetched;
  }

  /**
   * Where readers go on who have left the place that was fetched last and stay near: twice as much
   * as that was, from its edge on; empty if a miss is not within its length of it.
   */
  BlockSpan beside(BlockSpan miss) {
    long length = fetched.count();
    if (miss.first() >= fetched.end() && miss.first() - fetched.end() < length) {
      return new BlockSpan(fetched.end(), fetched.end() + 2 * length);
    } else if (miss.end() <= fetched.first() && fetched.first() - miss.end() < length) {
      return new BlockSpan(Math.max(0, fetched.first() - 2 * length), fetched.first());
    }
    return BlockSpan.NONE;
  }

  /** How many misses there were in all. */
  long all() {
    return all;
  }

  /**
   * Where misses will stand as well, as far as can be told; empty if it cannot. Those that only go
   * up, or down, are on their way elsewhere.
   */
  BlockSpan place() {
    if (misses < MISSES || !up || !down || Integer.bitCount(jumps) * 2 < known) {
      return BlockSpan.NONE;
    }
    long beyond = (high - low) / (misses - 1);
    return new BlockSpan(Math.max(0, low - beyond), high + beyond);
  }
}
