package io.github.seekwell.core.plan;

import java.util.Objects;

/**
 * What one read asks for.
 *
 * @param demanded blocks the reader waits for
 * @param ahead blocks it will probably ask for next; may be empty, and may hold blocks that are
 *     already there
 */
public record FetchPlan(BlockSpan demanded, BlockSpan ahead) {
  public FetchPlan {
    Objects.requireNonNull(demanded, "demanded");
    Objects.requireNonNull(ahead, "ahead");
  }
}
