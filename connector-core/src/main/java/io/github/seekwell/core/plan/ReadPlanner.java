package io.github.seekwell.core.plan;

import io.github.seekwell.core.plan.Ledger.Reason;
import io.github.seekwell.core.store.ByteRange;
import io.github.seekwell.core.store.Pace;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Decides what to fetch in hope when a read comes.
 *
 * <p>Six things are hoped for, each for a reason that the object's history gives:
 *
 * <ul>
 *   <li>a run goes on: neighbouring blocks read one after the other, forward or backward, earn a
 *       window that is as much longer than the run as the ceiling allows, and is topped up when a
 *       quarter of it is used, so that it moves in large extents and never slides block by block;
 *   <li>so does a sweep that leaves out a little here and there ({@link Sweep});
 *   <li>a run that begins will be as long as such runs were before;
 *   <li>a region is dense: when a miss falls into an aligned region of which enough has been read
 *       already, or beside one, the whole of it is fetched, the largest such region there is. What
 *       a region costs is thus paid for by reads before it is spent, in any order of reading (the
 *       argument of ski rental), and what is spent grows by the same factor with every miss;
 *   <li>misses stand in one place ({@link Locality}), go on beside it, or have cost as much as all
 *       that is still unknown of the object;
 *   <li>runs follow one another as they did before ({@link Recurrence}).
 * </ul>
 *
 * <p>What an opener says of his reading is believed until his reads say otherwise.
 *
 * <p>All of it is bounded twice: bytes asked for stay below a multiple of those wanted, the
 * ceiling, beyond a small advance; and each reason to hope must earn what it spends by itself
 * ({@link Ledger}). A scan gets a larger advance, if scans before repaid theirs ({@link
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

  /** Reads that must follow the first of a sweep. */
  private static final int BELIEVED_STEPS = 2;

  /** How far a record may reach over the end of its split. */
  private static final long BEYOND_SPLIT_BYTES = 256 << 10;

  /** What a place may cost where misses stand close together, before it has proved right. */
  private static final long PLACE_BYTES = 6 << 20;

  /** Blocks of the smallest region that is looked at for being dense. */
  private static final int LEAST_REGION = 16;

  /** The part of such a region that must have been read, since one read is a good part of it. */
  private static final int DENSE_PART = 4;

  /** Pieces in which the reads of a region must lie if they are to say something of the next. */
  private static final int SCATTERED_PIECES = 4;

  /**
   * Rows have to be more exact than other hopes: they are found in anything that varies little, and
   * where reading is sparse nothing else spends as much.
   */
  private static final double ROW_PART = 7 / 12.0;

  private static final LongSupplier ENDLESS = () -> Long.MAX_VALUE;

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
    return plan(history, touch, size, hints, pace, ENDLESS);
  }

  /**
   * The same where the object shares the room for look-ahead with others.
   *
   * @param room bytes that may be on their way or unread of this object; asked only if something
   *     may be hoped for
   */
  public FetchPlan plan(
      AccessHistory history,
      Touch touch,
      long size,
      AccessHints hints,
      Pace pace,
      LongSupplier room) {
    if (maxWindow > 0) {
      history.sweep().touch(touch);
    }
    return plan(new Read(history, touch, size, hints, pace, room, false));
  }

  /**
   * The same for one of several ranges that a reader names at once: that they follow one another
   * says nothing of a sweep or a scan.
   */
  public FetchPlan planAnnounced(
      AccessHistory history, Touch touch, long size, AccessHints hints, Pace pace) {
    return plan(new Read(history, touch, size, hints, pace, ENDLESS, true));
  }

  /** A read and what is known of it. */
  private record Read(
      AccessHistory history,
      Touch touch,
      long size,
      AccessHints hints,
      Pace pace,
      LongSupplier room,
      boolean announced) {}

  private FetchPlan plan(Read read) {
    AccessHistory history = read.history;
    Touch touch = read.touch;
    if (maxWindow == 0) {
      return FetchPlan.DEMAND_ONLY;
    }
    BlockSpan span = covering(touch.position(), touch.length());
    Allowance allowance = history.allowance(ceiling, ADVANCE_BYTES);
    long fresh = history.ledger().want(span) * blockSize;
    // What has left the cache since is paid for again. Of a read shorter than a block, others will
    // follow in the block unseen by us.
    long gain = touch.found() == Found.ABSENT ? span.count() * blockSize : fresh;
    allowance.want(Math.min(gain, Math.max(blockSize, touch.length())));
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
    return new Planning(read, allowance, span, run).plan(begun, grew);
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
    private final long widest;
    private final boolean announced;
    private List<BlockSpan> hopes = List.of();

    Planning(Read read, Allowance allowance, BlockSpan span, Run run) {
      this.history = read.history;
      this.allowance = allowance;
      this.touch = read.touch;
      this.span = span;
      this.run = run;
      this.size = read.size;
      this.hints = read.hints;
      this.pace = read.pace;
      this.widest = Math.min(maxWindow, read.room.getAsLong() / blockSize);
      this.announced = read.announced;
    }

    FetchPlan plan(boolean begun, boolean grew) {
      boolean sweeps = isSweep();
      if (grew && isBelieved()) {
        goOn();
      } else if (sweeps) {
        sweepOn();
      }
      if (touch.found() == Found.ABSENT) {
        if (begun) {
          aroundFirst();
          close();
        }
        dense();
        whole();
      }
      if (begun && sweeps) {
        history.recurrence().note(run);
      } else if (begun) {
        recur();
      }
      return hopes.isEmpty()
          ? FetchPlan.DEMAND_ONLY
          : new FetchPlan(hopes, allowance.left() / blockSize, this::retreat);
    }

    private void retreat(BlockSpan refused) {
      run.retreat(refused);
      history.sweep().retreat(refused.first() * blockSize);
      history.recurrence().retreat();
    }

    private void hope(Reason reason, BlockSpan hoped) {
      BlockSpan within = hoped.within(blocks(size));
      if (within.isEmpty()) {
        return;
      }
      if (hopes.isEmpty()) {
        hopes = new ArrayList<>();
      }
      hopes.add(within);
      history.ledger().hope(reason, within);
    }

    /** How many more blocks may be asked for, for that reason. */
    private long left(Reason reason) {
      long all = allowance.left() / blockSize;
      return switch (reason) {
        case RUN ->
            Math.min(all, earned(reason, ceiling, allowance.advance() + allowance.wanted()));
        case PLACE -> Math.min(all, earned(reason, ceiling, ADVANCE_BYTES + allowance.lent()));
        case DENSE -> all;
        case ROW ->
            Math.min(all, earned(reason, ceiling * ROW_PART, ADVANCE_BYTES + allowance.wanted()));
      };
    }

    private long earned(Reason reason, double most, long advance) {
      return history.ledger().left(reason, most, advance / blockSize);
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
      long window = Math.min(widest, expectedBeyond());
      // Asked for beyond that, it would leave a hole that the run believes filled.
      window = Math.min(window, Math.max(0, run.lead()) + left(Reason.RUN));
      if (!touch.waited() && run.window() > 0) {
        window = Math.min(window, Math.max(run.window(), 2 * run.blocks()));
      }
      boolean stalled = touch.waited() && window >= run.window() * 2;
      if (isLow(run.lead(), window) || stalled) {
        hope(Reason.RUN, withinSplit(run.begin(), run.extendTo(window)));
      }
    }

    private boolean isSweep() {
      Sweep sweep = history.sweep();
      return sweep.steps() >= BELIEVED_STEPS && sweep.length() <= ceiling * sweep.wanted();
    }

    private void sweepOn() {
      Sweep sweep = history.sweep();
      if (allowance.granted() == 0 && sweep.length() >= ScanTrust.EVIDENCE_BYTES) {
        allowance.grant(scans.grant());
      }
      long window =
          Math.min(
              Math.min(widest * blockSize, (long) (ceiling * sweep.length()) + allowance.advance()),
              sweep.lead() + left(Reason.RUN) * blockSize);
      if (!touch.waited() && sweep.window() > 0) {
        window = Math.min(window, Math.max(sweep.window(), 2 * sweep.length()));
      }
      if (isLow(sweep.lead(), window)) {
        ByteRange ahead = sweep.extendTo(window);
        hope(Reason.RUN, withinSplit(sweep.begin(), covering(ahead.start(), ahead.length())));
      }
    }

    /** A quarter of the window is used up; half of it where nobody had to wait. */
    private boolean isLow(long lead, long window) {
      return touch.waited() ? lead * 4 < window * 3 : lead * 2 < window;
    }

    /** What began within a split goes on to the end of a record beyond it, no farther. */
    private BlockSpan withinSplit(long begin, BlockSpan ahead) {
      if (begin >= hints.splitEnd()) {
        return ahead;
      }
      long end = Math.min(size, hints.splitEnd()) / blockSize + BEYOND_SPLIT_BYTES / blockSize;
      return ahead.within(end);
    }

    /** Blocks a run has still in front of it: as others had, or as its own length says. */
    private long expectedBeyond() {
      long usual = usualLength(run.length());
      if (history.recurrence().runs() >= RUNS_KNOWN && usual >= 0) {
        return Math.max(0, usual - run.length() + blockSize - 1) / blockSize;
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
          place(new BlockSpan(first, Math.max(end, span.first() + grain / 2)));
        }
        return;
      }
      long usual = usualLength(touch.length());
      if (usual > touch.length()) {
        long more = Math.min(usual - touch.length(), pace.breakEvenBytes());
        place(covering(touch.position(), touch.length() + more));
      }
    }

    /** Whether the account allows it. */
    private boolean place(BlockSpan place) {
      boolean allowed = history.ledger().unknown(place) <= left(Reason.PLACE);
      if (allowed) {
        hope(Reason.PLACE, place);
      }
      return allowed;
    }

    /**
     * The last misses stand so close together that all between them would have cost less time than
     * they did.
     */
    private void close() {
      long most = 2 * pace.breakEvenBytes() / blockSize;
      history.locality().note(span, most);
      BlockSpan place = history.locality().place().within(blocks(size));
      if (!place.isEmpty() && place.count() <= most) {
        allowance.lend(PLACE_BYTES);
        if (place(place)) {
          history.locality().fetched(place);
        }
      } else {
        beside();
      }
    }

    /**
     * Readers have left a place of which enough was read, and are beside it: more is fetched there
     * with the first miss, as much as may be.
     */
    private void beside() {
      BlockSpan left = history.locality().fetched();
      BlockSpan next = history.locality().beside(span).within(blocks(size));
      if (history.ledger().wanted(left) * ceiling < left.count()) {
        return;
      }
      long count = Math.min(next.count(), left(Reason.PLACE));
      boolean ahead = next.first() >= left.end();
      BlockSpan more =
          ahead
              ? new BlockSpan(next.first(), next.first() + count)
              : new BlockSpan(next.end() - count, next.end());
      if (more.first() <= span.first() && span.end() <= more.end() && place(more)) {
        history.locality().fetched(more);
      }
    }

    /**
     * Misses have cost as much as all that is still unknown of the object, and it may be asked for.
     * To open it was the first of them; so a small object comes whole with the first miss after
     * that, unless its opener says that he will read little of it.
     */
    private void whole() {
      boolean opened = hints.policy() != AccessHint.RANDOM;
      long misses = history.locality().all() + (opened ? 1 : 0);
      if (opened && size <= Math.min(PLACE_BYTES, 2 * pace.breakEvenBytes())) {
        allowance.lend(PLACE_BYTES);
      }
      if (size > allowance.limit()) {
        return;
      }
      BlockSpan all = new BlockSpan(0, blocks(size));
      if (all.count() > widest) {
        // Much of it may have left a small cache since it became known.
        return;
      }
      long unknown = history.ledger().unknown(all);
      if (unknown <= left(Reason.DENSE) && unknown * blockSize <= misses * pace.breakEvenBytes()) {
        hopeBeside(Reason.DENSE, all);
      }
    }

    /** The largest aligned region round a miss of which enough was wanted, or of the one beside. */
    private void dense() {
      BlockSpan largest = BlockSpan.NONE;
      Reason why = Reason.PLACE;
      int limit = (int) Math.min(Ledger.PAGE, maxWindow);
      for (int length = LEAST_REGION; length <= limit; length *= 2) {
        long first = span.first() / length * length;
        BlockSpan region = new BlockSpan(first, first + length).within(blocks(size));
        long wanted = Math.max(wantedOf(region, length), scatteredBeside(first, length));
        Reason reason = wanted * 2 >= length ? Reason.DENSE : Reason.PLACE;
        double part = length < Long.SIZE ? DENSE_PART : ceiling;
        if (wanted * part >= region.count() && history.ledger().unknown(region) <= left(reason)) {
          largest = region;
          why = reason;
        }
      }
      hopeBeside(why, largest);
    }

    /**
     * Hopes for a region, but not for what the run has walked of it: if that is not here any more,
     * it was read and has left a small cache.
     */
    private void hopeBeside(Reason reason, BlockSpan region) {
      if (run.blocks() <= span.count()) {
        hope(reason, region);
        return;
      }
      long before = Math.min(region.end(), run.lowestBlock());
      if (before > region.first()) {
        hope(reason, new BlockSpan(region.first(), before));
      }
      long after = Math.max(region.first(), run.highestBlock() + 1);
      if (after < region.end()) {
        hope(reason, new BlockSpan(after, region.end()));
      }
    }

    /** Blocks of a region that were wanted; the read itself, noted by now, alone proves nothing. */
    private long wantedOf(BlockSpan region, int length) {
      int wanted = history.ledger().wanted(region.first(), length);
      return wanted > Math.min(span.count(), region.end() - span.first()) ? wanted : 0;
    }

    /** The same of the region before or behind, if they are many and lie scattered. */
    private long scatteredBeside(long first, int length) {
      return length < Long.SIZE
          ? 0
          : Math.max(scattered(first - length, length), scattered(first + length, length));
    }

    private long scattered(long first, int length) {
      Ledger ledger = history.ledger();
      return ledger.pieces(first, length) < SCATTERED_PIECES ? 0 : ledger.wanted(first, length);
    }

    private void recur() {
      Recurrence recurrence = history.recurrence();
      boolean isScan = !announced && recurrence.walked() >= ScanTrust.EVIDENCE_BYTES;
      if (isScan && allowance.granted() == 0) {
        allowance.grant(scans.grant());
      }
      Recurrence.Through through =
          new Recurrence.Through(
              left(Reason.RUN) * blockSize, widest * blockSize, allowance.granted());
      Recurrence.Terms terms =
          new Recurrence.Terms(
              size, pace.breakEvenBytes(), ceiling, left(Reason.ROW) * blockSize, through);
      for (ByteRange range : recurrence.follow(run, terms)) {
        BlockSpan ahead = covering(range.start(), range.length());
        if (recurrence.isThrough()) {
          // As a sweep that leaves out a little.
          hope(Reason.RUN, withinSplit(run.begin(), ahead));
        } else {
          hope(Reason.ROW, ahead);
        }
      }
    }
  }
}
