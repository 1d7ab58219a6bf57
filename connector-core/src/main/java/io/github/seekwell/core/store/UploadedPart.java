package io.github.seekwell.core.store;

import java.io.Serial;
import java.io.Serializable;
import java.util.Objects;

/**
 * A part that the store has taken. Serialisable with its upload.
 *
 * @param number from 1 on
 * @param etag what the store called it
 * @param size bytes
 */
public record UploadedPart(int number, Etag etag, long size) implements Serializable {
  @Serial private static final long serialVersionUID = 1;

  public UploadedPart {
    Objects.requireNonNull(etag, "etag");
    if (number < 1 || size < 0) {
      throw new IllegalArgumentException("part " + number + " of " + size + " bytes");
    }
  }
}
