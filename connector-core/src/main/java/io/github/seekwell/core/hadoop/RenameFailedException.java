package io.github.seekwell.core.hadoop;

import java.io.Serial;
import org.apache.hadoop.fs.PathIOException;

/**
 * A directory was renamed in part: the message tells how many objects have moved and names some, so
 * that one can go on or back.
 */
public final class RenameFailedException extends PathIOException {
  @Serial private static final long serialVersionUID = 1;

  RenameFailedException(String path, String detail, Throwable cause) {
    super(path, detail, cause);
  }
}
