package io.github.seekwell.spark;

import io.github.seekwell.core.metrics.ReadSnapshot;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a task has caused and nobody was told of before.
 *
 * <p>It comes when the task ends, and once more if requests of its were still on their way then.
 *
 * @param task Spark's number for this attempt, unique in the application
 * @param nanos how long the task took; 0 if it had ended before
 * @param figures an encoded snapshot
 */
record TaskTidings(
    long task,
    StageKey stage,
    int partition,
    int attempt,
    Ending ending,
    long nanos,
    byte[] figures) {
  private static final String NUMBERS = "numbers";
  private static final String FIGURES = "figures";
  private static final Ending[] ENDINGS = Ending.values();

  /** Whether it tells of the task's end. */
  boolean ends() {
    return ending != Ending.BEFORE;
  }

  HashMap<String, Object> message() {
    final HashMap<String, Object> message = new HashMap<>();
    message.put(
        NUMBERS,
        new long[] {
          task, stage.stage(), stage.attempt(), partition, attempt, ending.ordinal(), nanos
        });
    message.put(FIGURES, figures);
    return message;
  }

  /**
   * Reads a message.
   *
   * @throws IOException if it is none of ours
   */
  static TaskTidings of(@Nullable Object message) throws IOException {
    if (message instanceof Map<?, ?> map
        && map.get(NUMBERS) instanceof long[] numbers
        && numbers.length == 7
        && numbers[5] >= 0
        && numbers[5] < ENDINGS.length
        && map.get(FIGURES) instanceof byte[] figures) {
      return new TaskTidings(
          numbers[0],
          new StageKey((int) numbers[1], (int) numbers[2]),
          (int) numbers[3],
          (int) numbers[4],
          ENDINGS[(int) numbers[5]],
          numbers[6],
          figures);
    }
    throw new IOException("an account of a task of no known form");
  }

  ReadSnapshot snapshot() throws IOException {
    return ReadSnapshot.decode(figures);
  }
}
