package io.github.seekwell.core.testing;

import io.github.seekwell.core.store.ByteRange;
import java.time.Instant;
import java.util.Map;

/**
 * A request as it stood in the log when looked at.
 *
 * @param sequence order of arrival, from 1
 * @param address the emulator's address it came in on
 * @param connection which connection, from 1
 * @param path path and query as sent
 * @param range the {@code Range} header as sent; empty if there was none
 * @param status 0 while unanswered
 * @param bytes of the answer's body handed to the socket so far
 * @param requestId the store's own name for it
 * @param headers all headers of the request but {@code Authorization}, names in lower case
 */
public record LoggedRequest(
    long sequence,
    Instant time,
    String address,
    long connection,
    String method,
    String path,
    String operation,
    String bucket,
    String key,
    String range,
    int status,
    long bytes,
    String requestId,
    Map<String, String> headers) {

  /** The range asked for, which must have had both ends. */
  public ByteRange asked() {
    if (!range.matches("bytes=\\d+-\\d+")) {
      throw new IllegalStateException("not a range with both ends: '" + range + "' in " + this);
    }
    int dash = range.indexOf('-');
    return ByteRange.of(
        Long.parseLong(range.substring("bytes=".length(), dash)),
        Long.parseLong(range.substring(dash + 1)) + 1);
  }
}
