package io.github.seekwell.core.hadoop;

import java.io.Serial;
import org.apache.hadoop.fs.EtagSource;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/**
 * A file or directory, with the version it had. Given to {@code openFile()} it saves the request
 * that asks for size and version, and pins the stream to this version.
 */
public final class ObjectStatus extends FileStatus implements EtagSource {
  @Serial private static final long serialVersionUID = 1;

  private final String etag;

  /**
   * @param modified milliseconds since 1970; 0 if unknown
   * @param etag empty if unknown
   */
  private ObjectStatus(
      Path path,
      boolean directory,
      long size,
      long modified,
      String etag,
      long blockSize,
      String user) {
    super(size, directory, 1, directory ? 0 : blockSize, modified, 0, null, user, user, path);
    this.etag = etag;
  }

  static ObjectStatus file(
      Path path, long size, long modified, String etag, long blockSize, String user) {
    return new ObjectStatus(path, false, size, modified, etag, blockSize, user);
  }

  static ObjectStatus directory(Path path, long modified, String user) {
    return new ObjectStatus(path, true, 0, modified, "", 0, user);
  }

  /** The version; empty for directories and where the store did not tell. */
  @Override
  public String getEtag() {
    return etag;
  }

  /** As Hadoop has it: two statuses are equal if their paths are. */
  @Override
  public boolean equals(Object other) {
    return super.equals(other);
  }

  @Override
  public int hashCode() {
    return super.hashCode();
  }
}
