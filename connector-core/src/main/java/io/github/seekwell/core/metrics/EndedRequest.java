package io.github.seekwell.core.metrics;

/**
 * An HTTP request that has ended. Durations are nanoseconds.
 *
 * @param operation such as {@code get} or {@code upload-part}
 * @param object what it was about, such as {@code oci://bucket@namespace/key}; for a listing the
 *     prefix
 * @param from first byte asked for; negative counts from the object's end
 * @param to one past the last byte asked for; 0 if the request named no end
 * @param attempt 1 for the first try
 * @param queueNanos waiting for a connection
 * @param firstByteNanos 0 if no answer came
 * @param bodyNanos from the first byte to the last
 * @param bytes of body received
 * @param status HTTP status, 0 if none came
 * @param address IP address, empty if none was reached
 * @param requestId the store's name for it, may be empty
 */
public record EndedRequest(
    String operation,
    String object,
    long from,
    long to,
    int attempt,
    long queueNanos,
    long firstByteNanos,
    long bodyNanos,
    long bytes,
    int status,
    String address,
    String requestId) {

  /** An answer of the 200s. */
  public boolean ok() {
    return status / 100 == 2;
  }

  /** From asking for a connection to the last byte. */
  public long nanos() {
    return queueNanos + firstByteNanos + bodyNanos;
  }
}
