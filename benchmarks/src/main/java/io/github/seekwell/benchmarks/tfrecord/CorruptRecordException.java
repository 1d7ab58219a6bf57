package io.github.seekwell.benchmarks.tfrecord;

import java.io.IOException;

/** A TFRecord file does not hold what its own checksums say, or ends within a record. */
public final class CorruptRecordException extends IOException {
  private static final long serialVersionUID = 1;

  CorruptRecordException(String file, long position, String what) {
    super(file + ": " + what + " in the record at byte " + position);
  }
}
