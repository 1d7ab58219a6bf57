package io.github.seekwell.core.block.disk;

import io.github.seekwell.core.block.ObjectDigest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What is where, and what of it is used. In memory only; safe for threads. One lock guards it all,
 * for no longer than a look-up takes.
 */
final class Catalogue {
  /** A map of runs and its entry for an object, as an estimate in bytes. */
  private static final int OBJECT_WEIGHT = 256;

  private final int stride;
  private final int regionBlocks;
  private final long maxWeight;

  // Guards all below, and what changes in runs and segments.
  private final Object lock = new Object();
  private final Map<ObjectDigest, TreeMap<Long, Run>> objects = new HashMap<>();
  private final Admission admission;
  private long weight;

  /**
   * @param regionBlocks no run crosses a multiple of it
   * @param gap as {@link Admission} wants it
   * @param maxWeight bytes of heap after which it is {@link #isFull() full}
   */
  Catalogue(int stride, int regionBlocks, long gap, long maxWeight) {
    this.stride = stride;
    this.regionBlocks = regionBlocks;
    this.maxWeight = maxWeight;
    this.admission = new Admission(gap);
  }

  int regionBlocks() {
    return regionBlocks;
  }

  /** The run that a block stands in. */
  @Nullable Run at(ObjectDigest object, long index) {
    synchronized (lock) {
      return find(object, index);
    }
  }

  /** The runs that neighbouring blocks stand in, in order; between them may be gaps. */
  List<Run> within(ObjectDigest object, long first, int count) {
    synchronized (lock) {
      TreeMap<Long, Run> runs = objects.get(object);
      if (runs == null) {
        return List.of();
      }
      Run before = find(object, first);
      long from = before == null ? first : before.first();
      return new ArrayList<>(runs.subMap(from, first + count).values());
    }
  }

  /**
   * A block came to the door.
   *
   * @return false if it is here already, which does not count
   */
  boolean offered(ObjectDigest object, long index) {
    synchronized (lock) {
      if (find(object, index) != null) {
        return false;
      }
      admission.pass(1);
      return true;
    }
  }

  /** Blocks of a run were given to a reader. */
  void used(Run run, int blocks) {
    synchronized (lock) {
      admission.pass(blocks);
      if (isHere(run)) {
        admission.returned(admission.now() - run.used());
        run.segment().use(run, admission.now());
      }
    }
  }

  /** The time, for a run that is written now. */
  long now() {
    synchronized (lock) {
      return admission.now();
    }
  }

  /** Puts in as much of a run as is not here already. */
  void add(Run run) {
    synchronized (lock) {
      TreeMap<Long, Run> runs = objects.get(run.object());
      if (runs == null) {
        runs = new TreeMap<>();
        objects.put(run.object(), runs);
        weight += OBJECT_WEIGHT;
      }
      long from = run.first();
      while (from < run.end()) {
        Run there = find(run.object(), from);
        if (there != null) {
          from = there.end();
          continue;
        }
        Long next = runs.higherKey(from);
        long end = next == null ? run.end() : Math.min(next, run.end());
        Run part = run.part(from, end, stride);
        runs.put(from, part);
        weight += Run.WEIGHT;
        part.segment().add(part);
        from = end;
      }
    }
  }

  /** Takes out a run that turned out to be damaged. */
  void remove(Run run) {
    synchronized (lock) {
      if (isHere(run)) {
        forget(run);
        run.segment().remove(run);
      }
    }
  }

  /**
   * Takes out all of a segment; its blocks are known if they return.
   *
   * @return how many blocks it had
   */
  long removeAll(Segment segment) {
    synchronized (lock) {
      long blocks = segment.blocks();
      for (Run run : segment.clear()) {
        forget(run);
        admission.left(run.object(), run.first() / regionBlocks, run.used());
      }
      return blocks;
    }
  }

  /** Whether runs are so many or so short that no more may come, whatever room the disk has. */
  boolean isFull() {
    synchronized (lock) {
      return weight > maxWeight;
    }
  }

  /** The segment that will be missed least: null if there is none. */
  @Nullable Segment coldest(Collection<Segment> segments) {
    synchronized (lock) {
      Segment coldest = null;
      for (Segment segment : segments) {
        if (coldest == null || isColder(segment, coldest)) {
          coldest = segment;
        }
      }
      return coldest;
    }
  }

  /** Whether blocks of one region that are offered may take the place of a segment. */
  boolean admits(ObjectDigest object, long index, Segment victim) {
    synchronized (lock) {
      return admission.admits(
          object, index / regionBlocks, victim.isUnproven(), victim.idle(admission.now()));
    }
  }

  private boolean isColder(Segment one, Segment other) {
    if (one.isUnproven() != other.isUnproven()) {
      return one.isUnproven();
    }
    return one.idle(admission.now()) > other.idle(admission.now());
  }

  private @Nullable Run find(ObjectDigest object, long index) {
    TreeMap<Long, Run> runs = objects.get(object);
    Map.Entry<Long, Run> before = runs == null ? null : runs.floorEntry(index);
    return before == null || before.getValue().end() <= index ? null : before.getValue();
  }

  private boolean isHere(Run run) {
    return find(run.object(), run.first()) == run;
  }

  private void forget(Run run) {
    TreeMap<Long, Run> runs = objects.get(run.object());
    if (runs != null && runs.remove(run.first(), run)) {
      weight -= Run.WEIGHT;
      if (runs.isEmpty()) {
        objects.remove(run.object());
        weight -= OBJECT_WEIGHT;
      }
    }
  }
}
