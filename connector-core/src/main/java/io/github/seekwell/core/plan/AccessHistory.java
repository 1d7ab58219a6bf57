package io.github.seekwell.core.plan;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What has been read of one version of an object: the runs of blocks under way, how runs have
 * followed one another, which blocks were wanted and which hoped for, and what that cost.
 *
 * <p>A cursor carries no identity. Whoever touches the block next to a run's front continues that
 * run, on whichever stream. Old runs are forgotten, so the size is bounded whatever the readers do.
 *
 * <p>Not safe for threads: the caller holds a lock, which guards arithmetic only.
 */
public final class AccessHistory {
  /**
   * More cursors than this on one object are forgotten, oldest first. A NanoAOD file has some 1500
   * branches; readers walk tens of them at a time.
   */
  static final int MAX_RUNS = 1024;

  // Runs that may go on upward, by their highest block, and downward, by their lowest. A run whose
  // direction is not known yet stands in both.
  private final Map<Long, Run> upward = new Runs();
  private final Map<Long, Run> downward = new Runs();
  private final Sweep sweep = new Sweep();
  private final Ledger ledger = new Ledger();
  private final Recurrence recurrence = new Recurrence();
  private @Nullable Allowance allowance;
  private final Locality locality = new Locality();
  private long tick;

  private static final class Runs extends LinkedHashMap<Long, Run> {
    private static final long serialVersionUID = 1;

    @Override
    protected boolean removeEldestEntry(Map.Entry<Long, Run> eldest) {
      return size() > MAX_RUNS;
    }
  }

  /** So many bytes were asked of the store for this object, demanded or in hope. */
  public void asked(long bytes) {
    if (allowance != null) {
      allowance.ask(bytes);
    }
  }

  /** The run that a read of {@code span} continues, taken out of the history, or a new one. */
  Run take(BlockSpan span) {
    Run run = upward.get(span.last());
    if (run == null) {
      run = downward.get(span.first());
    }
    if (run == null) {
      run = upward.get(span.first() - 1);
    }
    if (run == null) {
      run = downward.get(span.end());
    }
    if (run == null) {
      run = upward.get(span.first());
    }
    if (run == null) {
      return new Run();
    }
    upward.remove(run.highestBlock(), run);
    downward.remove(run.lowestBlock(), run);
    return run;
  }

  void put(Run run) {
    if (run.mayGo(Direction.FORWARD)) {
      upward.put(run.highestBlock(), run);
    }
    if (run.mayGo(Direction.BACK)) {
      downward.put(run.lowestBlock(), run);
    }
  }

  /** One more read; tells how many there were. */
  long tick() {
    return ++tick;
  }

  /** How many reads there were. */
  long ticks() {
    return tick;
  }

  Locality locality() {
    return locality;
  }

  Sweep sweep() {
    return sweep;
  }

  Ledger ledger() {
    return ledger;
  }

  Recurrence recurrence() {
    return recurrence;
  }

  /** What may be spent; opened by the first planner that comes with its terms. */
  Allowance allowance(double ceiling, long advance) {
    Allowance open = allowance;
    if (open == null) {
      open = new Allowance(ceiling, advance);
      allowance = open;
    }
    return open;
  }

  int size() {
    return Math.max(upward.size(), downward.size());
  }
}
