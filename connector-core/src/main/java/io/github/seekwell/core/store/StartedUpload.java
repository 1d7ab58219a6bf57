package io.github.seekwell.core.store;

import java.time.Instant;
import java.util.Objects;

/**
 * An upload that was started and neither completed nor dropped.
 *
 * @param started by the store's clock; {@link #UNKNOWN} if the store does not tell
 */
public record StartedUpload(MultipartUpload upload, Instant started) {
  /** Later than any time, so that nobody takes such an upload for an old one. */
  public static final Instant UNKNOWN = Instant.MAX;

  public StartedUpload {
    Objects.requireNonNull(upload, "upload");
    Objects.requireNonNull(started, "started");
  }
}
