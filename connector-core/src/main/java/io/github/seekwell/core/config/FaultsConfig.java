package io.github.seekwell.core.config;

import java.time.Duration;
import java.util.List;

/**
 * Faults that the HTTP engine makes on purpose, so that users can test how their jobs take them.
 * The shares say how many of all requests meet which fault, evenly drawn; one request meets one
 * fault at most.
 *
 * @param seed of the draw: the same requests in the same order meet the same faults
 * @param latencyShare requests that wait for {@code latency} before they are sent
 * @param latency how long
 * @param unavailableShare requests that are answered 503 and not sent
 * @param resetShare requests whose connection is lost: before they are sent, before the answer, or
 *     within its body
 * @param shortShare requests whose answer's body ends too early
 */
public record FaultsConfig(
    int seed,
    double latencyShare,
    Duration latency,
    double unavailableShare,
    double resetShare,
    double shortShare) {

  /** None at all. */
  public static final FaultsConfig NONE = new FaultsConfig(0, 0, Duration.ofSeconds(1), 0, 0, 0);

  public static final Setting<Integer> SEED =
      Setting.count(
          "fs.seekwell.faults.seed",
          0,
          0,
          Integer.MAX_VALUE,
          "Of the faults made on purpose: the same requests in the same order meet the same ones.");
  public static final Setting<Double> LATENCY_SHARE =
      Setting.fraction(
          "fs.seekwell.faults.latency-share",
          "0",
          "For tests: the share of requests that wait for fs.seekwell.faults.latency before they "
              + "are sent.");
  public static final Setting<Duration> LATENCY =
      Setting.duration(
          "fs.seekwell.faults.latency",
          "1s",
          "How long requests of fs.seekwell.faults.latency-share wait.");
  public static final Setting<Double> UNAVAILABLE_SHARE =
      Setting.fraction(
          "fs.seekwell.faults.unavailable-share",
          "0",
          "For tests: the share of requests that are answered 503 and not sent.");
  public static final Setting<Double> RESET_SHARE =
      Setting.fraction(
          "fs.seekwell.faults.reset-share",
          "0",
          "For tests: the share of requests whose connection is lost before they are sent, after "
              + "the store has done what they ask for, or at a byte of the answer.");
  public static final Setting<Double> SHORT_SHARE =
      Setting.fraction(
          "fs.seekwell.faults.short-share",
          "0",
          "For tests: the share of requests whose answer's body ends too early, or is lost if "
              + "it has none.");

  /** For the reference. */
  public static final List<Setting<?>> ALL =
      List.of(SEED, LATENCY_SHARE, LATENCY, UNAVAILABLE_SHARE, RESET_SHARE, SHORT_SHARE);

  public FaultsConfig {
    if (latencyShare + unavailableShare + resetShare + shortShare > 1) {
      throw new IllegalArgumentException(
          "the shares of fs.seekwell.faults.* (latency, unavailable, reset, short) are more than 1"
              + " together");
    }
  }

  public static FaultsConfig from(Settings settings) {
    return new FaultsConfig(
        settings.get(SEED),
        settings.get(LATENCY_SHARE),
        settings.get(LATENCY),
        settings.get(UNAVAILABLE_SHARE),
        settings.get(RESET_SHARE),
        settings.get(SHORT_SHARE));
  }

  /** Whether any request may meet a fault. */
  public boolean any() {
    return latencyShare + unavailableShare + resetShare + shortShare > 0;
  }
}
