package io.github.seekwell.core.hadoop;

import io.github.seekwell.core.plan.AccessHints;
import io.github.seekwell.core.read.ObjectReader;
import io.github.seekwell.core.store.ErrorKind;
import io.github.seekwell.core.store.Etag;
import io.github.seekwell.core.store.ObjectInfo;
import io.github.seekwell.core.store.RequestContext;
import io.github.seekwell.core.store.StoreException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.Instant;
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
        StoreStatisticNames.OP_OPEN,
        path,
        (key, context) -> openByName(path, key, AccessHints.NONE, context));
  }

  /**
   * Opens on the calling thread: with a status or length there is nothing to wait for.
   *
   * @throws IllegalArgumentException if an unknown option must be honoured, or the status is of a
   *     file with another name (another file system may call its directory otherwise)
   */
  CompletableFuture<FSDataInputStream> open(Path path, OpenFileParameters parameters) {
    AbstractFSBuilderImpl.rejectUnknownMandatoryKeys(
        parameters.getMandatoryKeys(), OpenOptions.KEYS, "for " + path);
    FileStatus status = parameters.getStatus();
    if (status != null && !status.getPath().getName().equals(path.getName())) {
      throw new IllegalArgumentException(
          "the status is of " + status.getPath() + ", the file to be opened is " + path);
    }
    OpenOptions options = OpenOptions.of(parameters.getOptions());
    return LambdaUtils.eval(
        new CompletableFuture<>(),
        () ->
            operations.read(
                StoreStatisticNames.OP_OPENFILE,
                path,
                (key, context) -> {
                  if (status != null) {
                    return openByStatus(path, key, status, options.hints());
                  }
                  return options.length() < 0
                      ? openByName(path, key, options.hints(), context)
                      : openWhenRead(path, key, options.length(), options.hints());
                }));
  }

  private FSDataInputStream openByName(
      Path path, String key, AccessHints hints, RequestContext context) throws IOException {
    if (key.isEmpty()) {
      throw isNoFile(path, key, context);
    }
    ReadCounters counters = new ReadCounters();
    RequestContext heard = context.heardBy(counters.andThen(numbers));
    ObjectReader reader;
    try {
      reader = connection.readers().openNewest(connection.store(), key, hints, heard);
    } catch (StoreException e) {
      throw e.kind() == ErrorKind.NOT_FOUND ? isNoFile(path, key, context) : e;
    }
    return stream(path, reader.size(), versions(reader.object(), hints, heard), reader, counters);
  }

  private FileNotFoundException isNoFile(Path path, String key, RequestContext context)
      throws StoreException {
    boolean directory = directories.directory(key, context).isPresent();
    return new FileNotFoundException(path + (directory ? " is a directory" : " does not exist"));
  }

  private FSDataInputStream openByStatus(
      Path path, String key, FileStatus status, AccessHints hints) throws IOException {
    if (status.isDirectory()) {
      throw new FileNotFoundException(path + " is a directory");
    }
    String etag = etag(status);
    if (etag.isEmpty()) {
      return openWhenRead(path, key, status.getLen(), hints);
    }
    ObjectInfo object =
        new ObjectInfo(
            key,
            status.getLen(),
            new Etag(etag),
            Instant.ofEpochMilli(status.getModificationTime()));
    ReadCounters counters = new ReadCounters();
    RequestContext heard = operations.context().heardBy(counters.andThen(numbers));
    return stream(path, object.size(), versions(object, hints, heard), null, counters);
  }

  private SeekStream.Source versions(ObjectInfo object, AccessHints hints, RequestContext context) {
    return (position, count) ->
        connection.readers().open(connection.store(), object, hints, context);
  }

  /** Only the length is known: the first read asks for the version, and pins it. */
  private FSDataInputStream openWhenRead(Path path, String key, long length, AccessHints hints) {
    ReadCounters counters = new ReadCounters();
    RequestContext heard = operations.context().heardBy(counters.andThen(numbers));
    LatePin pin = new LatePin(connection, path.toString(), key, length, hints, heard);
    return stream(path, length, pin, null, counters);
  }

  private FSDataInputStream stream(
      Path path,
      long length,
      SeekStream.Source source,
      @Nullable ObjectReader opened,
      ReadCounters counters) {
    return new FSDataInputStream(
        new SeekStream(
            path.toString(), length, source, opened, statistics.get(), numbers, counters));
  }

  private static String etag(FileStatus status) {
    String etag = status instanceof EtagSource source ? source.getEtag() : "";
    return etag == null ? "" : etag;
  }
}
