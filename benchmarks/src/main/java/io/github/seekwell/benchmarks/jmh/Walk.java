package io.github.seekwell.benchmarks.jmh;

import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Where a thread reads next, over and over. */
@State(Scope.Thread)
public class Walk {
  /** What a reader of records or baskets asks for after a seek. */
  static final int PIECE = 4096;

  @Param({"SEQUENTIAL", "FORWARD", "BACKWARD", "INTERLEAVED", "RANDOM"})
  Pattern pattern;

  private final byte[] piece = new byte[PIECE];
  private long[] positions = {};
  private int next;

  @Setup
  public void lay() {
    positions = pattern.positions(CachedFile.SIZE, PIECE);
  }

  long next() {
    long position = positions[next];
    next = next + 1 < positions.length ? next + 1 : 0;
    return position;
  }

  byte[] piece() {
    return piece;
  }
}
