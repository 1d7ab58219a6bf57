package io.github.seekwell.benchmarks.jmh;

import java.util.Random;

/** Orders in which readers walk an object, each reading pieces of one size at multiples of it. */
public enum Pattern {
  /** Each piece after the one before it. */
  SEQUENTIAL,
  /** One piece read, four skipped. */
  FORWARD,
  /** Each piece before the one before it. */
  BACKWARD,
  /** {@value #CURSORS} readers in turn, each sequential in its own part: a file of columns. */
  INTERLEAVED,
  /** Any piece. */
  RANDOM;

  private static final int CURSORS = 50;
  private static final int STEP = 5;
  private static final long SEED = 20_261_121;

  /**
   * Where to read, one after the other.
   *
   * @param size of the object; as large as {@value #CURSORS} pieces at least
   * @param piece bytes of a read
   */
  long[] positions(long size, int piece) {
    int pieces = Math.toIntExact(size / piece);
    int count =
        switch (this) {
          case FORWARD -> pieces / STEP;
          case INTERLEAVED -> pieces / CURSORS * CURSORS;
          default -> pieces;
        };
    Random random = new Random(SEED);
    long[] positions = new long[count];
    for (int i = 0; i < count; i++) {
      positions[i] = piece * (long) piece(i, pieces, random);
    }
    return positions;
  }

  private int piece(int i, int pieces, Random random) {
    return switch (this) {
      case SEQUENTIAL -> i;
      case FORWARD -> i * STEP;
      case BACKWARD -> pieces - 1 - i;
      case INTERLEAVED -> i % CURSORS * (pieces / CURSORS) + i / CURSORS;
      case RANDOM -> random.nextInt(pieces);
    };
  }
}
