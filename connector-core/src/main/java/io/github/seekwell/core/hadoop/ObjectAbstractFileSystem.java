package io.github.seekwell.core.hadoop;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.EnumSet;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.CreateFlag;
import org.apache.hadoop.fs.DelegateToFileSystem;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.MultipartUploaderBuilder;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.hadoop.fs.permission.FsAction;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;
import org.jspecify.annotations.Nullable;

/**
 * An {@link ObjectFileSystem} for users of {@code FileContext}: a connector's subclass names scheme
 * and file system in its constructor.
 *
 * <p>Hadoop's base class composes some operations of others, with more requests and without the
 * store's own conditions; those are handed on whole.
 */
public abstract class ObjectAbstractFileSystem extends DelegateToFileSystem {
  private final ObjectFileSystem files;

  protected ObjectAbstractFileSystem(
      URI uri, ObjectFileSystem fileSystem, Configuration conf, String scheme)
      throws IOException, URISyntaxException {
    super(uri, fileSystem, conf, scheme, false);
    files = fileSystem;
  }

  @Override
  public FSDataOutputStream createInternal(
      Path path,
      EnumSet<CreateFlag> flags,
      @Nullable FsPermission permission,
      int bufferSize,
      short replication,
      long blockSize,
      @Nullable Progressable progress,
      Options.@Nullable ChecksumOpt checksum,
      boolean createParent)
      throws IOException {
    checkPath(path);
    return files.create(
        path,
        flags,
        createParent ? Directories.MissingParent.MADE : Directories.MissingParent.REFUSED);
  }

  @Override
  @SuppressWarnings("deprecation") // Hadoop's name for it
  public void renameInternal(Path source, Path target, boolean overwrite) throws IOException {
    checkPath(source);
    checkPath(target);
    files.rename(source, target, overwrite ? Options.Rename.OVERWRITE : Options.Rename.NONE);
  }

  @Override
  public RemoteIterator<FileStatus> listStatusIterator(Path path) throws IOException {
    checkPath(path);
    return files.listStatusIterator(path);
  }

  @Override
  public RemoteIterator<LocatedFileStatus> listLocatedStatus(Path path) throws IOException {
    checkPath(path);
    return files.listLocatedStatus(path);
  }

  @Override
  @SuppressWarnings("rawtypes") // as Hadoop declares it
  public MultipartUploaderBuilder createMultipartUploader(Path base) {
    checkPath(base);
    return files.createMultipartUploader(base);
  }

  @Override
  public void access(Path path, FsAction mode) throws IOException {
    checkPath(path);
    files.access(path, mode);
  }
}
