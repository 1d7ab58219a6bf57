package io.github.seekwell.core.plan;

import java.util.List;

/**
 * What to fetch in hope beside the blocks that a read demands.
 *
 * @param ahead spans in the order of their promise; they may overlap each other and the demand, and
 *     may hold blocks that are there already
 * @param atMost how many absent blocks of them may be asked for, the first ones first
 */
public record FetchPlan(List<BlockSpan> ahead, long atMost) {
  /** Nothing but the demand. */
  public static final FetchPlan DEMAND_ONLY = new FetchPlan(List.of(), 0);

  public FetchPlan {
    ahead = List.copyOf(ahead);
    if (atMost < 0) {
      throw new IllegalArgumentException("at most " + atMost + " blocks");
    }
  }

  public boolean isEmpty() {
    return ahead.isEmpty() || atMost == 0;
  }
}
