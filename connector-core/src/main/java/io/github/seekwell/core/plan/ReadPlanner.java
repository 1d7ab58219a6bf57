package io.github.seekwell.core.plan;

/**
 * Decides what to fetch for a read: the blocks it covers, and how far to look ahead of a run.
 *
 * <p>A run earns look-ahead by walking {@link #EVIDENCE} neighbouring blocks. Its window then
 * doubles with every top-up, freely up to {@link #FREE_BYTES} and beyond that only if the reader
 * had to wait since the last one (mountpoint-s3's rule: growth without a stall buys nothing). A
 * top-up happens when the reader comes within half a window of the edge, the low-water mark, so
 * look-ahead moves in few large extents and never slides block by block. Runs toward the beginning
 * of the object are treated alike.
 *
 * <p>Immutable. The history it is given belongs to one version of one object.
 */
public final class ReadPlanner {
  /**
   * Neighbouring blocks before a run is believed. Two are common by chance, where a basket or a
   * page lies across a border between blocks: on the recorded column-wise ROOT trace a third block
   * saves a tenth of the bytes and costs no request.
   */
  static final int EVIDENCE = 3;

  /** The first window, in blocks. */
  static final int FIRST_WINDOW = 2;

  /** Up to here a window grows without proof that the reader waited. */
  static final long FREE_BYTES = 1 << 20;

  private final int blockSize;
  private final long maxWindow;
  private final long freeWindow;

  /**
   * @param blockSize bytes of a block
   * @param lookAheadMax the widest window in bytes; less than a block switches look-ahead off
   */
  public ReadPlanner(int blockSize, long lookAheadMax) {
    this.blockSize = blockSize;
    this.maxWindow = lookAheadMax / blockSize;
    this.freeWindow = Math.max(FIRST_WINDOW, FREE_BYTES / blockSize);
  }

  public int blockSize() {
    return blockSize;
  }

  /** How many blocks an object of this size has. */
  public long blocks(long size) {
    return (size + blockSize - 1) / blockSize;
  }

  /** The blocks that hold {@code length > 0} bytes from {@code position} on. */
  public BlockSpan covering(long position, long length) {
    return new BlockSpan(position / blockSize, (position + length - 1) / blockSize + 1);
  }

  /**
   * @param demanded not empty, within the object
   * @param blocks how many the object has
   * @param waited whether some demanded block was not there
   */
  public FetchPlan plan(AccessHistory history, BlockSpan demanded, long blocks, boolean waited) {
    Run run = history.take(demanded);
    boolean grew = run.touch(demanded);
    run.noteWait(waited);
    BlockSpan ahead = grew ? ahead(run, waited).within(blocks) : BlockSpan.NONE;
    history.put(run);
    return new FetchPlan(demanded, ahead);
  }

  private BlockSpan ahead(Run run, boolean waited) {
    if (run.length() < EVIDENCE || maxWindow == 0) {
      return BlockSpan.NONE;
    }
    long window = run.window();
    if (window == 0) {
      return run.extendTo(Math.min(FIRST_WINDOW, maxWindow));
    }
    boolean belowLowWater = run.lead() * 2 < window;
    long doubled = Math.min(maxWindow, window * 2);
    boolean mayGrow = doubled > window && (run.waited() || doubled <= freeWindow);
    if (belowLowWater) {
      return run.extendTo(mayGrow ? doubled : window);
    }
    // A reader that waits in spite of its lead needs a wider window, but never one block more.
    return mayGrow && waited ? run.extendTo(doubled) : BlockSpan.NONE;
  }
}
