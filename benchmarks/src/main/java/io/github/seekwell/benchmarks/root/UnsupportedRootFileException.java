package io.github.seekwell.benchmarks.root;

import java.io.IOException;
import org.apache.hadoop.fs.Path;

/** A file that the reader does not take. The message names the file and says why. */
public final class UnsupportedRootFileException extends IOException {
  private static final long serialVersionUID = 1L;

  public UnsupportedRootFileException(Path file, String reason) {
    super(file + ": " + reason);
  }

  public UnsupportedRootFileException(Path file, String reason, Throwable cause) {
    super(file + ": " + reason, cause);
  }
}
