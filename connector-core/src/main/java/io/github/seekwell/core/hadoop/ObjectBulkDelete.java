package io.github.seekwell.core.hadoop;

import io.github.seekwell.core.store.DeleteFailure;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.apache.hadoop.fs.BulkDelete;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.statistics.IOStatistics;
import org.apache.hadoop.fs.statistics.StoreStatisticNames;

/**
 * Deletes a page of files with one request and not one more: nothing is looked at before, no marker
 * is put back afterwards. A directory named here is not seen and so not deleted. Of Hadoop 3.4.1
 * and later: no other class but {@link ObjectFileSystem#createBulkDelete} names this one.
 */
final class ObjectBulkDelete implements BulkDelete {
  private final Operations operations;
  private final Connection connection;
  private final HadoopStatistics numbers;
  private final UnaryOperator<Path> qualified;
  private final Path base;

  private ObjectBulkDelete(
      Operations operations,
      Connection connection,
      HadoopStatistics numbers,
      UnaryOperator<Path> qualified,
      Path base) {
    this.operations = operations;
    this.connection = connection;
    this.numbers = numbers;
    this.qualified = qualified;
    this.base = qualified.apply(base);
  }

  /**
   * Returns Hadoop's type, so that its caller can be linked where there is none.
   *
   * @param base nothing outside is deleted
   */
  static BulkDelete below(
      Path base,
      Operations operations,
      Connection connection,
      HadoopStatistics numbers,
      UnaryOperator<Path> qualified) {
    return new ObjectBulkDelete(operations, connection, numbers, qualified, base);
  }

  @Override
  public int pageSize() {
    return connection.store().deleteBatchLimit();
  }

  @Override
  public Path basePath() {
    return base;
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException if they are more than a page, or one is relative or outside
   */
  @Override
  public List<Map.Entry<Path, String>> bulkDelete(Collection<Path> paths) throws IOException {
    if (paths.size() > pageSize()) {
      throw new IllegalArgumentException(
          paths.size() + " paths, a page has " + pageSize() + " at most");
    }
    Map<String, Path> byKey = new LinkedHashMap<>(); // the same twice is one
    for (Path path : paths) {
      byKey.put(operations.key(checked(path)), path);
    }
    byKey.remove(""); // the root is no file
    if (byKey.isEmpty()) {
      return List.of();
    }
    return operations.write(
        StoreStatisticNames.OP_BULK_DELETE,
        base,
        (key, context) -> {
          List<Map.Entry<Path, String>> left = new ArrayList<>();
          for (DeleteFailure failure :
              connection.store().deleteAll(List.copyOf(byKey.keySet()), context)) {
            Path path = byKey.getOrDefault(failure.key(), base);
            left.add(Map.entry(path, "" + failure.cause().getMessage()));
          }
          return left;
        });
  }

  private Path checked(Path path) {
    if (!path.isAbsolute()) {
      throw new IllegalArgumentException(path + " is not absolute");
    }
    Path whole = qualified.apply(path);
    for (Path above = whole; above != null; above = above.getParent()) {
      if (above.equals(base)) {
        return whole;
      }
    }
    throw new IllegalArgumentException(path + " is not below " + base);
  }

  @Override
  public IOStatistics getIOStatistics() {
    return numbers.getIOStatistics();
  }

  /** Nothing to be given back. */
  @Override
  public void close() {}

  @Override
  public String toString() {
    return "bulk delete below " + base;
  }
}
