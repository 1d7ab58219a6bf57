package io.github.seekwell.core.store;

import java.util.Objects;

/**
 * What one HTTP request cost. Durations are nanoseconds.
 *
 * @param operation what was asked for
 * @param number 1 for the first try, 2 for the first retry, and so on
 * @param queueNanos waiting for a connection, a new one's making included
 * @param firstByteNanos from sending the request to the first byte of the answer; 0 if none came
 * @param bodyNanos from the first byte to the end of the body
 * @param bytes body bytes received
 * @param status the HTTP status; 0 if none came
 * @param address the IP address that was asked; empty if none was reached
 * @param requestId the store's name for the request; empty if it gave none
 * @param outcome how it ended; {@link Outcome#OK} or the failure's kind
 */
public record Attempt(
    Operation operation,
    int number,
    long queueNanos,
    long firstByteNanos,
    long bodyNanos,
    long bytes,
    int status,
    String address,
    String requestId,
    Outcome outcome) {
  public Attempt {
    Objects.requireNonNull(operation, "operation");
    Objects.requireNonNull(address, "address");
    Objects.requireNonNull(requestId, "requestId");
    Objects.requireNonNull(outcome, "outcome");
  }

  /** How an attempt ended, coarse enough to be a metric's label. */
  public enum Outcome {
    OK,
    /** The store said no for good: 4xx other than 408 and 429. */
    REFUSED,
    THROTTLED,
    /** Any other answer, cut body, stall or broken connection that a retry may mend. */
    FAILED
  }
}
