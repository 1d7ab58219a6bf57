package io.github.seekwell.benchmarks.root;

/** A branch's values of a run of events: all items end to end, and where each event's begin. */
public final class RootColumn {
  private final BranchType type;
  private final Object items;
  private final int[] counts;

  /**
   * Of items that lie in memory.
   *
   * @param items an array of primitives
   * @param counts how many each event has, if the type is a list
   */
  RootColumn(BranchType type, Object items, int... counts) {
    this.type = type;
    this.items = items;
    this.counts = counts;
  }

  public BranchType type() {
    return type;
  }

  /**
   * All items: {@code byte[]} for booleans and bytes, and the narrowest of {@code short[]}, {@code
   * int[]}, {@code long[]}, {@code float[]} and {@code double[]} that holds the rest; unsigned
   * numbers of 64 bits are in a {@code long[]} as they are.
   */
  public Object items() {
    return items;
  }

  /** Where each event's items begin; one more than there are events, unless the type is single. */
  public int[] begins() {
    return switch (type.shape()) {
      case SINGLE -> new int[0];
      case FIXED_ARRAY -> {
        int[] begins = new int[java.lang.reflect.Array.getLength(items) / type.length() + 1];
        for (int event = 0; event < begins.length; event++) {
          begins[event] = event * type.length();
        }
        yield begins;
      }
      case LIST -> {
        int[] begins = new int[counts.length + 1];
        for (int event = 0; event < counts.length; event++) {
          begins[event + 1] = begins[event] + counts[event];
        }
        yield begins;
      }
    };
  }
}
