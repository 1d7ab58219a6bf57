package io.github.seekwell.core.block;

import io.github.seekwell.core.block.SecondTier.Piece;
import io.github.seekwell.core.plan.BlockSpan;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

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
   * @param promise null for a block that comes along unasked: nobody waits for it, or it is here
   * @param hoped whether nobody waits for it
   * @param rank its place in the order of claiming
   */
  record Claim(long index, @Nullable Promise promise, boolean hoped, int rank) {}

  void add(long index, Promise promise, boolean hope) {
    int rank = claims.size();
    if (rank > 0 && (!sorted || claims.get(rank - 1).index() > index)) {
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
  List<Promise> dropHoped() {
    List<Promise> dropped = new ArrayList<>();
    for (Claim claim : claims) {
      if (claim.hoped() && claim.promise() != null) {
        dropped.add(claim.promise());
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
   * @param maxGap the most blocks between two claims that come along unasked, because another
   *     request would cost more
   */
  List<List<Claim>> extents(long maxBlocks, long maxLead, long maxGap) {
    sort();
    List<List<Claim>> extents = new ArrayList<>();
    List<Claim> current = new ArrayList<>();
    boolean demand = false;
    for (Claim claim : claims) {
      if (!current.isEmpty()) {
        long next = current.get(current.size() - 1).index() + 1;
        long length = claim.index() - current.get(0).index();
        boolean late = !claim.hoped() && !demand && length > maxLead;
        if (claim.index() - next > maxGap || late || length >= maxBlocks) {
          extents.add(current);
          current = new ArrayList<>();
          demand = false;
        } else {
          for (; next < claim.index(); next++) {
            current.add(new Claim(next, null, false, Integer.MAX_VALUE));
          }
        }
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

  /**
   * What one place gives of an extent: it begins and ends with a block that was claimed.
   *
   * @param here whether the second tier has it
   */
  record Part(List<Claim> claims, boolean here) {}

  /**
   * Cuts an extent where the second tier's blocks begin and end. Blocks that come along unasked are
   * no reason for a cut, nor for a part.
   */
  static List<Part> cut(List<Claim> extent, List<Piece> pieces) {
    List<Part> parts = new ArrayList<>(pieces.size());
    int from = 0;
    int end = 0;
    boolean here = false;
    int next = 0;
    for (Piece piece : pieces) {
      int first = next;
      next += piece.count();
      int last = next;
      while (first < last && extent.get(first).promise() == null) {
        first++;
      }
      while (first < last && extent.get(last - 1).promise() == null) {
        last--;
      }
      if (first == last) {
        continue;
      }
      if (end > from && (here || piece.here())) {
        parts.add(new Part(extent.subList(from, end), here));
        from = first;
      } else if (end == from) {
        from = first;
      }
      end = last;
      here = piece.here();
    }
    if (end > from) {
      parts.add(new Part(extent.subList(from, end), here));
    }
    return parts;
  }

  /** The blocks between claims that stand no more than {@code maxGap} apart. */
  List<BlockSpan> gaps(long maxGap) {
    sort();
    List<BlockSpan> gaps = new ArrayList<>();
    for (int i = 1; i < claims.size(); i++) {
      long first = claims.get(i - 1).index() + 1;
      long end = claims.get(i).index();
      if (end > first && end - first <= maxGap) {
        gaps.add(new BlockSpan(first, end));
      }
    }
    return gaps;
  }

  private void sort() {
    if (!sorted) {
      claims.sort(Comparator.comparingLong(Claim::index));
      sorted = true;
    }
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
