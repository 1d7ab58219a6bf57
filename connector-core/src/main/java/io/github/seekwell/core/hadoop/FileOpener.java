package io.github.seekwell.core.hadoop;

import io.github.seekwell.core.read.ObjectReader;
import io.github.seekwell.core.store.ErrorKind;
import io.github.seekwell.core.store.Etag;
import io.github.seekwell.core.store.ObjectInfo;
import io.github.seekwell.core.store.RequestContext;
import io.github.seekwell.core.store.StoreException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.apache.hadoop.fs.EtagSource;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.impl.AbstractFSBuilderImpl;
import org.apache.hadoop.fs.impl.OpenFileParameters;
import org.apache.hadoop.fs.statistics.StoreStatisticNames;
import org.apache.hadoop.util.LambdaUtils;
import org.jspecify.annotations.Nullable;

/**
 * Opens files for reading with as few requests as the caller's knowledge allows: by name one that
 * brings bytes as well, none with a status or a length. Safe for any number of threads.
 */
final class FileOpener {
  private static final String OPEN_LENGTH = "fs.option.openfile.length";

  /**
   * What {@code openFile().must()} may ask for. Of these only the length changes what is done; the
   * others describe how the file will be read, which look-ahead finds out by itself.
   */
  private static final Set<String> OPEN_OPTIONS =
      Set.of(
          OPEN_LENGTH,
          "fs.option.openfile.read.policy",
          "fs.option.openfile.buffer.size",
          "fs.option.openfile.split.start",
          "fs.option.openfile.split.end",
          "fs.option.openfile.footer.cache",
          "fs.option.openfile.ec.policy",
          "fs.s3a.experimental.input.fadvise",
          "fs.s3a.readahead.range",
          "fs.s3a.async.drain.threshold");

  private final Connection connection;
  private final Directories directories;
  private final Operations operations;
  private final HadoopStatistics numbers;
  private final Supplier<FileSystem.Statistics> statistics;

  /**
   * @param statistics asked for each stream, because Hadoop exchanges them after initialisation
   */
  FileOpener(
      Connection connection,
      Directories directories,
      Operations operations,
      HadoopStatistics numbers,
      Supplier<FileSystem.Statistics> statistics) {
    this.connection = connection;
    this.directories = directories;
    this.operations = operations;
    this.numbers = numbers;
    this.statistics = statistics;
  }

  FSDataInputStream open(Path path) throws IOException {
    return operations.read(
        StoreStatisticNames.OP_OPEN, path, (key, context) -> openByName(path, key, context));
  }

  /**
   * Opens on the calling thread: with a status or length there is nothing to wait for.
   *
   * @throws IllegalArgumentException if an unknown option must be honoured, or the status is of a
   *     file with another name (another file system may call its directory otherwise)
   */
  CompletableFuture<FSDataInputStream> open(Path path, OpenFileParameters parameters) {
    AbstractFSBuilderImpl.rejectUnknownMandatoryKeys(
        parameters.getMandatoryKeys(), OPEN_OPTIONS, "for " + path);
    FileStatus status = parameters.getStatus();
    if (status != null && !status.getPath().getName().equals(path.getName())) {
      throw new IllegalArgumentException(
          "the status is of " + status.getPath() + ", the file to be opened is " + path);
    }
    long length = lengthOption(parameters);
    return LambdaUtils.eval(
        new CompletableFuture<>(),
        () ->
            operations.read(
                StoreStatisticNames.OP_OPENFILE,
                path,
                (key, context) -> {
                  if (status != null) {
                    return openByStatus(path, key, status);
                  }
                  return length < 0
                      ? openByName(path, key, context)
                      : openWhenRead(path, key, length);
                }));
  }

  private FSDataInputStream openByName(Path path, String key, RequestContext context)
      throws IOException {
    if (key.isEmpty()) {
      throw isNoFile(path, key, context);
    }
    ObjectReader reader;
    try {
      reader = connection.readers().openNewest(connection.store(), key, context);
    } catch (StoreException e) {
      throw e.kind() == ErrorKind.NOT_FOUND ? isNoFile(path, key, context) : e;
    }
    return stream(path, reader.size(), versions(reader.object(), context.owner()), reader);
  }

  private FileNotFoundException isNoFile(Path path, String key, RequestContext context)
      throws StoreException {
    boolean directory = directories.directory(key, context).isPresent();
    return new FileNotFoundException(path + (directory ? " is a directory" : " does not exist"));
  }

  private FSDataInputStream openByStatus(Path path, String key, FileStatus status)
      throws IOException {
    if (status.isDirectory()) {
      throw new FileNotFoundException(path + " is a directory");
    }
    String etag = etag(status);
    return etag.isEmpty()
        ? openWhenRead(path, key, status.getLen())
        : openVersion(
            path,
            new ObjectInfo(
                key,
                status.getLen(),
                new Etag(etag),
                Instant.ofEpochMilli(status.getModificationTime())));
  }

  private FSDataInputStream openVersion(Path path, ObjectInfo object) {
    return stream(path, object.size(), versions(object, connection.owner()), null);
  }

  private SeekStream.Source versions(ObjectInfo object, Object owner) {
    return (position, count) -> connection.readers().open(connection.store(), object, owner);
  }

  /** Only the length is known: the first read asks for the version, and pins it. */
  private FSDataInputStream openWhenRead(Path path, String key, long length) {
    Object owner = connection.owner();
    return stream(path, length, new LatePin(connection, path.toString(), key, length, owner), null);
  }

  private FSDataInputStream stream(
      Path path, long length, SeekStream.Source source, @Nullable ObjectReader opened) {
    return new FSDataInputStream(
        new SeekStream(path.toString(), length, source, opened, statistics.get(), numbers));
  }

  private static String etag(FileStatus status) {
    String etag = status instanceof EtagSource source ? source.getEtag() : "";
    return etag == null ? "" : etag;
  }

  /**
   * As Hadoop's own file systems do, takes a length that is no number (it came as a float from an
   * older caller) for none, even if it is mandatory: it is a hint and not needed.
   *
   * @return -1 if there is none
   */
  private static long lengthOption(OpenFileParameters parameters) {
    try {
      return Math.max(-1, Long.parseLong(parameters.getOptions().getTrimmed(OPEN_LENGTH, "-1")));
    } catch (NumberFormatException e) {
      return -1;
    }
  }
}
