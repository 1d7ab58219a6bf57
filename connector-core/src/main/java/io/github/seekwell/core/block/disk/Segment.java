package io.github.seekwell.core.block.disk;

import java.util.ArrayList;
import java.util.List;

/**
 * A segment file and what is known of its use. All that changes is guarded by the lock of {@link
 * Catalogue}, which alone touches it.
 */
final class Segment {
  private final SegmentFile file;
  private final TierDirectory directory;
  private final boolean inherited;
  private final List<Run> runs = new ArrayList<>();
  private long blocks;
  private long usedSum;
  private boolean hit;

  /**
   * @param inherited whether an earlier process wrote it
   */
  Segment(SegmentFile file, TierDirectory directory, boolean inherited) {
    this.file = file;
    this.directory = directory;
    this.inherited = inherited;
  }

  SegmentFile file() {
    return file;
  }

  TierDirectory directory() {
    return directory;
  }

  long blocks() {
    return blocks;
  }

  /** A run that is new stands for itself; one that is inherited has been used at no time. */
  void add(Run run) {
    hit |= run.used() > 0;
    runs.add(run);
    blocks += run.count();
    usedSum += run.count() * run.used();
  }

  void remove(Run run) {
    if (runs.remove(run)) {
      blocks -= run.count();
      usedSum -= run.count() * run.used();
    }
  }

  /** Forgets all its runs, and says which they were. */
  List<Run> clear() {
    List<Run> all = List.copyOf(runs);
    runs.clear();
    blocks = 0;
    usedSum = 0;
    return all;
  }

  /** Somebody reads from one of its runs. */
  void use(Run run, long now) {
    usedSum += run.count() * (now - run.used());
    run.usedAt(now);
    hit = true;
  }

  /** Left by an earlier process, and of no use to anybody in this one so far. */
  boolean isUnproven() {
    return inherited && !hit;
  }

  /** How long its blocks have been idle, on the average. */
  long idle(long now) {
    return blocks == 0 ? Long.MAX_VALUE : now - usedSum / blocks;
  }
}
