package io.github.seekwell.benchmarks.root;

import java.io.IOException;
import java.util.Set;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.Path;

/**
 * The events of one cluster. Columns are read when they are asked for, so that a job pays for those
 * it looks at; the batch is good until the record reader moves on or is closed.
 */
public final class EventBatch {
  private final RootTree tree;
  private final long first;
  private final long end;

  EventBatch(RootTree tree, long first, long end) {
    this.tree = tree;
    this.first = first;
    this.end = end;
  }

  public Path file() {
    return tree.file().path();
  }

  /** How many events there are. */
  public int events() {
    return Math.toIntExact(end - first);
  }

  public Set<String> columns() {
    return tree.branchNames();
  }

  /**
   * The values of a column: one an event, or the events' lists joined end to end.
   *
   * @throws UnsupportedRootFileException when the file has no such column, or the reader does not
   *     take it
   */
  public double[] values(String column) throws IOException {
    return tree.branch(column).values(first, end);
  }

  /** The stream the columns are read from, for its statistics. */
  public FSDataInputStream stream() {
    return tree.file().stream();
  }
}
