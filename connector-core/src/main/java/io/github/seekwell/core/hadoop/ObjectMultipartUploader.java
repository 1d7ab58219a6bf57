package io.github.seekwell.core.hadoop;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.seekwell.core.store.MultipartUpload;
import io.github.seekwell.core.store.ObjectInfo;
import io.github.seekwell.core.store.ObjectStore;
import io.github.seekwell.core.store.PutCondition;
import io.github.seekwell.core.store.RequestContext;
import io.github.seekwell.core.store.UploadedPart;
import io.github.seekwell.core.write.KeptPart;
import io.github.seekwell.core.write.WriterFactory;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.UnaryOperator;
import org.apache.hadoop.fs.BBPartHandle;
import org.apache.hadoop.fs.BBUploadHandle;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.PartHandle;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.PathHandle;
import org.apache.hadoop.fs.UploadHandle;
import org.apache.hadoop.fs.impl.AbstractMultipartUploader;
import org.apache.hadoop.fs.impl.MultipartUploaderBuilderImpl;
import org.apache.hadoop.fs.statistics.IOStatistics;
import org.apache.hadoop.fs.statistics.StoreStatisticNames;

/**
 * Hadoop's uploads in parts, as the store's own: handles are plain bytes that any process with the
 * same bucket can go on with, nothing is visible before {@link #complete}, and a part is kept on
 * this machine only while it is sent. Safe for any number of threads.
 */
final class ObjectMultipartUploader extends AbstractMultipartUploader {
  private final Operations operations;
  private final ObjectStore store;
  private final WriterFactory writers;
  private final Directories directories;
  private final Executor background;
  private final HadoopStatistics numbers;
  private final UnaryOperator<Path> qualified;

  private ObjectMultipartUploader(Builder builder) {
    super(builder.parts.qualified.apply(builder.base));
    operations = builder.parts.operations;
    store = builder.parts.store;
    writers = builder.parts.writers;
    directories = builder.parts.directories;
    background = builder.parts.background;
    numbers = builder.parts.numbers;
    qualified = builder.parts.qualified;
  }

  /** What an uploader works with. */
  record Parts(
      Operations operations,
      ObjectStore store,
      WriterFactory writers,
      Directories directories,
      Executor background,
      HadoopStatistics numbers,
      UnaryOperator<Path> qualified) {}

  /** Takes no options of its own. */
  static final class Builder
      extends MultipartUploaderBuilderImpl<ObjectMultipartUploader, Builder> {
    private final Path base;
    private final Parts parts;

    Builder(FileSystem fileSystem, Path base, Parts parts) {
      super(fileSystem, base);
      this.base = base;
      this.parts = parts;
    }

    @Override
    public Builder getThisBuilder() {
      return this;
    }

    @Override
    public ObjectMultipartUploader build() {
      rejectUnknownMandatoryKeys(Set.of(), "for " + base);
      return new ObjectMultipartUploader(this);
    }
  }

  @Override
  public CompletableFuture<UploadHandle> startUpload(Path path) throws IOException {
    return later(
        StoreStatisticNames.MULTIPART_UPLOAD_STARTED,
        path,
        (key, context) ->
            BBUploadHandle.from(
                ByteBuffer.wrap(
                    store.startUpload(key, PutCondition.ALWAYS, context).id().getBytes(UTF_8))));
  }

  /**
   * {@inheritDoc}
   *
   * <p>Up to {@link KeptPart#IN_MEMORY} bytes are held in memory while they are sent; more are in a
   * file, because a retry has to send them once more.
   */
  @Override
  public CompletableFuture<PartHandle> putPart(
      UploadHandle handle, int number, boolean isLast, Path path, InputStream in, long length)
      throws IOException {
    checkPutArguments(qualified.apply(path), in, number, handle, length);
    String upload = id(handle);
    return later(
        StoreStatisticNames.MULTIPART_UPLOAD_PART_PUT,
        path,
        (key, context) -> {
          try (in) {
            // The file system may have been closed meanwhile: then there is nothing to read for.
            operations.key(qualified.apply(path));
            String action = "upload part " + number + " of " + store.id().uri(key);
            try (KeptPart body = writers.keep(in, length, action)) {
              UploadedPart part = store.uploadPart(upload(key, upload), number, body, context);
              return BBPartHandle.from(ByteBuffer.wrap(new PartNote(key, upload, part).toBytes()));
            }
          }
        });
  }

  /** The same as Hadoop had it before 3.4.0, where this is what the interface asks for. */
  public CompletableFuture<PartHandle> putPart(
      UploadHandle handle, int number, Path path, InputStream in, long length) throws IOException {
    return putPart(handle, number, false, path, in, length);
  }

  @Override
  public CompletableFuture<PathHandle> complete(
      UploadHandle handle, Path path, Map<Integer, PartHandle> handles) throws IOException {
    String upload = id(handle);
    checkPartHandles(handles);
    List<PartNote> notes = notes(handles);
    return later(
        StoreStatisticNames.MULTIPART_UPLOAD_COMPLETED,
        path,
        (key, context) -> {
          List<UploadedPart> parts = parts(notes, key, upload);
          directories.checkCreatable(
              key, CreateOptions.of(true, Directories.MissingParent.MADE), context);
          ObjectInfo object =
              store.completeUpload(upload(key, upload), parts, PutCondition.ALWAYS, context);
          byte[] etag = object.etag().value().getBytes(UTF_8);
          return (PathHandle) () -> ByteBuffer.wrap(etag).asReadOnlyBuffer();
        });
  }

  /**
   * {@inheritDoc}
   *
   * <p>A LIST of uploads first, since for the store one that is gone is no error, but here it is.
   */
  @Override
  public CompletableFuture<Void> abort(UploadHandle handle, Path path) throws IOException {
    String upload = id(handle);
    return later(
        StoreStatisticNames.MULTIPART_UPLOAD_ABORTED,
        path,
        (key, context) -> {
          MultipartUpload known = upload(key, upload);
          if (!store.isUnderWay(known, context)) {
            throw new FileNotFoundException("no upload " + upload + " of " + path);
          }
          store.abortUpload(known, context);
          return null;
        });
  }

  /** One LIST of uploads, and a request for each of them. */
  @Override
  public CompletableFuture<Integer> abortUploadsUnderPath(Path path) throws IOException {
    return later(
        StoreStatisticNames.MULTIPART_UPLOAD_ABORT_UNDER_PATH_INVOKED,
        path,
        (key, context) -> abortAll(key, context));
  }

  private int abortAll(String key, RequestContext context) throws IOException {
    return new PendingUploads(store).abortAll(key, context);
  }

  private <T> CompletableFuture<T> later(String operation, Path path, Operations.Body<T> body)
      throws IOException {
    Path whole = qualified.apply(path);
    checkPath(whole);
    return operations.writeLater(background, operation, whole, body);
  }

  private MultipartUpload upload(String key, String id) {
    return new MultipartUpload(store.id().bucket(), key, id);
  }

  private String id(UploadHandle handle) {
    byte[] bytes = handle.toByteArray();
    checkUploadId(bytes);
    return new String(bytes, UTF_8);
  }

  /** In the order of the numbers under which they were given. */
  private static List<PartNote> notes(Map<Integer, PartHandle> handles) throws IOException {
    List<PartNote> notes = new ArrayList<>();
    for (PartHandle handle : new TreeMap<>(handles).values()) {
      notes.add(PartNote.from(handle.toByteArray()));
    }
    return notes;
  }

  private static List<UploadedPart> parts(List<PartNote> notes, String key, String upload)
      throws IOException {
    List<UploadedPart> parts = new ArrayList<>();
    Set<Integer> numbers = new HashSet<>();
    for (PartNote note : notes) {
      if (!note.upload().equals(upload) || !note.key().equals(key)) {
        throw new IOException("part " + note.part().number() + " is of another upload: " + note);
      }
      if (!numbers.add(note.part().number())) {
        throw new IllegalArgumentException("part " + note.part().number() + " is there twice");
      }
      parts.add(note.part());
    }
    return parts;
  }

  @Override
  public IOStatistics getIOStatistics() {
    return numbers.getIOStatistics();
  }

  @Override
  public String toString() {
    return "uploads below " + getBasePath();
  }
}
