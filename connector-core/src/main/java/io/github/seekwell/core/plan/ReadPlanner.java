package io.github.seekwell.core.plan;

import io.github.seekwell.core.store.ByteRange;
import io.github.seekwell.core.store.Pace;
import java.util.ArrayList;
import java.util.List;

/**
 * Decides what to fetch in hope when a read comes.
 *
 * <p>Four things are hoped for, each for a reason that the object's history gives:
 *
 * <ul>
 *   <li>a run goes on: neighbouring blocks read one after the other, forward or backward, earn a
 *       window that is as much longer than the run as the ceiling allows, and is topped up when a
 *       quarter of it is used, so that it moves in large extents and never slides block by block;
 *   <li>a run that begins will be as long as such runs were before;
 *   <li>a region is dense: when a miss falls into an aligned region of which enough has been read
 *       already, the whole of it is fetched, the largest such region there is. What a region costs
 *       is thus paid for by reads before it is spent, in any order of reading (the argument of ski
 *       rental), and what is spent grows by the same factor with every miss;
 *   <li>runs follow one another as they did before ({@link Recurrence}).
 * </ul>
 *
 * <p>What an opener says of his reading is believed until his reads say otherwise.
 *
 * <p>All of it is bounded: blocks asked for stay below a multiple of those wanted, the ceiling,
 * beyond a small advance. A scan gets a larger one, if scans before repaid theirs ({@link
 * ScanTrust}).
 *
 * <p>Safe for threads; a history that is given belongs to one version of one object and is guarded
 * by its caller.
 */
public final class ReadPlanner {
  /** What the object may cost before anything has proved right: a few requests' worth. */
  private static final long ADVANCE_BYTES = 1 << 20;

  /** What is fetched round a first touch while nothing is known of the object. */
  private static final long FIRST_TOUCH_BYTES = 64 << 10;

  /** Runs after which their lengths are known instead. */
  private static final int RUNS_KNOWN = 4;

  /** Reads that must continue a run before it is believed, and bytes that make up for one. */
  private static final int BELIEVED_READS = 3;

  private static final long BELIEVED_BYTES = 128 << 10;

  /** How far a record may reach over the end of its split. */
  private static final long BEYOND_SPLIT_BYTES = 256 << 10;

  /** What a place may cost where misses stand close together, before it has proved right. */
  private static final long PLACE_BYTES = 3 << 20;

  /** Blocks of the smallest region that is looked at for being dense. */
  private static final int LEAST_REGION = 16;

  private final int blockSize;
  private final long maxWindow;
  private final double ceiling;
  private final ScanTrust scans;

  /**
   * @param blockSize bytes of a block
   * @param lookAheadMax the widest window in bytes; less than a block switches look-ahead off
   * @param ceiling bytes asked for ÷ bytes wanted, at least 1
   */
  public ReadPlanner(int blockSize, long lookAheadMax, double ceiling) {
    this.blockSize = blockSize;
    this.maxWindow = lookAheadMax / blockSize;
    this.ceiling = ceiling;
    this.scans = new ScanTrust(lookAheadMax);
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
   * @param touch within the object
   * @param size bytes of the object
   * @param hints of whoever opened it
   * @param pace of the endpoint
   */
  public FetchPlan plan(
      AccessHistory history, Touch touch, long size, AccessHints hints, Pace pace) {
    if (maxWindow == 0) {
      return FetchPlan.DEMAND_ONLY;
    }
    BlockSpan span = covering(touch.position(), touch.length());
    Allowance allowance = history.allowance(ceiling, ADVANCE_BYTES);
    // Of a read shorter than a block, others will follow in the block unseen by us.
    long fresh = history.touched().add(span) * blockSize;
    allowance.want(Math.min(fresh, Math.max(blockSize, touch.length())));
    if (allowance.repay()) {
      scans.repaid();
    }
    Run run = history.take(span);
    boolean begun = run.isNew();
    boolean grew = run.touch(touch, span, history.tick());
    history.put(run);
    if (touch.found() == Found.HERE && fresh == 0) {
      // Read before and still here: nothing is to be hoped for that is not here as well.
      if (begun) {
        history.recurrence().note(run);
      }
      return FetchPlan.DEMAND_ONLY;
    }
    return new Planning(history, allowance, touch, span, run, size, hints, pace).plan(begun, grew);
  }

  /** One read that may be worth a hope. */
  private final class Planning {
    private final AccessHistory history;
    private final Allowance allowance;
    private final Touch touch;
    private final BlockSpan span;
    private final Run run;
    private final long size;
    private final AccessHints hints;
    private final Pace pace;
    private List<BlockSpan> hopes = List.of();

    Planning(
        AccessHistory history,
        Allowance allowance,
        Touch touch,
        BlockSpan span,
        Run run,
        long size,
        AccessHints hints,
        Pace pace) {
      this.history = history;
      this.allowance = allowance;
      this.touch = touch;
      this.span = span;
      this.run = run;
      this.size = size;
      this.hints = hints;
      this.pace = pace;
    }

    FetchPlan plan(boolean begun, boolean grew) {
      if (grew && isBelieved()) {
        goOn();
      }
      if (touch.found() == Found.ABSENT) {
        if (begun) {
          aroundFirst();
          close();
        }
        dense();
      }
      long trusted = begun ? recur() : 0;
      return hopes.isEmpty()
          ? FetchPlan.DEMAND_ONLY
          : new FetchPlan(hopes, (allowance.left() + trusted) / blockSize);
    }

    private void hope(BlockSpan hoped) {
      BlockSpan within = hoped.within(blocks(size));
      if (within.isEmpty()) {
        return;
      }
      if (hopes.isEmpty()) {
        hopes = new ArrayList<>();
      }
      hopes.add(within);
    }

    private boolean isBelieved() {
      boolean large = run.blocks() * blockSize >= BELIEVED_BYTES;
      return saysScan() || run.reads() >= (large ? BELIEVED_READS - 1 : BELIEVED_READS);
    }

    private boolean saysScan() {
      return hints.policy() == AccessHint.SEQUENTIAL || hints.policy() == AccessHint.WHOLE;
    }

    private boolean looksLikeScan() {
      return run.reads() >= ScanTrust.EVIDENCE_READS
          && run.blocks() * blockSize >= ScanTrust.EVIDENCE_BYTES;
    }

    /** The run's window is filled up if too much of it is used. */
    private void goOn() {
      if (allowance.granted() == 0
          && run.mayGo(Direction.FORWARD)
          && (saysScan() || looksLikeScan())) {
        allowance.grant(scans.grant());
      }
      long window = Math.min(maxWindow, expectedBeyond());
      boolean low = run.lead() * 4 < window * 3;
      boolean stalled = touch.waited() && window >= run.window() * 2;
      if (low || stalled) {
        hope(withinSplit(run.extendTo(window)));
      }
    }

    /** A run that came from within a split goes on to the end of a record beyond it, no farther. */
    private BlockSpan withinSplit(BlockSpan ahead) {
      if (run.begin() >= hints.splitEnd()) {
        return ahead;
      }
      long end = Math.min(size, hints.splitEnd()) / blockSize + BEYOND_SPLIT_BYTES / blockSize;
      return ahead.within(end);
    }

    /** Blocks a run has still in front of it: as others had, or as its own length says. */
    private long expectedBeyond() {
      long usual = usualLength(run.length());
      if (history.recurrence().runs() >= RUNS_KNOWN && usual >= 0) {
        return (usual - run.length() + blockSize - 1) / blockSize;
      }
      return (long) (ceiling * run.blocks()) + allowance.advance() / blockSize;
    }

    private long usualLength(long length) {
      return history.recurrence().usualLength(length, history.ticks());
    }

    private void aroundFirst() {
      if (hints.policy() == AccessHint.RANDOM) {
        return;
      }
      if (history.recurrence().runs() < RUNS_KNOWN - 1) {
        long grain = FIRST_TOUCH_BYTES / blockSize;
        if (span.count() < grain) {
          long first = span.first() / grain * grain;
          long end = (span.last() / grain + 1) * grain;
          hope(new BlockSpan(first, Math.max(end, span.first() + grain / 2)));
        }
        return;
      }
      long usual = usualLength(touch.length());
      if (usual > touch.length()) {
        long more = Math.min(usual - touch.length(), pace.breakEvenBytes());
        hope(covering(touch.position(), touch.length() + more));
      }
    }

    /**
     * The last misses stand so close together that all between them would have cost less time than
     * they did.
     */
    private void close() {
      history.locality().note(span);
      BlockSpan place = history.locality().span();
      long bytes = place.count() * blockSize;
      long left = allowance.left() + (allowance.isLent() ? 0 : PLACE_BYTES);
      if (!place.isEmpty() && bytes <= Math.min(left, 2 * pace.breakEvenBytes())) {
        allowance.lend(PLACE_BYTES);
        hope(place);
      }
    }

    /** The largest aligned region round a miss of which the ceiling's part has been touched. */
    private void dense() {
      TouchedBlocks touched = history.touched();
      BlockSpan largest = BlockSpan.NONE;
      int limit = (int) Math.min(TouchedBlocks.PAGE, maxWindow);
      for (int length = LEAST_REGION; length <= limit; length *= 2) {
        long first = span.first() / length * length;
        int count =
            length < Long.SIZE ? touched.countFew(first, length) : touched.count(first, length);
        BlockSpan region = new BlockSpan(first, first + length).within(blocks(size));
        // The read itself is marked by now: it alone proves nothing.
        if (count > Math.min(span.count(), region.end() - span.first())
            && count * ceiling >= region.count()) {
          largest = region;
        }
      }
      hope(largest);
    }

    /** Gives how many bytes beyond the allowance the forecast is worth. */
    private long recur() {
      Recurrence.Terms terms =
          new Recurrence.Terms(
              size, pace.breakEvenBytes(), ceiling, allowance.left(), allowance.granted());
      Recurrence.Forecast forecast = history.recurrence().follow(run, terms);
      for (ByteRange range : forecast.ranges()) {
        hope(covering(range.start(), range.length()));
      }
      return forecast.bytes();
    }
  }
}
