package io.github.seekwell.core.testing;

import java.util.List;
import java.util.SplittableRandom;

/**
 * Chance that can be repeated: put it into a failure's message, and its text says how. For one
 * thread; {@link #split()} gives another thread its own.
 */
public final class SeededRandom {
  /** Set to a seed that failed to see it fail again. */
  public static final String PROPERTY = "seekwell.seed";

  private final long seed;
  private final SplittableRandom random;

  private SeededRandom(long seed, SplittableRandom random) {
    this.seed = seed;
    this.random = random;
  }

  public static SeededRandom of(long seed) {
    return new SeededRandom(seed, new SplittableRandom(seed));
  }

  /** Another seed each time, unless {@value #PROPERTY} is set. */
  public static SeededRandom fresh() {
    Long repeated = Long.getLong(PROPERTY);
    return of(repeated == null ? System.nanoTime() : repeated);
  }

  /** From 0 to {@code bound - 1}. */
  public int below(int bound) {
    return random.nextInt(bound);
  }

  /** From 0 to {@code bound - 1}. */
  public long below(long bound) {
    return random.nextLong(bound);
  }

  /** From {@code low} to {@code high}, both included. */
  public int between(int low, int high) {
    return low + random.nextInt(high - low + 1);
  }

  /** From {@code low} to {@code high}, both included. */
  public long between(long low, long high) {
    return low + random.nextLong(high - low + 1);
  }

  /** True so often of 1. */
  public boolean chance(double probability) {
    return random.nextDouble() < probability;
  }

  public <T> T pick(List<T> from) {
    return from.get(random.nextInt(from.size()));
  }

  public byte[] bytes(int count) {
    byte[] bytes = new byte[count];
    random.nextBytes(bytes);
    return bytes;
  }

  /** A generator for another thread, told by the same seed. */
  public SeededRandom split() {
    return new SeededRandom(seed, random.split());
  }

  @Override
  public String toString() {
    return "seed " + seed + " (again with -D" + PROPERTY + "=" + seed + ")";
  }
}
