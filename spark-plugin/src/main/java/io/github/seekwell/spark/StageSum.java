package io.github.seekwell.spark;

import io.github.seekwell.core.metrics.ReadSnapshot;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.function.Supplier;

/**
 * What the tasks of one attempt of a stage have caused. A stage that is over is kept in the compact
 * form. Guarded by its owner's lock.
 */
final class StageSum {
  private String name = "";
  private ReadSnapshot figures = ReadSnapshot.EMPTY;
  private byte[] packed = {};
  private boolean closed;
  private long tasks;
  private long nanos;
  private long failed;
  private long killed;
  private long sparkBytes;

  void name(String words) {
    name = words;
  }

  void add(TaskTidings tidings) throws IOException {
    figures = figures.plus(tidings.snapshot());
    tasks += tidings.ends() ? 1 : 0;
    nanos += tidings.nanos();
  }

  /** What Spark tells of a task that has ended. */
  void ended(Ending how, long bytesRead) {
    failed += how == Ending.FAILED ? 1 : 0;
    killed += how == Ending.KILLED ? 1 : 0;
    sparkBytes += bytesRead;
  }

  /** Adds all of a stage that is not to be told apart any more. */
  void absorb(StageSum other) throws IOException {
    figures = figures().plus(other.figures());
    packed = new byte[0];
    tasks += other.tasks;
    nanos += other.nanos;
    failed += other.failed;
    killed += other.killed;
    sparkBytes += other.sparkBytes;
  }

  /** No more is expected; but it may come. */
  void over() throws IOException {
    closed = true;
    pack();
  }

  boolean isOver() {
    return closed;
  }

  /** Makes it small, and what comes next dear: a stage that runs is left as it is. */
  void pack() throws IOException {
    final byte[] all = figures().encode();
    figures = ReadSnapshot.EMPTY;
    packed = all;
  }

  /**
   * All that is known now, to be decoded by whoever asks: nothing of it is changed later.
   *
   * @param moreFailed tasks that have told so, and Spark has not
   * @param moreKilled likewise
   */
  Supplier<Account.Stage> total(String label, long moreFailed, long moreKilled) {
    final byte[] over = packed;
    final ReadSnapshot since = figures;
    final Supplier<ReadSnapshot> told =
        () -> {
          try {
            return figures(over, since);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        };
    final Account.Stage uncounted =
        new Account.Stage(
            label,
            name,
            tasks,
            failed + moreFailed,
            killed + moreKilled,
            nanos,
            sparkBytes,
            Collections.emptySortedMap(),
            told);
    return uncounted::counted;
  }

  private ReadSnapshot figures() throws IOException {
    return figures(packed, figures);
  }

  private static ReadSnapshot figures(byte[] over, ReadSnapshot since) throws IOException {
    return over.length == 0 ? since : ReadSnapshot.decode(over).plus(since);
  }
}
