package io.github.seekwell.core.testing;

import java.time.Duration;
import java.util.Objects;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * How slow the emulated store is. Times to first byte are log-normal, as those of real stores are:
 * half of them are above the median, and {@code sigma} 0.5 puts one in a hundred above 3.2 times
 * the median.
 *
 * @param firstByteMedian time from the end of a request to the head of its answer
 * @param firstByteSigma standard deviation of its natural logarithm; 0 for no spread
 * @param newConnection what the first request on a connection waits longer
 * @param connectionRate bytes per second on one connection, each way; 0 for no limit
 * @param totalRate bytes per second on all connections together, each way; 0 for no limit
 * @param seed of the spread
 */
public record LatencyModel(
    Duration firstByteMedian,
    double firstByteSigma,
    Duration newConnection,
    long connectionRate,
    long totalRate,
    long seed) {

  public LatencyModel {
    Objects.requireNonNull(firstByteMedian, "firstByteMedian");
    Objects.requireNonNull(newConnection, "newConnection");
    if (firstByteMedian.isNegative() || newConnection.isNegative()) {
      throw new IllegalArgumentException("negative time in a latency model");
    }
    if (!(firstByteSigma >= 0) || connectionRate < 0 || totalRate < 0) {
      throw new IllegalArgumentException("negative spread or rate in a latency model");
    }
  }

  /** Answers at once, as fast as the machine can. */
  public static LatencyModel none() {
    return new LatencyModel(Duration.ZERO, 0, Duration.ZERO, 0, 0, 0);
  }

  public LatencyModel firstByte(Duration median, double sigma) {
    return new LatencyModel(median, sigma, newConnection, connectionRate, totalRate, seed);
  }

  public LatencyModel newConnection(Duration cost) {
    return new LatencyModel(firstByteMedian, firstByteSigma, cost, connectionRate, totalRate, seed);
  }

  public LatencyModel rates(long perConnection, long total) {
    return new LatencyModel(
        firstByteMedian, firstByteSigma, newConnection, perConnection, total, seed);
  }

  public LatencyModel seed(long newSeed) {
    return new LatencyModel(
        firstByteMedian, firstByteSigma, newConnection, connectionRate, totalRate, newSeed);
  }

  /** A fresh row of times to first byte, the same for the same seed. */
  Sampler sampler() {
    return new Sampler(this);
  }

  /** Draws times; safe for several threads, which then share one row. */
  static final class Sampler {
    private final double medianNanos;
    private final double sigma;
    // Guarded by this.
    private RandomGenerator random;

    private Sampler(LatencyModel model) {
      this.medianNanos = model.firstByteMedian.toNanos();
      this.sigma = model.firstByteSigma;
      this.random = row(model.seed);
    }

    /** Begins another row of times. */
    synchronized void restart(long seed) {
      random = row(seed);
    }

    private static RandomGenerator row(long seed) {
      return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }

    synchronized long firstByteNanos() {
      return Math.round(medianNanos * Math.exp(sigma * random.nextGaussian()));
    }
  }
}
