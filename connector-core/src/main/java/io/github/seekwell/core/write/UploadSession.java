package io.github.seekwell.core.write;

import io.github.seekwell.core.store.ErrorKind;
import io.github.seekwell.core.store.Etag;
import io.github.seekwell.core.store.MultipartUpload;
import io.github.seekwell.core.store.ObjectInfo;
import io.github.seekwell.core.store.ObjectStore;
import io.github.seekwell.core.store.PutCondition;
import io.github.seekwell.core.store.RequestContext;
import io.github.seekwell.core.store.StoreException;
import io.github.seekwell.core.store.UploadedPart;
import java.io.Serial;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/**
 * An upload whose bytes are all sent and of which nothing is visible. A plain value that may be
 * serialised; whoever holds it, in whichever process, completes it or aborts it, once.
 *
 * @param upload what the store calls it
 * @param parts all of them, in the order of their numbers
 * @param ifAbsent publish only if no object of this key exists
 * @param ifMatch publish only over this version; {@link Etag#ANY} for no such condition
 * @param writeId what the object will carry, as {@link PutCondition#writeId}
 */
@SuppressWarnings("serial") // the list is always one that List.copyOf made
public record UploadSession(
    MultipartUpload upload,
    List<UploadedPart> parts,
    boolean ifAbsent,
    Etag ifMatch,
    String writeId)
    implements Serializable {
  @Serial private static final long serialVersionUID = 1;

  public UploadSession {
    Objects.requireNonNull(upload, "upload");
    Objects.requireNonNull(ifMatch, "ifMatch");
    Objects.requireNonNull(writeId, "writeId");
    List<UploadedPart> sorted = new ArrayList<>(parts);
    sorted.sort(Comparator.comparingInt(UploadedPart::number));
    parts = List.copyOf(sorted);
  }

  UploadSession(MultipartUpload upload, List<UploadedPart> parts, PutCondition condition) {
    this(upload, parts, condition.ifAbsent(), condition.ifMatch(), condition.writeId());
  }

  public PutCondition condition() {
    return new PutCondition(ifAbsent, ifMatch, writeId);
  }

  /** Bytes that the object will have. */
  public long size() {
    long size = 0;
    for (UploadedPart part : parts) {
      size += part.size();
    }
    return size;
  }

  /**
   * Publishes the object.
   *
   * @param store the same bucket as the writer's
   * @throws StoreException as the store says; the message adds if the object may be there all the
   *     same, as {@link #outcomeUnknown} tells
   */
  public ObjectInfo complete(ObjectStore store, RequestContext context) throws StoreException {
    check(store, "complete");
    try {
      return store.completeUpload(upload, parts, condition(), context);
    } catch (StoreException e) {
      if (!outcomeUnknown(e)) {
        throw e;
      }
      throw unknown(
          e,
          "it is unknown whether the object was published, and upload "
              + upload.id()
              + " may be left behind");
    }
  }

  /** Drops all that was sent. An upload that is already gone is no error. */
  public void abort(ObjectStore store, RequestContext context) throws StoreException {
    check(store, "abort");
    store.abortUpload(upload, context);
  }

  /**
   * Whether a failed completion may have published the object: the request was sent and its answer
   * did not come, or a repeated request no longer found the upload, which the first may have used
   * up. Any other refusal means that this upload was not completed.
   */
  public static boolean outcomeUnknown(StoreException failure) {
    return switch (failure.kind()) {
      case SERVER_ERROR, STALLED, CONNECTION, TRUNCATED, WRONG_ANSWER, INTERRUPTED, CLOSED -> true;
      case NOT_FOUND -> failure.attempts() > 1;
      default -> false;
    };
  }

  /** The same failure with a warning in its message. */
  static StoreException unknown(StoreException e, String warning) {
    StoreException.Failure told = e.failure();
    StoreException.Failure warned =
        new StoreException.Failure(
            told.action(),
            told.detail() + "; " + warning,
            told.status(),
            told.requestId(),
            told.address(),
            told.retryAfter());
    return new StoreException(e.kind(), warned, e).afterAttempts(e.attempts());
  }

  private void check(ObjectStore store, String what) throws StoreException {
    if (!store.id().bucket().equals(upload.bucket())) {
      throw new StoreException(
          ErrorKind.INVALID_REQUEST,
          what + " upload of " + upload.bucket() + "/" + upload.key(),
          "the store is another bucket, " + store.id().bucket());
    }
  }
}
