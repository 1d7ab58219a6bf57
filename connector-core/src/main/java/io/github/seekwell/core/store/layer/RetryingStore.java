package io.github.seekwell.core.store.layer;

import io.github.seekwell.core.metrics.ReadListener;
import io.github.seekwell.core.store.BodyHandler;
import io.github.seekwell.core.store.ByteRange;
import io.github.seekwell.core.store.DeleteFailure;
import io.github.seekwell.core.store.ErrorKind;
import io.github.seekwell.core.store.Etag;
import io.github.seekwell.core.store.MultipartUpload;
import io.github.seekwell.core.store.ObjectBody;
import io.github.seekwell.core.store.ObjectChecksum;
import io.github.seekwell.core.store.ObjectInfo;
import io.github.seekwell.core.store.ObjectStore;
import io.github.seekwell.core.store.Operation;
import io.github.seekwell.core.store.PutCondition;
import io.github.seekwell.core.store.RequestContext;
import io.github.seekwell.core.store.StoreException;
import io.github.seekwell.core.store.StoreException.Failure;
import io.github.seekwell.core.store.UploadedPart;
import io.github.seekwell.core.store.WrittenObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * Tries again what may mend: {@link ErrorKind#retryable()} decides, and nothing else.
 *
 * <p>A body that broke off is resumed at the missing byte, of the version that the first answer
 * named, even if the caller did not care which. The next attempt avoids the address that failed.
 *
 * <p>A write whose answer was lost may have happened. Repeating it is harmless for an unconditional
 * put, a part, an abort and a delete; a repeated start may leave an upload behind that nobody knows
 * of, which the bucket's own clean-up has to find. Where the repetition is refused for a reason
 * that our own success would explain, we look: a rename is done if the source is gone and the
 * target there, a put or a completion if the object there carries its write id ({@link
 * PutCondition#writeId}). Where no id was given, or the store kept none, a completion is done if
 * the upload is gone and the object there with the right size; a put cannot be proven by looking
 * then, since whoever wrote the same number of bytes looks like us: it stays refused, and the
 * message says that it may have been ours. A copy is ours if it has the source's etag or checksum;
 * it is {@link ErrorKind#IN_DOUBT} if only the size agrees.
 *
 * <p>The last failure is thrown, with the number of attempts in its message and up to {@value
 * #TOLD} earlier ones suppressed in it.
 */
public final class RetryingStore extends ForwardingStore {
  private static final int PRECONDITION_FAILED = 412;

  /** Enough to see a pattern; more would bury the log. */
  private static final int TOLD = 4;

  private final int attempts;
  private final Backoff backoff;
  private final Sleeper sleeper;
  private final ReadListener listener;
  private final CountDownLatch closed = new CountDownLatch(1);

  /**
   * @param attempts tries in all, the first included; at least 1
   */
  public RetryingStore(
      ObjectStore inner, int attempts, Backoff backoff, Sleeper sleeper, ReadListener listener) {
    super(inner);
    if (attempts < 1) {
      throw new IllegalArgumentException("attempts " + attempts);
    }
    this.attempts = attempts;
    this.backoff = backoff;
    this.sleeper = sleeper;
    this.listener = listener;
  }

  @Override
  protected <T extends @Nullable Object> T around(
      Operation operation, String subject, RequestContext context, Request<T> request)
      throws StoreException {
    RequestContext current = context;
    List<StoreException> earlier = new ArrayList<>(0);
    for (int tried = 1; ; tried++) {
      StoreException failed;
      try {
        return request.send(current);
      } catch (StoreException e) {
        failed = e;
      }
      if (!failed.kind().retryable() || tried >= attempts) {
        throw told(failed, tried, earlier);
      }
      pause(operation, subject, current, failed, tried, earlier);
      String address = failed.failure().address();
      current = current.retry(address.isEmpty() ? current.avoidAddress() : address);
    }
  }

  @Override
  public ObjectInfo get(
      String key, ByteRange range, Etag etag, BodyHandler body, RequestContext context)
      throws StoreException {
    ResumingBody resuming = new ResumingBody(body);
    try {
      return around(
          Operation.GET,
          key,
          context,
          c -> {
            if (resuming.hasBegun()) {
              return resume(key, resuming, c);
            }
            ObjectInfo sent = inner().get(key, range, etag, resuming, c);
            return whole(key, resuming, sent);
          });
    } catch (StoreException e) {
      throw etag.isAny() ? e : namingVersions(e, key, etag, context);
    }
  }

  /**
   * A refusal does not tell which version is there instead of the one that is read; a range that
   * the object does not have any more is such a refusal, by a store that does not know conditions.
   */
  private StoreException namingVersions(
      StoreException e, String key, Etag wanted, RequestContext context) {
    boolean refused = e.kind() == ErrorKind.CHANGED && e.failure().status() == PRECONDITION_FAILED;
    if (e.kind() == ErrorKind.NOT_FOUND) {
      String gone = "; it was there as version " + wanted + " and was removed";
      return e.saying(e.kind(), gone);
    }
    if (!refused && e.kind() != ErrorKind.INVALID_RANGE) {
      return e;
    }
    try {
      ObjectInfo there = inner().head(key, context);
      return there.etag().equals(wanted) ? e : e.saying(ErrorKind.CHANGED, versions(wanted, there));
    } catch (StoreException unknown) {
      return e;
    }
  }

  private static String versions(Etag wanted, ObjectInfo there) {
    return "; asked for version "
        + wanted
        + ", it is version "
        + there.etag()
        + " of "
        + there.size()
        + " bytes now";
  }

  @Override
  public ObjectInfo getFirst(String key, long length, BodyHandler body, RequestContext context)
      throws StoreException {
    return getEnd(key, body, context, (to, c) -> inner().getFirst(key, length, to, c));
  }

  @Override
  public ObjectInfo getTail(String key, long length, BodyHandler body, RequestContext context)
      throws StoreException {
    return getEnd(key, body, context, (to, c) -> inner().getTail(key, length, to, c));
  }

  /** A request for bytes of whichever version is newest; an empty object has none. */
  @FunctionalInterface
  private interface EndRequest {
    ObjectInfo send(BodyHandler body, RequestContext context) throws StoreException;
  }

  private ObjectInfo getEnd(
      String key, BodyHandler body, RequestContext context, EndRequest request)
      throws StoreException {
    ResumingBody resuming = new ResumingBody(body);
    return around(
        Operation.GET,
        key,
        context,
        c -> {
          if (resuming.hasBegun()) {
            return resume(key, resuming, c);
          }
          ObjectInfo sent = request.send(resuming, c);
          return sent.size() == 0 ? sent : whole(key, resuming, sent);
        });
  }

  /** Asks for the missing rest; if only the end of the exchange failed, nothing is missing. */
  private ObjectInfo resume(String key, ResumingBody resuming, RequestContext context)
      throws StoreException {
    if (resuming.isComplete()) {
      return resuming.object();
    }
    inner().get(key, resuming.missing(), resuming.etag(), resuming, context);
    return whole(key, resuming, resuming.object());
  }

  /** A client that calls a short body a success has broken its contract: nobody shall read it. */
  private ObjectInfo whole(String key, ResumingBody resuming, ObjectInfo sent)
      throws StoreException {
    if (!resuming.isComplete()) {
      throw new StoreException(
          ErrorKind.TRUNCATED, "get " + id().uri(key), "the answer ended before its last byte");
    }
    return sent;
  }

  @Override
  public ObjectInfo put(String key, ObjectBody body, PutCondition condition, RequestContext context)
      throws StoreException {
    Doubt doubt = new Doubt();
    return around(
        Operation.PUT,
        key,
        context,
        c -> {
          try {
            return inner().put(key, body, condition, c);
          } catch (StoreException e) {
            WrittenObject there = doubt.mayExplain(e, condition) ? writtenAt(key, c) : null;
            if (there != null && there.object().size() == body.length()) {
              if (isOurs(there, condition)) {
                return there.object();
              } else if (there.writeId().isEmpty() && e.kind() != ErrorKind.CONFLICT) {
                throw undecided(e.kind(), e);
              }
            }
            throw doubt.seen(e);
          }
        });
  }

  @Override
  public ObjectInfo completeUpload(
      MultipartUpload upload,
      List<UploadedPart> parts,
      PutCondition condition,
      RequestContext context)
      throws StoreException {
    long size = 0;
    for (UploadedPart part : parts) {
      size += part.size();
    }
    long expected = size;
    Doubt doubt = new Doubt();
    return around(
        Operation.COMPLETE_UPLOAD,
        upload.key(),
        context,
        c -> {
          try {
            return inner().completeUpload(upload, parts, condition, c);
          } catch (StoreException e) {
            boolean done = doubt.mayExplain(e, condition) || doubt.mayExplainUsedUp(e);
            WrittenObject there = done ? writtenAt(upload.key(), c) : null;
            if (there != null
                && there.object().size() == expected
                && (isOurs(there, condition) || isCompleted(upload, there, condition, e, c))) {
              return there.object();
            }
            throw doubt.seen(e);
          }
        });
  }

  private static boolean isOurs(WrittenObject there, PutCondition condition) {
    return !condition.writeId().isEmpty() && there.writeId().equals(condition.writeId());
  }

  /** An object of the right size without an id is ours if our upload is used up. */
  private boolean isCompleted(
      MultipartUpload upload,
      WrittenObject there,
      PutCondition condition,
      StoreException refusal,
      RequestContext context)
      throws StoreException {
    boolean anothers = !there.writeId().isEmpty() && !condition.writeId().isEmpty();
    return !anothers && refusal.kind() != ErrorKind.CONFLICT && isGone(upload, refusal, context);
  }

  /** Refused for its condition, an upload that is still there was not completed by us. */
  private boolean isGone(MultipartUpload upload, StoreException refusal, RequestContext context)
      throws StoreException {
    return refusal.kind() == ErrorKind.NOT_FOUND || !inner().isUnderWay(upload, context);
  }

  @Override
  public void rename(String from, String to, PutCondition condition, RequestContext context)
      throws StoreException {
    Doubt doubt = new Doubt();
    around(
        Operation.RENAME,
        from,
        context,
        c -> {
          try {
            inner().rename(from, to, condition, c);
          } catch (StoreException e) {
            if (!doubt.mayExplain(e) || !isRenamed(from, to, e, c)) {
              throw doubt.seen(e);
            }
          }
          return null;
        });
  }

  /** The refusal tells half of it: no source, or a target. The other half is asked for. */
  private boolean isRenamed(String from, String to, StoreException refusal, RequestContext context)
      throws StoreException {
    return refusal.kind() == ErrorKind.NOT_FOUND
        ? lookAt(to, context) != null
        : lookAt(from, context) == null;
  }

  @Override
  public ObjectInfo copy(
      ObjectInfo source, String to, PutCondition condition, RequestContext context)
      throws StoreException {
    Doubt doubt = new Doubt();
    return around(
        Operation.COPY,
        source.key(),
        context,
        c -> {
          try {
            return inner().copy(source, to, condition, c);
          } catch (StoreException e) {
            ObjectInfo there = doubt.mayExplain(e) ? lookAt(to, c) : null;
            if (there == null || there.size() != source.size()) {
              throw doubt.seen(e);
            }
            if (isCopy(there, source, c)) {
              return there;
            }
            throw undecided(ErrorKind.IN_DOUBT, e);
          }
        });
  }

  /**
   * Equal etags of equally long objects tell equal bytes, and so do equal checksums; whose copy it
   * is does not matter then.
   */
  private boolean isCopy(ObjectInfo there, ObjectInfo source, RequestContext context)
      throws StoreException {
    if (!source.etag().isAny() && there.etag().equals(source.etag())) {
      return true;
    }
    Optional<ObjectChecksum> ours = inner().checksum(source.key(), context);
    return ours.isPresent()
        && ours.get().object().etag().equals(source.etag())
        && inner()
            .checksum(there.key(), context)
            .filter(sum -> sum.crc() == ours.get().crc() && sum.value() == ours.get().value())
            .isPresent();
  }

  @Override
  public List<DeleteFailure> deleteAll(List<String> keys, RequestContext context)
      throws StoreException {
    List<DeleteFailure> left = new ArrayList<>(0);
    List<String> remaining = new ArrayList<>(keys);
    return around(
        Operation.DELETE_BATCH,
        several(keys),
        context,
        c -> {
          boolean lastAttempt = c.attempt() - context.attempt() + 1 >= attempts;
          StoreException mayMend = null;
          List<DeleteFailure> failures = inner().deleteAll(List.copyOf(remaining), c);
          remaining.clear();
          for (DeleteFailure failure : failures) {
            if (failure.cause().kind().retryable() && !lastAttempt) {
              remaining.add(failure.key());
              mayMend = failure.cause();
            } else {
              left.add(failure);
            }
          }
          if (mayMend != null) {
            throw mayMend;
          }
          return List.copyOf(left);
        });
  }

  private @Nullable ObjectInfo lookAt(String key, RequestContext context) throws StoreException {
    try {
      return inner().head(key, context);
    } catch (StoreException e) {
      if (e.kind() == ErrorKind.NOT_FOUND) {
        return null;
      }
      throw e;
    }
  }

  private @Nullable WrittenObject writtenAt(String key, RequestContext context)
      throws StoreException {
    try {
      return inner().written(key, context);
    } catch (StoreException e) {
      if (e.kind() == ErrorKind.NOT_FOUND) {
        return null;
      }
      throw e;
    }
  }

  private static StoreException undecided(ErrorKind kind, StoreException e) {
    String doubt =
        "; the answer to an earlier attempt was lost and the object there has the size we sent, so it"
            + " may be ours or somebody else's, which cannot be told apart";
    return e.saying(kind, doubt);
  }

  private void pause(
      Operation operation,
      String subject,
      RequestContext context,
      StoreException failed,
      int tried,
      List<StoreException> earlier)
      throws StoreException {
    Duration wait = backoff.after(tried, failed.failure().retryAfter());
    listener.onRetry(context.owner(), operation.label(), wait.toNanos());
    remember(failed, earlier);
    String action = operation.label() + " " + id().uri(subject);
    try {
      sleeper.sleep(wait, closed);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      Failure failure = Failure.of(action, "interrupted while waiting to try again");
      throw told(new StoreException(ErrorKind.INTERRUPTED, failure, e), tried, earlier);
    }
    if (closed.getCount() == 0) {
      Failure failure = Failure.of(action, "closed while waiting to try again");
      throw told(new StoreException(ErrorKind.CLOSED, failure, null), tried, earlier);
    }
  }

  /** Keeps the first, which began it, and the latest. */
  private static void remember(StoreException failed, List<StoreException> earlier) {
    if (earlier.size() == TOLD) {
      earlier.remove(1);
    }
    earlier.add(failed);
  }

  private static StoreException told(StoreException last, int tried, List<StoreException> earlier) {
    StoreException told = tried == 1 ? last : last.afterAttempts(tried);
    for (StoreException before : earlier) {
      if (before != told) {
        told.addSuppressed(before.inShort());
      }
    }
    return told;
  }

  /** Who waits to try again waits no longer. */
  @Override
  public void close() {
    closed.countDown();
    super.close();
  }

  @Override
  public String toString() {
    return "Retrying(" + attempts + ", " + inner() + ")";
  }

  /** Whether a write may have happened although no attempt was told so. */
  private static final class Doubt {
    private boolean open;
    private boolean throttled;

    /** A refusal that our own earlier success would explain. */
    boolean mayExplain(StoreException refusal) {
      return open
          && switch (refusal.kind()) {
            case NOT_FOUND, ALREADY_EXISTS, CHANGED -> true;
            default -> false;
          };
    }

    /**
     * The same for an object that may carry an id, which decides. A conflict with another write
     * proves nothing, and may have come of our own; and who slowed us down may have been something
     * between us and a store that had done it.
     */
    boolean mayExplain(StoreException refusal, PutCondition condition) {
      if (condition.writeId().isEmpty()) {
        return mayExplain(refusal);
      }
      return (open || throttled)
          && switch (refusal.kind()) {
            case NOT_FOUND, ALREADY_EXISTS, CHANGED, CONFLICT -> true;
            default -> false;
          };
    }

    /** An upload that is gone, though nobody was told that it was completed. */
    boolean mayExplainUsedUp(StoreException refusal) {
      return (open || throttled) && refusal.kind() == ErrorKind.NOT_FOUND;
    }

    StoreException seen(StoreException e) {
      switch (e.kind()) {
        case CONNECTION, STALLED, TRUNCATED, WRONG_ANSWER, SERVER_ERROR -> open = true;
        case THROTTLED -> throttled = true;
        default -> {
          // Never sent, or answered for good.
        }
      }
      return e;
    }
  }
}
