package io.github.seekwell.core.block;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The absent blocks that one read has claimed, and how they are cut into extents: neighbours
 * together, the demanded ones first, the rest in the order in which they were hoped for. Belongs to
 * one thread.
 */
final class Claims {
  private final List<Claim> claims = new ArrayList<>();
  private boolean sorted = true;
  private long hoped;

  /**
   * @param hoped whether nobody waits for it
   * @param rank its place in the order of claiming
   */
  record Claim(long index, Promise promise, boolean hoped, int rank) {}

  void add(long index, Promise promise, boolean hope) {
    int rank = claims.size();
    if (rank > 0 && claims.get(rank - 1).index() > index) {
      sorted = false;
    }
    claims.add(new Claim(index, promise, hope, rank));
    hoped += hope ? 1 : 0;
  }

  boolean isEmpty() {
    return claims.isEmpty();
  }

  /** How many blocks nobody waits for. */
  long hoped() {
    return hoped;
  }

  /** Whether this block is among them. */
  boolean hopes(long index) {
    for (Claim claim : claims) {
      if (claim.index() == index) {
        return claim.hoped();
      }
    }
    return false;
  }

  /** Gives up what was only hoped for. */
  List<Claim> dropHoped() {
    List<Claim> dropped = new ArrayList<>();
    for (Claim claim : claims) {
      if (claim.hoped()) {
        dropped.add(claim);
      }
    }
    claims.removeIf(Claim::hoped);
    hoped = 0;
    return dropped;
  }

  /**
   * @param maxBlocks the most of an extent
   * @param maxLead the most blocks that may stand in front of the first demanded one of its extent,
   *     since they come first
   */
  List<List<Claim>> extents(long maxBlocks, long maxLead) {
    if (!sorted) {
      claims.sort(Comparator.comparingLong(Claim::index));
    }
    List<List<Claim>> extents = new ArrayList<>();
    List<Claim> current = new ArrayList<>();
    boolean demand = false;
    for (Claim claim : claims) {
      boolean neighbour =
          !current.isEmpty() && current.get(current.size() - 1).index() + 1 == claim.index();
      boolean late = !claim.hoped() && !demand && current.size() > maxLead;
      if (!current.isEmpty() && (!neighbour || late || current.size() >= maxBlocks)) {
        extents.add(current);
        current = new ArrayList<>();
        demand = false;
      }
      current.add(claim);
      demand |= !claim.hoped();
    }
    if (!current.isEmpty()) {
      extents.add(current);
    }
    extents.sort(Comparator.comparingInt(Claims::rank));
    return extents;
  }

  /** Demanded blocks are claimed first, so the least rank also tells where they are. */
  private static int rank(List<Claim> extent) {
    int least = Integer.MAX_VALUE;
    for (Claim claim : extent) {
      least = Math.min(least, claim.rank());
    }
    return least;
  }
}
