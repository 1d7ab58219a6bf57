package io.github.seekwell.benchmarks.root;

import java.net.URI;
import org.apache.hadoop.fs.Path;

/** Paths as users write them, who mean a whole bucket by {@code s3a://bucket}. */
public final class BucketPath {
  private BucketPath() {}

  /**
   * The path. Without a slash after it, a bucket is its root: whoever looks for files by a pattern
   * takes {@code s3a://bucket} for the user's home there, as Hadoop does.
   */
  public static Path of(String text) {
    Path path = new Path(text);
    URI uri = path.toUri();
    return uri.getAuthority() != null && uri.getPath().isEmpty()
        ? new Path(uri.getScheme(), uri.getAuthority(), "/")
        : path;
  }
}
