package io.github.seekwell.core.config;

import java.time.Duration;

/**
 * Limit and retry.
 *
 * @param attempts tries in all, the first included
 * @param baseDelay bound of the first backoff; doubles with each further one
 * @param maxDelay bound of every backoff
 * @param maxInFlight most requests in flight at one endpoint
 */
public record RetryConfig(int attempts, Duration baseDelay, Duration maxDelay, int maxInFlight) {

  public static final Setting<Integer> ATTEMPTS =
      Setting.count(
          "fs.seekwell.retry.attempts",
          8,
          1,
          100,
          "How often a request is tried in all, if its kind of failure may mend.");
  public static final Setting<Duration> BASE_DELAY =
      Setting.duration(
          "fs.seekwell.retry.base-delay",
          "100ms",
          "Bound of the first backoff; it doubles each time, and the wait is drawn evenly below it "
              + "(full jitter).");
  public static final Setting<Duration> MAX_DELAY =
      Setting.duration("fs.seekwell.retry.max-delay", "20s", "Bound of every backoff.");
  public static final Setting<Integer> MAX_IN_FLIGHT =
      Setting.count(
          "fs.seekwell.request.max-in-flight",
          64,
          1,
          4096,
          "Most requests in flight at one endpoint; further ones queue, demands first.");

  public static RetryConfig from(Settings settings) {
    return new RetryConfig(
        settings.get(ATTEMPTS),
        settings.get(BASE_DELAY),
        settings.get(MAX_DELAY),
        settings.get(MAX_IN_FLIGHT));
  }
}
