package io.github.seekwell.core.store.layer;

import io.github.seekwell.core.store.BodyHandler;
import io.github.seekwell.core.store.ByteRange;
import io.github.seekwell.core.store.DeleteFailure;
import io.github.seekwell.core.store.Etag;
import io.github.seekwell.core.store.ListPage;
import io.github.seekwell.core.store.ListRequest;
import io.github.seekwell.core.store.MultipartUpload;
import io.github.seekwell.core.store.ObjectBody;
import io.github.seekwell.core.store.ObjectChecksum;
import io.github.seekwell.core.store.ObjectInfo;
import io.github.seekwell.core.store.ObjectStore;
import io.github.seekwell.core.store.Operation;
import io.github.seekwell.core.store.PutCondition;
import io.github.seekwell.core.store.Renaming;
import io.github.seekwell.core.store.RequestContext;
import io.github.seekwell.core.store.StartedUpload;
import io.github.seekwell.core.store.StoreException;
import io.github.seekwell.core.store.StoreId;
import io.github.seekwell.core.store.UploadedPart;
import io.github.seekwell.core.store.WrittenObject;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A store that passes everything on to another: the base of every wrapper.
 *
 * <p>Each request goes through {@link #around}. A layer overrides that, and only those operations
 * that need more than it.
 */
public abstract class ForwardingStore implements ObjectStore {
  private final ObjectStore inner;

  /** One request, ready to be sent with whatever context a layer chooses. */
  @FunctionalInterface
  protected interface Request<T extends @Nullable Object> {
    T send(RequestContext context) throws StoreException;
  }

  protected ForwardingStore(ObjectStore inner) {
    this.inner = Objects.requireNonNull(inner, "inner");
  }

  /** The store that this one wraps. */
  protected final ObjectStore inner() {
    return inner;
  }

  /**
   * Sends a request. An override may send it once, later, more than once or not at all.
   *
   * @param subject the key or prefix that it is about, for messages
   */
  protected <T extends @Nullable Object> T around(
      Operation operation, String subject, RequestContext context, Request<T> request)
      throws StoreException {
    return request.send(context);
  }

  @Override
  public StoreId id() {
    return inner.id();
  }

  @Override
  public ObjectInfo head(String key, RequestContext context) throws StoreException {
    return around(Operation.HEAD, key, context, c -> inner.head(key, c));
  }

  @Override
  public Optional<ObjectChecksum> checksum(String key, RequestContext context)
      throws StoreException {
    return around(Operation.HEAD, key, context, c -> inner.checksum(key, c));
  }

  @Override
  public WrittenObject written(String key, RequestContext context) throws StoreException {
    return around(Operation.HEAD, key, context, c -> inner.written(key, c));
  }

  @Override
  public ObjectInfo get(
      String key, ByteRange range, Etag etag, BodyHandler body, RequestContext context)
      throws StoreException {
    return around(Operation.GET, key, context, c -> inner.get(key, range, etag, body, c));
  }

  @Override
  public ObjectInfo getFirst(String key, long length, BodyHandler body, RequestContext context)
      throws StoreException {
    return around(Operation.GET, key, context, c -> inner.getFirst(key, length, body, c));
  }

  @Override
  public ObjectInfo getTail(String key, long length, BodyHandler body, RequestContext context)
      throws StoreException {
    return around(Operation.GET, key, context, c -> inner.getTail(key, length, body, c));
  }

  @Override
  public ListPage list(ListRequest request, RequestContext context) throws StoreException {
    return around(Operation.LIST, request.prefix(), context, c -> inner.list(request, c));
  }

  @Override
  public ObjectInfo put(String key, ObjectBody body, PutCondition condition, RequestContext context)
      throws StoreException {
    return around(Operation.PUT, key, context, c -> inner.put(key, body, condition, c));
  }

  @Override
  public MultipartUpload startUpload(String key, PutCondition condition, RequestContext context)
      throws StoreException {
    return around(Operation.START_UPLOAD, key, context, c -> inner.startUpload(key, condition, c));
  }

  @Override
  public UploadedPart uploadPart(
      MultipartUpload upload, int number, ObjectBody body, RequestContext context)
      throws StoreException {
    return around(
        Operation.UPLOAD_PART,
        upload.key(),
        context,
        c -> inner.uploadPart(upload, number, body, c));
  }

  @Override
  public ObjectInfo completeUpload(
      MultipartUpload upload,
      List<UploadedPart> parts,
      PutCondition condition,
      RequestContext context)
      throws StoreException {
    return around(
        Operation.COMPLETE_UPLOAD,
        upload.key(),
        context,
        c -> inner.completeUpload(upload, parts, condition, c));
  }

  @Override
  public void abortUpload(MultipartUpload upload, RequestContext context) throws StoreException {
    around(
        Operation.ABORT_UPLOAD,
        upload.key(),
        context,
        c -> {
          inner.abortUpload(upload, c);
          return null;
        });
  }

  @Override
  public List<StartedUpload> listUploads(String prefix, RequestContext context)
      throws StoreException {
    return around(Operation.LIST_UPLOADS, prefix, context, c -> inner.listUploads(prefix, c));
  }

  @Override
  public void delete(String key, RequestContext context) throws StoreException {
    around(
        Operation.DELETE,
        key,
        context,
        c -> {
          inner.delete(key, c);
          return null;
        });
  }

  @Override
  public List<DeleteFailure> deleteAll(List<String> keys, RequestContext context)
      throws StoreException {
    return around(Operation.DELETE_BATCH, several(keys), context, c -> inner.deleteAll(keys, c));
  }

  @Override
  public int deleteBatchLimit() {
    return inner.deleteBatchLimit();
  }

  @Override
  public Renaming renaming() {
    return inner.renaming();
  }

  @Override
  public void rename(String from, String to, PutCondition condition, RequestContext context)
      throws StoreException {
    around(
        Operation.RENAME,
        from,
        context,
        c -> {
          inner.rename(from, to, condition, c);
          return null;
        });
  }

  @Override
  public ObjectInfo copy(
      ObjectInfo source, String to, PutCondition condition, RequestContext context)
      throws StoreException {
    return around(Operation.COPY, source.key(), context, c -> inner.copy(source, to, condition, c));
  }

  @Override
  public void close() {
    inner.close();
  }

  /** How this layer shows itself round its inner store, such as {@code Limiting(64, …)}. */
  @Override
  public abstract String toString();

  static String several(List<String> keys) {
    return keys.size() == 1 ? keys.get(0) : keys.size() + " keys";
  }
}
