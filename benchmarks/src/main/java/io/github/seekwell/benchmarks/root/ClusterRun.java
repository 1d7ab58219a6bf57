package io.github.seekwell.benchmarks.root;

import java.util.ArrayList;
import java.util.List;

/**
 * Clusters of events, one after another, that are read together. A cluster reaches from basket to
 * basket of one branch; its bytes are taken to reach from its basket to the next cluster's.
 *
 * @param start where its bytes begin in the file
 * @param length of its bytes
 * @param borders the first event of each cluster, and the end
 */
public record ClusterRun(long start, long length, List<Long> borders) {

  /** Cuts a file into runs of about {@code size} bytes between the baskets of a branch. */
  public static List<ClusterRun> cut(RootBranch branch, long fileLength, long size) {
    long[] events = branch.borders();
    int clusters = events.length - 1;
    List<ClusterRun> runs = new ArrayList<>();
    for (int from = 0; from < clusters; ) {
      long start = branch.position(from);
      int to = from + 1;
      while (to < clusters && branch.position(to) - start < size) {
        to++;
      }
      long end = to < clusters ? branch.position(to) : fileLength;
      List<Long> borders = new ArrayList<>();
      for (int i = from; i <= to; i++) {
        borders.add(events[i]);
      }
      runs.add(new ClusterRun(start, Math.max(0, end - start), List.copyOf(borders)));
      from = to;
    }
    return runs;
  }
}
