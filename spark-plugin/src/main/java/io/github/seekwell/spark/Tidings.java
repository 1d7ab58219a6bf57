package io.github.seekwell.spark;

import io.github.seekwell.core.metrics.ReadSnapshot;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an executor tells the driver: everything one source has counted so far.
 *
 * <p>Totals, not differences: of two tidings from a source the later one holds the earlier, so
 * losing one or hearing one twice does no harm. On the way it is a map of JDK types, which any
 * class loader can read.
 *
 * @param source whose figures
 * @param executor which executor the source lives in, as Spark calls it
 * @param number grows with every tidings of a source
 */
record Tidings(String source, String executor, long number, ReadSnapshot figures) {
  private static final String SOURCE = "seekwell.source";
  private static final String EXECUTOR = "executor";
  private static final String NUMBER = "number";
  private static final String FIGURES = "figures";

  /** To be sent. */
  HashMap<String, Object> message() {
    final HashMap<String, Object> message = new HashMap<>();
    message.put(SOURCE, source);
    message.put(EXECUTOR, executor);
    message.put(NUMBER, number);
    message.put(FIGURES, figures.encode());
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
        && map.get(FIGURES) instanceof byte[] figures) {
      return new Tidings(source, executor, number, ReadSnapshot.decode(figures));
    }
    throw new IOException("a message of no known form");
  }
}
