package io.github.seekwell.contract;

import java.io.IOException;
import java.net.URI;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.UnsupportedFileSystemException;
import org.apache.hadoop.fs.contract.AbstractFSContract;

/**
 * The bucket under test as the suites ask for it. Where it is and how it is reached stands in the
 * {@code core-site.xml} that SuitesIT puts on the class path, as a user's would.
 */
public final class Bucket extends AbstractFSContract {
  private static final URI ROOT = URI.create(new Configuration().getTrimmed("seekwell.contract"));

  /** The options that all our schemes declare are added to {@code conf}. */
  public Bucket(Configuration conf) {
    super(conf);
    addConfResource("contract-options.xml");
  }

  /** Address of the bucket, ending in a slash. */
  static URI root() {
    return ROOT;
  }

  /** A file system of the caller's own, to be closed by him. */
  static FileSystem newFileSystem() throws IOException {
    return FileSystem.newInstance(ROOT, new Configuration());
  }

  /** The bucket by Hadoop's other door. */
  static FileContext newContext() throws UnsupportedFileSystemException {
    return FileContext.getFileContext(ROOT, new Configuration());
  }

  @Override
  public FileSystem getTestFileSystem() throws IOException {
    return getFileSystem(ROOT);
  }

  @Override
  public String getScheme() {
    return ROOT.getScheme();
  }

  @Override
  public Path getTestPath() {
    return new Path(new Path(ROOT), "contract");
  }
}
