package io.github.seekwell.core.hadoop;

import io.github.seekwell.core.store.RequestContext;
import io.github.seekwell.core.store.StoreException;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.util.LambdaUtils;
import org.apache.hadoop.util.functional.CallableRaisingIOE;

/**
 * How every operation of a file system goes: its path becomes a key, it is counted on the calling
 * thread, timed, told to the store as its caller's, and its failure is translated. Safe for any
 * number of threads.
 */
final class Operations {
  private final Connection connection;
  private final HadoopStatistics numbers;
  private final Supplier<FileSystem.Statistics> statistics;
  private final Keys keys;

  /** The body of an operation on one key. */
  @FunctionalInterface
  interface Body<T> {
    T run(String key, RequestContext context) throws IOException;
  }

  /** Paths to keys, as long as the file system is open. */
  @FunctionalInterface
  interface Keys {
    String of(Path path) throws IOException;
  }

  /**
   * @param statistics asked each time, because Hadoop exchanges them after initialisation
   */
  Operations(
      Connection connection,
      HadoopStatistics numbers,
      Supplier<FileSystem.Statistics> statistics,
      Keys keys) {
    this.connection = connection;
    this.numbers = numbers;
    this.statistics = statistics;
    this.keys = keys;
  }

  <T> T read(String operation, Path path, Body<T> body) throws IOException {
    statistics.get().incrementReadOps(1);
    return run(operation, path, body);
  }

  <T> T write(String operation, Path path, Body<T> body) throws IOException {
    statistics.get().incrementWriteOps(1);
    return run(operation, path, body);
  }

  /** As {@link #write}, on another thread but as the caller's, and counted on the caller's. */
  <T> CompletableFuture<T> writeLater(Executor executor, String operation, Path path, Body<T> body)
      throws IOException {
    statistics.get().incrementWriteOps(1);
    String key = keys.of(path);
    RequestContext context = context();
    CompletableFuture<T> later = new CompletableFuture<>();
    executor.execute(
        () ->
            LambdaUtils.eval(later, () -> tracked(operation, path, () -> body.run(key, context))));
    return later;
  }

  /** The key of a path that goes along with others in one operation. */
  String key(Path path) throws IOException {
    return keys.of(path);
  }

  /** Another page of a listing that has begun. */
  void furtherPage() {
    statistics.get().incrementLargeReadOps(1);
  }

  /** A request of the calling thread, which counts as this file system's. */
  RequestContext context() {
    return RequestContext.DEMAND
        .heardBy(numbers)
        .ownedBy(connection.owner())
        .stallingAtMost(connection.config().read().stallDeadline());
  }

  private <T> T run(String operation, Path path, Body<T> body) throws IOException {
    String key = keys.of(path);
    RequestContext context = context();
    return tracked(operation, path, () -> body.run(key, context));
  }

  private <T> T tracked(String operation, Path path, CallableRaisingIOE<T> body)
      throws IOException {
    try {
      return numbers.track(operation, body);
    } catch (StoreException e) {
      throw HadoopErrors.translate(e, path.toString());
    }
  }
}
