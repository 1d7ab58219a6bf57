package io.github.seekwell.s3.client;

import io.github.seekwell.core.client.Answers;
import io.github.seekwell.core.client.CallFailures;
import io.github.seekwell.core.client.StoreCall;
import io.github.seekwell.core.store.ByteRange;
import io.github.seekwell.core.store.ErrorKind;
import io.github.seekwell.core.store.Etag;
import io.github.seekwell.core.store.MultipartUpload;
import io.github.seekwell.core.store.ObjectInfo;
import io.github.seekwell.core.store.Operation;
import io.github.seekwell.core.store.PutCondition;
import io.github.seekwell.core.store.RequestContext;
import io.github.seekwell.core.store.StoreException;
import io.github.seekwell.core.store.StoreId;
import io.github.seekwell.core.store.UploadedPart;
import java.io.Closeable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.CopyObjectResult;
import software.amazon.awssdk.services.s3.model.CopyPartResult;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.UploadPartCopyRequest;

/**
 * Copies on the store's side: by one request, or in parts, several at a time, where the object is
 * larger than one request takes. A copy that fails leaves nothing behind.
 */
final class S3Copies implements Closeable {

  /** What a store copies within a second, at the least: until then its silence means nothing. */
  private static final long SLOWEST_COPY = 16L << 20;

  /** A part is tried again by itself, or one bad part in thousands would undo them all. */
  private static final int TRIES = 3;

  private static final AtomicInteger THREADS = new AtomicInteger();

  private final S3Client client;
  private final S3Bucket bucket;
  private final StoreId id;
  private final S3Uploads uploads;

  /** Threads come with the first large copy and go when there is none. */
  private final ThreadPoolExecutor pool;

  S3Copies(S3Client client, S3Bucket bucket, StoreId id, S3Uploads uploads) {
    this.client = client;
    this.bucket = bucket;
    this.id = id;
    this.uploads = uploads;
    int threads = bucket.options().copies().inFlight();
    this.pool =
        new ThreadPoolExecutor(
            threads,
            threads,
            10,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> {
              Thread thread = new Thread(task, "seekwell-s3-copy-" + THREADS.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
    pool.allowCoreThreadTimeOut(true);
  }

  ObjectInfo copy(ObjectInfo source, String to, PutCondition condition, RequestContext context)
      throws StoreException {
    return source.size() <= bucket.options().copies().threshold()
        ? atOnce(source, to, condition, context)
        : inParts(source, to, condition, context);
  }

  private ObjectInfo atOnce(
      ObjectInfo source, String to, PutCondition condition, RequestContext context)
      throws StoreException {
    String action = "copy " + id.uri(source.key()) + " to " + id.uri(to);
    StoreCall call =
        client.call(Operation.COPY, action, patient(context, source.size())).onlyIf(condition);
    Map<String, String> headers = new LinkedHashMap<>(bucket.options().ofCopy());
    headers.putAll(bucket.options().encryption().ofCopySources());
    CopyObjectRequest request =
        CopyObjectRequest.builder()
            .sourceBucket(bucket.name())
            .sourceKey(source.key())
            .copySourceIfMatch(S3Words.orNull(source.etag()))
            .destinationBucket(bucket.name())
            .destinationKey(to)
            .checksumAlgorithm(S3Words.algorithm(bucket.options()))
            .ifNoneMatch(condition.ifAbsent() ? "*" : null)
            .ifMatch(S3Words.orNull(condition.ifMatch()))
            .overrideConfiguration(client.with(headers))
            .build();
    return client.run(
        call,
        sdk -> {
          @Nullable CopyObjectResult result = sdk.copyObject(request).copyObjectResult();
          Etag etag = Etag.ofHeader(CallFailures.word(result == null ? null : result.eTag()));
          if (etag.isAny()) {
            throw Answers.wrong(call, "the answer tells no ETag: the copy may not be complete");
          }
          return new ObjectInfo(
              to, source.size(), etag, S3Words.time(result == null ? null : result.lastModified()));
        });
  }

  private ObjectInfo inParts(
      ObjectInfo source, String to, PutCondition condition, RequestContext context)
      throws StoreException {
    HeadObjectResponse described = described(source, context);
    Etag version = Etag.ofHeader(CallFailures.word(described.eTag()));
    MultipartUpload upload = uploads.startLike(to, described, context);
    try {
      List<UploadedPart> parts = parts(source, version, upload, context);
      return uploads.complete(upload, parts, condition, context);
    } catch (StoreException | RuntimeException e) {
      drop(upload, context, e);
      throw e;
    }
  }

  /** For an interrupted thread too, whose interrupt is restored at the end. */
  private void drop(MultipartUpload upload, RequestContext context, Exception why) {
    boolean interrupted = Thread.interrupted();
    try {
      uploads.abort(upload, context);
    } catch (StoreException left) {
      why.addSuppressed(left);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** What parts do not carry over by themselves; and whether the source is still what it was. */
  private HeadObjectResponse described(ObjectInfo source, RequestContext context)
      throws StoreException {
    StoreCall call =
        client
            .call(Operation.HEAD, "head " + id.uri(source.key()) + " to copy it", context)
            .onlyIf(PutCondition.ifMatch(source.etag()));
    HeadObjectResponse found =
        client.run(
            call,
            sdk ->
                sdk.headObject(
                    HeadObjectRequest.builder()
                        .bucket(bucket.name())
                        .key(source.key())
                        .ifMatch(S3Words.orNull(source.etag()))
                        .overrideConfiguration(client.with(bucket.options().encryption().ofReads()))
                        .build()));
    Etag version = Answers.etagOf(call);
    boolean other = !source.etag().isAny() && !source.etag().equals(version);
    if (other || found.contentLength() == null || found.contentLength() != source.size()) {
      throw CallFailures.answer(
          call,
          ErrorKind.CHANGED,
          "the object is version " + version + " of " + found.contentLength() + " bytes now");
    }
    return found;
  }

  private List<UploadedPart> parts(
      ObjectInfo source, Etag version, MultipartUpload upload, RequestContext context)
      throws StoreException {
    AtomicBoolean inVain = new AtomicBoolean();
    List<Future<UploadedPart>> promised = new ArrayList<>();
    try {
      for (ByteRange range : bucket.options().copyParts(source.size())) {
        int number = promised.size() + 1;
        promised.add(
            pool.submit(() -> part(source.key(), version, upload, number, range, context, inVain)));
      }
    } catch (RejectedExecutionException e) {
      inVain.set(true);
      throw new StoreException(
          ErrorKind.CLOSED, "copy " + id.uri(source.key()), "the store is closed");
    }
    return kept(promised, source, inVain);
  }

  /** Waits for all of them, even after a failure: the upload must not be dropped under one. */
  private List<UploadedPart> kept(
      List<Future<UploadedPart>> promised, ObjectInfo source, AtomicBoolean inVain)
      throws StoreException {
    List<UploadedPart> parts = new ArrayList<>(promised.size());
    @Nullable StoreException failure = null;
    boolean interrupted = false;
    for (int i = 0; i < promised.size(); ) {
      try {
        parts.add(promised.get(i).get());
        i++;
      } catch (InterruptedException e) {
        interrupted = true;
        inVain.set(true);
      } catch (ExecutionException e) {
        i++;
        inVain.set(true);
        // A part that was not begun, because another had failed, has nothing to tell.
        if (failure == null && !(e.getCause() instanceof CancellationException)) {
          failure = asStoreException(source, e.getCause());
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
      throw new StoreException(
          ErrorKind.INTERRUPTED, "copy " + id.uri(source.key()), "interrupted");
    } else if (failure != null) {
      throw failure;
    }
    return parts;
  }

  private StoreException asStoreException(ObjectInfo source, @Nullable Throwable cause) {
    if (cause instanceof StoreException told) {
      return told.forAnotherWaiter();
    }
    return new StoreException(
        ErrorKind.LOCAL,
        StoreException.Failure.of("copy " + id.uri(source.key()), "" + cause),
        cause);
  }

  private UploadedPart part(
      String from,
      Etag version,
      MultipartUpload upload,
      int number,
      ByteRange range,
      RequestContext context,
      AtomicBoolean inVain)
      throws StoreException {
    for (int tried = 1; ; tried++) {
      if (inVain.get()) {
        throw new CancellationException();
      }
      try {
        return part(from, version, upload, number, range, context);
      } catch (StoreException e) {
        if (!e.kind().retryable() || e.kind() == ErrorKind.THROTTLED || tried == TRIES) {
          inVain.set(true);
          throw e.afterAttempts(tried);
        }
      }
    }
  }

  private UploadedPart part(
      String from,
      Etag version,
      MultipartUpload upload,
      int number,
      ByteRange range,
      RequestContext context)
      throws StoreException {
    String action =
        "copy part " + number + " of " + id.uri(from) + " " + range + " to " + id.uri(upload.key());
    StoreCall call =
        client
            .call(Operation.COPY, action, patient(context, range.length()))
            .onlyIf(PutCondition.ifMatch(version));
    Map<String, String> headers = new LinkedHashMap<>(bucket.options().encryption().ofReads());
    headers.putAll(bucket.options().encryption().ofCopySources());
    UploadPartCopyRequest request =
        UploadPartCopyRequest.builder()
            .sourceBucket(bucket.name())
            .sourceKey(from)
            .copySourceIfMatch(S3Words.orNull(version))
            .copySourceRange(range.toHeader())
            .destinationBucket(bucket.name())
            .destinationKey(upload.key())
            .uploadId(upload.id())
            .partNumber(number)
            .overrideConfiguration(client.with(headers))
            .build();
    return client.run(
        call,
        sdk -> {
          @Nullable CopyPartResult result = sdk.uploadPartCopy(request).copyPartResult();
          Etag etag = Etag.ofHeader(CallFailures.word(result == null ? null : result.eTag()));
          if (etag.isAny()) {
            throw Answers.wrong(call, "the answer tells no ETag: the part may not be complete");
          }
          return new UploadedPart(number, etag, range.length());
        });
  }

  private static RequestContext patient(RequestContext context, long bytes) {
    Duration copying = Duration.ofSeconds(bytes / SLOWEST_COPY);
    return context.stallingAtMost(context.stallDeadline().plus(copying));
  }

  @Override
  public void close() {
    pool.shutdown();
  }
}
