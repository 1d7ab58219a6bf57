package io.github.seekwell.spark;

import io.github.seekwell.core.metrics.ReadSnapshot;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What an executor tells the driver: everything one source has counted so far, and what its tasks
 * have caused that nobody was told of before.
 *
 * <p>Of a source totals, not differences: of two tidings the later one holds the earlier, so losing
 * one or hearing one twice does no harm. On the way it is a map of JDK types, which any class
 * loader can read; figures stay encoded until somebody looks at them.
 *
 * @param source whose figures
 * @param executor which executor the source lives in, as Spark calls it
 * @param number grows with every tidings of a source
 * @param schemes the source's totals by scheme
 * @param tasks accounts of tasks
 */
record Tidings(
    String source,
    String executor,
    long number,
    Map<String, byte[]> schemes,
    List<TaskTidings> tasks) {
  private static final String SOURCE = "seekwell.source";
  private static final String EXECUTOR = "executor";
  private static final String NUMBER = "number";
  private static final String SCHEMES = "schemes";
  private static final String TASKS = "tasks";

  static Tidings of(
      String source,
      String executor,
      long number,
      Map<String, ReadSnapshot> figures,
      List<TaskTidings> tasks) {
    final Map<String, byte[]> schemes = new TreeMap<>();
    figures.forEach((scheme, snapshot) -> schemes.put(scheme, snapshot.encode()));
    return new Tidings(source, executor, number, schemes, tasks);
  }

  /** To be sent. */
  HashMap<String, Object> message() {
    final HashMap<String, Object> message = new HashMap<>();
    message.put(SOURCE, source);
    message.put(EXECUTOR, executor);
    message.put(NUMBER, number);
    message.put(SCHEMES, new HashMap<>(schemes));
    final ArrayList<Object> list = new ArrayList<>();
    tasks.forEach(task -> list.add(task.message()));
    message.put(TASKS, list);
    return message;
  }

  /**
   * Reads a message.
   *
   * @throws IOException if it is none of ours
   */
  static Tidings of(@Nullable Object message) throws IOException {
    if (message instanceof Map<?, ?> map
        && map.get(SOURCE) instanceof String source
        && map.get(EXECUTOR) instanceof String executor
        && map.get(NUMBER) instanceof Long number
        && map.get(SCHEMES) instanceof Map<?, ?> encoded
        && map.get(TASKS) instanceof Collection<?> told) {
      final Map<String, byte[]> schemes = new TreeMap<>();
      for (Map.Entry<?, ?> each : encoded.entrySet()) {
        if (each.getKey() instanceof String scheme && each.getValue() instanceof byte[] bytes) {
          schemes.put(scheme, bytes);
        }
      }
      final List<TaskTidings> tasks = new ArrayList<>();
      for (Object task : told) {
        tasks.add(TaskTidings.of(task));
      }
      return new Tidings(source, executor, number, schemes, tasks);
    }
    throw new IOException("a message of no known form");
  }

  /** What the source has counted in all. */
  ReadSnapshot figures() throws IOException {
    ReadSnapshot sum = ReadSnapshot.EMPTY;
    for (byte[] bytes : schemes.values()) {
      sum = sum.plus(ReadSnapshot.decode(bytes));
    }
    return sum;
  }
}
