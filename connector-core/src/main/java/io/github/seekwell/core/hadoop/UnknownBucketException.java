package io.github.seekwell.core.hadoop;

import java.io.IOException;
import java.io.Serial;

/**
 * The bucket of a path does not exist, or not for these credentials. No {@link
 * java.io.FileNotFoundException}: callers take that for an answer ("no such file", in {@code
 * exists()}, globs and the shell), and a misspelt bucket is a mistake that somebody has to hear of.
 */
public final class UnknownBucketException extends IOException {
  @Serial private static final long serialVersionUID = 1;

  UnknownBucketException(String message) {
    super(message);
  }
}
