package io.github.seekwell.core.hadoop;

import java.io.Serial;
import org.apache.hadoop.fs.PathIOException;
import org.jspecify.annotations.Nullable;

/**
 * The file is no longer the version that was opened: it was overwritten meanwhile. Nothing of
 * another version was delivered; open it anew to read what is there now.
 */
public final class ObjectChangedException extends PathIOException {
  @Serial private static final long serialVersionUID = 1;

  private final String message;

  ObjectChangedException(String path, String detail, @Nullable Throwable cause) {
    super(path, detail, cause);
    this.message = path + ": " + detail;
  }

  /** Without the cause's message, which Hadoop would append and which the detail holds already. */
  @Override
  public String getMessage() {
    return message;
  }
}
