package io.github.seekwell.core.store;

import java.io.Closeable;
import java.util.List;
import java.util.Optional;

/**
 * One bucket of an object store: the SPI between the read and write paths and a store's client.
 *
 * <p>Every method is blocking, safe for any number of threads, and fails with a {@link
 * StoreException}. A client makes one attempt a call and shows each of its requests to the
 * context's {@link RequestWatch} before it is sent; retries, limits and timing are layers round it.
 * No method downloads or uploads a byte beyond what it was asked for.
 */
public interface ObjectStore extends Closeable {

  StoreId id();

  /** The newest version of an object; {@link ErrorKind#NOT_FOUND} if there is none. */
  ObjectInfo head(String key, RequestContext context) throws StoreException;

  /**
   * The checksum of an object's newest version, as far as the store keeps one of the whole: CRC-32C
   * if it has that, else another {@link Crc}. It reads no bytes and costs one request, as {@link
   * #head} does.
   *
   * @return nothing if the store has none for this object (sent by somebody who asked for none, or
   *     one of its parts only); {@link ErrorKind#NOT_FOUND} if there is no object
   */
  Optional<ObjectChecksum> checksum(String key, RequestContext context) throws StoreException;

  /**
   * An object's newest version, and which write made it as far as the store kept that. Costs one
   * request, as {@link #head} does.
   *
   * @throws StoreException {@link ErrorKind#NOT_FOUND} if there is no object
   */
  WrittenObject written(String key, RequestContext context) throws StoreException;

  /**
   * Fetches a range. When this returns, {@code body} has been given exactly the bytes of {@code
   * range}, of exactly one version of the object.
   *
   * @param range not empty, and inside the object: an answer with any other range is an error
   * @param etag the version wanted; with {@link Etag#ANY} whichever is newest. If the object is
   *     another version now, {@link ErrorKind#CHANGED}
   * @return the version that was sent, with the whole object's size
   */
  ObjectInfo get(String key, ByteRange range, Etag etag, BodyHandler body, RequestContext context)
      throws StoreException;

  /**
   * Fetches the first {@code length} bytes, or all if the object is shorter: tells size and version
   * in the same request, as {@link #getTail} does from the other end. An empty object gives no
   * bytes and no error.
   *
   * @param length at least 1
   * @return the version that was sent, with the whole object's size
   */
  ObjectInfo getFirst(String key, long length, BodyHandler body, RequestContext context)
      throws StoreException;

  /**
   * Fetches the last {@code length} bytes, or all if the object is shorter: tells size and version
   * in the same request. An empty object gives no bytes and no error.
   *
   * @param length at least 1
   */
  ObjectInfo getTail(String key, long length, BodyHandler body, RequestContext context)
      throws StoreException;

  ListPage list(ListRequest request, RequestContext context) throws StoreException;

  /**
   * Writes a whole object; it appears at once and complete, or not at all. It carries the
   * condition's write id.
   */
  ObjectInfo put(String key, ObjectBody body, PutCondition condition, RequestContext context)
      throws StoreException;

  /** The object that comes of it will carry the condition's write id. */
  MultipartUpload startUpload(String key, PutCondition condition, RequestContext context)
      throws StoreException;

  /** Sends a part; the same number sent again replaces the part. */
  UploadedPart uploadPart(
      MultipartUpload upload, int number, ObjectBody body, RequestContext context)
      throws StoreException;

  /** Publishes the parts in the order of their numbers. */
  ObjectInfo completeUpload(
      MultipartUpload upload,
      List<UploadedPart> parts,
      PutCondition condition,
      RequestContext context)
      throws StoreException;

  /** Drops an upload and its parts; one that is already gone is no error. */
  void abortUpload(MultipartUpload upload, RequestContext context) throws StoreException;

  /** Uploads under way below a prefix, in no order. */
  List<StartedUpload> listUploads(String prefix, RequestContext context) throws StoreException;

  /** Whether an upload is under way still. One LIST of uploads, or a few. */
  default boolean isUnderWay(MultipartUpload upload, RequestContext context) throws StoreException {
    return listUploads(upload.key(), context).stream()
        .anyMatch(started -> started.upload().equals(upload));
  }

  /** Deletes an object; one that is already gone is no error. */
  void delete(String key, RequestContext context) throws StoreException;

  /**
   * Deletes many objects with as few requests as the store allows.
   *
   * @param keys at most {@link #deleteBatchLimit()}
   * @return those that are still there; empty if all went well
   */
  List<DeleteFailure> deleteAll(List<String> keys, RequestContext context) throws StoreException;

  /** The most keys that {@link #deleteAll} takes, at least 1. */
  int deleteBatchLimit();

  /** Which of {@link #rename} and {@link #copy} this store offers. */
  Renaming renaming();

  /**
   * Gives an object another key, on the store's side.
   *
   * @param condition about the new key
   * @throws StoreException of kind {@link ErrorKind#UNSUPPORTED} unless renaming is {@link
   *     Renaming#AT_ONCE}
   */
  void rename(String from, String to, PutCondition condition, RequestContext context)
      throws StoreException;

  /**
   * Makes a second object of the same bytes, on the store's side. It appears at once and complete,
   * or not at all. Its etag may be another than the source's.
   *
   * @param source the version to be copied: if the object is another one now, {@link
   *     ErrorKind#CHANGED}. With {@link Etag#ANY} whichever is newest. The size must be true, since
   *     large objects may be copied otherwise than small ones
   * @param condition about the new key
   * @return the new object
   * @throws StoreException of kind {@link ErrorKind#UNSUPPORTED} unless renaming is {@link
   *     Renaming#BY_COPY}
   */
  ObjectInfo copy(ObjectInfo source, String to, PutCondition condition, RequestContext context)
      throws StoreException;

  /**
   * Frees connections and threads. Idempotent; running requests end with {@link ErrorKind#CLOSED}.
   */
  @Override
  void close();

  /** Layers outermost first, such as {@code Observed(Retrying(5, OciStore(b@n)))}. */
  @Override
  String toString();
}
