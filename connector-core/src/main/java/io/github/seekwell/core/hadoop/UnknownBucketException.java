package io.github.seekwell.core.hadoop;

import java.io.FileNotFoundException;
import java.io.Serial;

/**
 * The bucket of a path does not exist, or not for these credentials. Unlike any other missing file
 * it makes {@code exists()} fail rather than answer no: a misspelt bucket is a mistake.
 */
public final class UnknownBucketException extends FileNotFoundException {
  @Serial private static final long serialVersionUID = 1;

  UnknownBucketException(String message) {
    super(message);
  }
}
