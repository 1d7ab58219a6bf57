package io.github.seekwell.core.plan;

import java.util.List;
import java.util.function.Consumer;

/**
 * What to fetch in hope beside the blocks that a read demands.
 *
 * @param ahead spans in the order of their promise; they may overlap each other and the demand, and
 *     may hold blocks that are there already
 * @param atMost how many absent blocks of them may be asked for, the first ones first
 * @param whoBelieves hears of spans that were not asked for, since he believes them on their way
 */
public record FetchPlan(List<BlockSpan> ahead, long atMost, Consumer<BlockSpan> whoBelieves) {
  /** Nothing but the demand. */
  public static final FetchPlan DEMAND_ONLY = new FetchPlan(List.of(), 0);

  public FetchPlan {
    ahead = List.copyOf(ahead);
    if (atMost < 0) {
      throw new IllegalArgumentException("at most " + atMost + " blocks");
    }
  }

  public FetchPlan(List<BlockSpan> ahead, long atMost) {
    this(ahead, atMost, refused -> {});
  }

  /** What several plans hope for; as much of it as the most generous one allows. */
  public static FetchPlan ofAll(List<FetchPlan> plans) {
    return new FetchPlan(
        plans.stream().flatMap(plan -> plan.ahead.stream()).toList(),
        plans.stream().mapToLong(FetchPlan::atMost).max().orElse(0),
        refused -> plans.forEach(plan -> plan.refused(refused)));
  }

  /** This span was not asked for, for want of room; to be called under the history's guard. */
  public void refused(BlockSpan span) {
    whoBelieves.accept(span);
  }

  public boolean isEmpty() {
    return ahead.isEmpty() || atMost == 0;
  }
}
