package io.github.seekwell.core.plan;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What has been read of one version of an object: the runs of blocks under way, each kept at the
 * block it reached last.
 *
 * <p>A cursor carries no identity. Whoever touches the block next to a run's front continues that
 * run. Old runs are forgotten, so the size is bounded whatever the readers do.
 *
 * <p>Not safe for threads: the caller holds a lock, which guards arithmetic only.
 */
public final class AccessHistory {
  /**
   * More cursors than this on one object are forgotten, oldest first. A NanoAOD file has some 1500
   * branches; readers walk tens of them at a time.
   */
  static final int MAX_RUNS = 1024;

  private final Map<Long, Run> runs =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Run> eldest) {
          return size() > MAX_RUNS;
        }
      };

  /** The run that {@code touched} continues, taken out of the history, or a new one. */
  Run take(BlockSpan touched) {
    Run same = runs.remove(touched.last());
    if (same != null) {
      return same;
    }
    Run forward = runs.get(touched.first() - 1);
    if (forward != null && forward.mayGo(Direction.FORWARD)) {
      runs.remove(touched.first() - 1);
      return forward;
    }
    Run back = runs.get(touched.end());
    if (back != null && back.mayGo(Direction.BACK)) {
      runs.remove(touched.end());
      return back;
    }
    @Nullable Run overlapping = runs.remove(touched.first());
    return overlapping != null ? overlapping : new Run();
  }

  void put(Run run) {
    runs.put(run.front(), run);
  }

  int size() {
    return runs.size();
  }
}
