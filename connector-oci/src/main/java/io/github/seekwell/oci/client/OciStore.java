package io.github.seekwell.oci.client;

import com.oracle.bmc.ClientConfiguration;
import com.oracle.bmc.circuitbreaker.NoCircuitBreakerConfiguration;
import com.oracle.bmc.objectstorage.ObjectStorageClient;
import com.oracle.bmc.objectstorage.model.BatchDeleteObjectIdentifier;
import com.oracle.bmc.objectstorage.model.BatchDeleteObjectsDetails;
import com.oracle.bmc.objectstorage.model.CommitMultipartUploadDetails;
import com.oracle.bmc.objectstorage.model.CommitMultipartUploadPartDetails;
import com.oracle.bmc.objectstorage.model.CreateMultipartUploadDetails;
import com.oracle.bmc.objectstorage.model.FailedObjectResult;
import com.oracle.bmc.objectstorage.model.ListObjects;
import com.oracle.bmc.objectstorage.model.ObjectSummary;
import com.oracle.bmc.objectstorage.model.RenameObjectDetails;
import com.oracle.bmc.objectstorage.requests.AbortMultipartUploadRequest;
import com.oracle.bmc.objectstorage.requests.BatchDeleteObjectsRequest;
import com.oracle.bmc.objectstorage.requests.CommitMultipartUploadRequest;
import com.oracle.bmc.objectstorage.requests.CreateMultipartUploadRequest;
import com.oracle.bmc.objectstorage.requests.DeleteObjectRequest;
import com.oracle.bmc.objectstorage.requests.GetObjectRequest;
import com.oracle.bmc.objectstorage.requests.HeadObjectRequest;
import com.oracle.bmc.objectstorage.requests.ListMultipartUploadsRequest;
import com.oracle.bmc.objectstorage.requests.ListObjectsRequest;
import com.oracle.bmc.objectstorage.requests.PutObjectRequest;
import com.oracle.bmc.objectstorage.requests.RenameObjectRequest;
import com.oracle.bmc.objectstorage.requests.UploadPartRequest;
import com.oracle.bmc.objectstorage.responses.CommitMultipartUploadResponse;
import com.oracle.bmc.objectstorage.responses.GetObjectResponse;
import com.oracle.bmc.objectstorage.responses.HeadObjectResponse;
import com.oracle.bmc.objectstorage.responses.ListMultipartUploadsResponse;
import com.oracle.bmc.objectstorage.responses.PutObjectResponse;
import com.oracle.bmc.objectstorage.responses.UploadPartResponse;
import com.oracle.bmc.retrier.RetryConfiguration;
import io.github.seekwell.core.http.HttpEngine;
import io.github.seekwell.core.store.BodyHandler;
import io.github.seekwell.core.store.ByteRange;
import io.github.seekwell.core.store.DeleteFailure;
import io.github.seekwell.core.store.ErrorKind;
import io.github.seekwell.core.store.Etag;
import io.github.seekwell.core.store.ListPage;
import io.github.seekwell.core.store.ListRequest;
import io.github.seekwell.core.store.MultipartUpload;
import io.github.seekwell.core.store.ObjectBody;
import io.github.seekwell.core.store.ObjectInfo;
import io.github.seekwell.core.store.ObjectStore;
import io.github.seekwell.core.store.Operation;
import io.github.seekwell.core.store.PutCondition;
import io.github.seekwell.core.store.RequestContext;
import io.github.seekwell.core.store.StoreException;
import io.github.seekwell.core.store.StoreId;
import io.github.seekwell.core.store.UploadedPart;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.Date;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One bucket of OCI Object Storage. Makes one attempt a call and verifies every answer: status,
 * range, length and version. The private key is read with the first request, not before.
 */
public final class OciStore implements ObjectStore {

  /** What {@code batchDeleteObjects} takes at most, by its documentation. */
  private static final int BATCH = 1000;

  private final OciBucket bucket;
  private final OciAuth auth;
  private final HttpEngine engine;
  private final StoreId id;

  /** Guards the making of the client. */
  private final Object lock = new Object();

  private volatile @Nullable ObjectStorageClient client;
  private volatile boolean closed;

  /**
   * @param engine carries the requests; belongs to the store, which closes it
   */
  public OciStore(OciBucket bucket, OciAuth auth, HttpEngine engine) {
    this.bucket = bucket;
    this.auth = auth;
    this.engine = engine;
    this.id =
        new StoreId("oci", bucket.endpoint().toString(), bucket.toString(), auth.credentialScope());
  }

  @Override
  public StoreId id() {
    return id;
  }

  @Override
  public ObjectInfo head(String key, RequestContext context) throws StoreException {
    OciCall call = call(Operation.HEAD, "head " + id.uri(key), context);
    return run(
        call,
        sdk -> {
          HeadObjectResponse answer =
              sdk.headObject(
                  HeadObjectRequest.builder()
                      .namespaceName(bucket.namespace())
                      .bucketName(bucket.name())
                      .objectName(key)
                      .invocationCallback(call)
                      .build());
          if (answer.getContentLength() == null) {
            throw OciAnswers.wrong(call, "the answer tells no Content-Length");
          }
          return new ObjectInfo(
              key,
              answer.getContentLength(),
              OciAnswers.etagOf(call),
              time(answer.getLastModified()));
        });
  }

  @Override
  public ObjectInfo get(
      String key, ByteRange range, Etag etag, BodyHandler body, RequestContext context)
      throws StoreException {
    OciCall call =
        call(Operation.GET, "get " + id.uri(key) + " " + range, context)
            .onlyIf(PutCondition.ifMatch(etag))
            .header("range", range.toHeader());
    return run(
        call,
        sdk -> {
          GetObjectResponse answer =
              sdk.getObject(
                  getRequest(call, key).ifMatch(etag.isAny() ? null : etag.value()).build());
          long size = OciAnswers.rangedSize(call, range);
          ObjectInfo object =
              new ObjectInfo(key, size, OciAnswers.etagOf(call), time(answer.getLastModified()));
          if (!etag.isAny() && !etag.equals(object.etag())) {
            throw OciErrors.answer(
                call,
                ErrorKind.CHANGED,
                "asked for version " + etag + ", the store sent " + object.etag());
          }
          OciAnswers.deliver(call, answer.getInputStream(), object, range, body);
          return object;
        });
  }

  @Override
  public ObjectInfo getTail(String key, long length, BodyHandler body, RequestContext context)
      throws StoreException {
    String action = "get " + id.uri(key) + " (last " + length + ")";
    OciCall call = call(Operation.GET, action, context).header("range", "bytes=-" + length);
    try {
      return run(
          call,
          sdk -> {
            GetObjectResponse answer = sdk.getObject(getRequest(call, key).build());
            long size =
                call.status() == 200
                    ? OciAnswers.wholeSize(call, length)
                    : OciAnswers.totalOf(call);
            ByteRange range = ByteRange.of(Math.max(0, size - length), size);
            if (call.status() != 200) {
              OciAnswers.checkRange(call, range);
            }
            ObjectInfo object =
                new ObjectInfo(key, size, OciAnswers.etagOf(call), time(answer.getLastModified()));
            OciAnswers.deliver(call, answer.getInputStream(), object, range, body);
            return object;
          });
    } catch (StoreException e) {
      if (e.kind() != ErrorKind.INVALID_RANGE) {
        throw e;
      }
      return emptyOrElse(key, e, body, context);
    }
  }

  /** Only of an empty object there are no last bytes, so only it may have been refused. */
  private ObjectInfo emptyOrElse(
      String key, StoreException refusal, BodyHandler body, RequestContext context)
      throws StoreException {
    ObjectInfo object = head(key, context);
    if (object.size() > 0) {
      StoreException grown =
          new StoreException(
              ErrorKind.WRONG_ANSWER,
              refusal.failure().action(),
              "the store refused the tail of an object of " + object.size() + " bytes");
      grown.addSuppressed(refusal);
      throw grown;
    }
    body.begin(object, ByteRange.of(0, 0));
    return object;
  }

  @Override
  public ListPage list(ListRequest request, RequestContext context) throws StoreException {
    OciCall call = call(Operation.LIST, "list " + id.uri(request.prefix()), context);
    return run(
        call,
        sdk -> {
          ListObjectsRequest.Builder asked =
              ListObjectsRequest.builder()
                  .namespaceName(bucket.namespace())
                  .bucketName(bucket.name())
                  .prefix(orNull(request.prefix()))
                  .delimiter(request.delimited() ? "/" : null)
                  .fields("name,size,etag,timeModified")
                  .limit(request.limit())
                  .invocationCallback(call);
          if (!request.token().isEmpty()) {
            asked.start(request.token());
          } else {
            asked.startAfter(orNull(request.startAfter()));
          }
          return pageOf(call, sdk.listObjects(asked.build()).getListObjects());
        });
  }

  private static ListPage pageOf(OciCall call, @Nullable ListObjects listed) throws StoreException {
    if (listed == null || listed.getObjects() == null) {
      throw OciAnswers.wrong(call, "the answer is no listing");
    }
    List<ObjectInfo> objects = new ArrayList<>(listed.getObjects().size());
    for (ObjectSummary object : listed.getObjects()) {
      if (object.getName() == null || object.getSize() == null) {
        throw OciAnswers.wrong(call, "an entry of the listing lacks its name or size");
      }
      objects.add(
          new ObjectInfo(
              object.getName(),
              object.getSize(),
              Etag.ofHeader(Objects.requireNonNullElse(object.getEtag(), "")),
              time(object.getTimeModified())));
    }
    return new ListPage(
        objects,
        Objects.requireNonNullElse(listed.getPrefixes(), List.of()),
        Objects.requireNonNullElse(listed.getNextStartWith(), ""));
  }

  @Override
  public ObjectInfo put(String key, ObjectBody body, PutCondition condition, RequestContext context)
      throws StoreException {
    String action = "put " + id.uri(key) + " (" + body.length() + " bytes)";
    OciCall call = call(Operation.PUT, action, context).onlyIf(condition).body(body);
    return run(
        call,
        sdk -> {
          String md5 = md5(body);
          PutObjectResponse answer =
              sdk.putObject(
                  PutObjectRequest.builder()
                      .namespaceName(bucket.namespace())
                      .bucketName(bucket.name())
                      .objectName(key)
                      .contentLength(body.length())
                      .contentMD5(md5)
                      .ifNoneMatch(condition.ifAbsent() ? "*" : null)
                      .ifMatch(orNull(condition.ifMatch().value()))
                      .putObjectBody(InputStream.nullInputStream())
                      .invocationCallback(call)
                      .build());
          OciAnswers.checkMd5(call, md5, answer.getOpcContentMd5());
          return new ObjectInfo(
              key, body.length(), OciAnswers.etagOf(call), time(answer.getLastModified()));
        });
  }

  @Override
  public MultipartUpload startUpload(String key, PutCondition condition, RequestContext context)
      throws StoreException {
    OciCall call =
        call(Operation.START_UPLOAD, "start upload of " + id.uri(key), context).onlyIf(condition);
    return run(
        call,
        sdk -> {
          com.oracle.bmc.objectstorage.model.MultipartUpload started =
              sdk.createMultipartUpload(
                      CreateMultipartUploadRequest.builder()
                          .namespaceName(bucket.namespace())
                          .bucketName(bucket.name())
                          .createMultipartUploadDetails(
                              CreateMultipartUploadDetails.builder().object(key).build())
                          .ifNoneMatch(condition.ifAbsent() ? "*" : null)
                          .ifMatch(orNull(condition.ifMatch().value()))
                          .invocationCallback(call)
                          .build())
                  .getMultipartUpload();
          if (started == null || started.getUploadId() == null) {
            throw OciAnswers.wrong(call, "the answer names no upload");
          }
          return new MultipartUpload(bucket.toString(), key, started.getUploadId());
        });
  }

  @Override
  public UploadedPart uploadPart(
      MultipartUpload upload, int number, ObjectBody body, RequestContext context)
      throws StoreException {
    String action =
        "upload part " + number + " of " + id.uri(upload.key()) + " (" + body.length() + " bytes)";
    OciCall call = call(Operation.UPLOAD_PART, action, context).body(body);
    return run(
        call,
        sdk -> {
          String md5 = md5(body);
          UploadPartResponse answer =
              sdk.uploadPart(
                  UploadPartRequest.builder()
                      .namespaceName(bucket.namespace())
                      .bucketName(bucket.name())
                      .objectName(upload.key())
                      .uploadId(upload.id())
                      .uploadPartNum(number)
                      .contentLength(body.length())
                      .contentMD5(md5)
                      .uploadPartBody(InputStream.nullInputStream())
                      .invocationCallback(call)
                      .build());
          OciAnswers.checkMd5(call, md5, answer.getOpcContentMd5());
          return new UploadedPart(number, OciAnswers.etagOf(call), body.length());
        });
  }

  @Override
  public ObjectInfo completeUpload(
      MultipartUpload upload,
      List<UploadedPart> parts,
      PutCondition condition,
      RequestContext context)
      throws StoreException {
    String action = "complete upload of " + id.uri(upload.key()) + " (" + parts.size() + " parts)";
    OciCall call = call(Operation.COMPLETE_UPLOAD, action, context).onlyIf(condition);
    List<CommitMultipartUploadPartDetails> details = new ArrayList<>(parts.size());
    long size = 0;
    List<UploadedPart> ordered = new ArrayList<>(parts);
    ordered.sort(Comparator.comparingInt(UploadedPart::number));
    for (UploadedPart part : ordered) {
      size += part.size();
      details.add(
          CommitMultipartUploadPartDetails.builder()
              .partNum(part.number())
              .etag(part.etag().value())
              .build());
    }
    long total = size;
    return run(
        call,
        sdk -> {
          CommitMultipartUploadResponse answer =
              sdk.commitMultipartUpload(
                  CommitMultipartUploadRequest.builder()
                      .namespaceName(bucket.namespace())
                      .bucketName(bucket.name())
                      .objectName(upload.key())
                      .uploadId(upload.id())
                      .commitMultipartUploadDetails(
                          CommitMultipartUploadDetails.builder().partsToCommit(details).build())
                      .ifNoneMatch(condition.ifAbsent() ? "*" : null)
                      .ifMatch(orNull(condition.ifMatch().value()))
                      .invocationCallback(call)
                      .build());
          return new ObjectInfo(
              upload.key(), total, OciAnswers.etagOf(call), time(answer.getLastModified()));
        });
  }

  @Override
  public void abortUpload(MultipartUpload upload, RequestContext context) throws StoreException {
    OciCall call = call(Operation.ABORT_UPLOAD, "abort upload of " + id.uri(upload.key()), context);
    runUnlessGone(
        call,
        sdk ->
            sdk.abortMultipartUpload(
                AbortMultipartUploadRequest.builder()
                    .namespaceName(bucket.namespace())
                    .bucketName(bucket.name())
                    .objectName(upload.key())
                    .uploadId(upload.id())
                    .invocationCallback(call)
                    .build()));
  }

  /** The service lists the uploads of the whole bucket; the prefix is ours to look at. */
  @Override
  public List<MultipartUpload> listUploads(String prefix, RequestContext context)
      throws StoreException {
    List<MultipartUpload> found = new ArrayList<>();
    Optional<String> page = Optional.empty();
    do {
      page = listUploads(prefix, page, found, context);
    } while (page.isPresent());
    return found;
  }

  private Optional<String> listUploads(
      String prefix, Optional<String> page, List<MultipartUpload> found, RequestContext context)
      throws StoreException {
    OciCall call = call(Operation.LIST_UPLOADS, "list uploads of " + id.uri(prefix), context);
    return run(
        call,
        sdk -> {
          ListMultipartUploadsResponse answer =
              sdk.listMultipartUploads(
                  ListMultipartUploadsRequest.builder()
                      .namespaceName(bucket.namespace())
                      .bucketName(bucket.name())
                      .limit(BATCH)
                      .page(page.orElse(null))
                      .invocationCallback(call)
                      .build());
          for (com.oracle.bmc.objectstorage.model.MultipartUpload upload : answer.getItems()) {
            if (upload.getObject().startsWith(prefix)) {
              found.add(
                  new MultipartUpload(bucket.toString(), upload.getObject(), upload.getUploadId()));
            }
          }
          return Optional.ofNullable(answer.getOpcNextPage());
        });
  }

  @Override
  public void delete(String key, RequestContext context) throws StoreException {
    OciCall call = call(Operation.DELETE, "delete " + id.uri(key), context);
    runUnlessGone(
        call,
        sdk ->
            sdk.deleteObject(
                DeleteObjectRequest.builder()
                    .namespaceName(bucket.namespace())
                    .bucketName(bucket.name())
                    .objectName(key)
                    .invocationCallback(call)
                    .build()));
  }

  @Override
  public List<DeleteFailure> deleteAll(List<String> keys, RequestContext context)
      throws StoreException {
    if (keys.isEmpty()) {
      return List.of();
    }
    if (keys.size() > BATCH) {
      throw new IllegalArgumentException(keys.size() + " keys, at most " + BATCH + " at a time");
    }
    List<BatchDeleteObjectIdentifier> objects = new ArrayList<>(keys.size());
    for (String key : keys) {
      objects.add(BatchDeleteObjectIdentifier.builder().objectName(key).build());
    }
    String action = "delete " + keys.size() + " objects of " + id.uri("");
    OciCall call = call(Operation.DELETE_BATCH, action, context);
    return run(
        call,
        sdk ->
            failuresOf(
                call,
                sdk.batchDeleteObjects(
                        BatchDeleteObjectsRequest.builder()
                            .namespaceName(bucket.namespace())
                            .bucketName(bucket.name())
                            .batchDeleteObjectsDetails(
                                BatchDeleteObjectsDetails.builder()
                                    .objects(objects)
                                    .isSkipDeletedResult(true)
                                    .build())
                            .invocationCallback(call)
                            .build())
                    .getBatchDeleteObjectsResult()
                    .getFailed()));
  }

  private List<DeleteFailure> failuresOf(OciCall call, @Nullable List<FailedObjectResult> failed) {
    List<DeleteFailure> failures = new ArrayList<>();
    for (FailedObjectResult one :
        Objects.requireNonNullElse(failed, List.<FailedObjectResult>of())) {
      int status = Objects.requireNonNullElse(one.getStatusCode(), 500);
      if (status != 404) {
        String key = one.getObjectName();
        String why = Objects.requireNonNullElse(one.getErrorMessage(), "no reason given");
        failures.add(
            new DeleteFailure(key, OciErrors.ofStatus(call, "delete " + id.uri(key), status, why)));
      }
    }
    return failures;
  }

  @Override
  public int deleteBatchLimit() {
    return BATCH;
  }

  @Override
  public void rename(String from, String to, PutCondition condition, RequestContext context)
      throws StoreException {
    String action = "rename " + id.uri(from) + " to " + id.uri(to);
    OciCall call = call(Operation.RENAME, action, context).onlyIf(condition);
    run(
        call,
        sdk ->
            sdk.renameObject(
                RenameObjectRequest.builder()
                    .namespaceName(bucket.namespace())
                    .bucketName(bucket.name())
                    .renameObjectDetails(renaming(from, to, condition))
                    .invocationCallback(call)
                    .build()));
  }

  private static RenameObjectDetails renaming(String from, String to, PutCondition condition) {
    RenameObjectDetails.Builder details =
        RenameObjectDetails.builder().sourceName(from).newName(to);
    if (condition.ifAbsent()) {
      details.newObjIfNoneMatchETag("*");
    } else if (!condition.ifMatch().isAny()) {
      details.newObjIfMatchETag(condition.ifMatch().value());
    }
    return details.build();
  }

  @Override
  public void close() {
    ObjectStorageClient made;
    synchronized (lock) {
      closed = true;
      made = client;
    }
    if (made != null) {
      made.close();
    }
    engine.close();
  }

  @Override
  public String toString() {
    return "OciStore(" + bucket + ")";
  }

  // ---- one call

  @FunctionalInterface
  private interface Request<T> {
    T send(ObjectStorageClient sdk) throws IOException;
  }

  private OciCall call(Operation operation, String action, RequestContext context)
      throws StoreException {
    if (closed) {
      throw new StoreException(ErrorKind.CLOSED, action, "the store is closed");
    }
    return new OciCall(operation, action, context);
  }

  /** Sends a request, and ends its call whatever comes of it. */
  private <T> T run(OciCall call, Request<T> request) throws StoreException {
    ObjectStorageClient sdk = sdk(call);
    try (call) {
      T result = request.send(sdk);
      call.succeeded();
      return result;
    } catch (StoreException e) {
      call.failed(e.kind());
      throw e;
    } catch (IOException | com.oracle.bmc.model.SdkRuntimeException e) {
      StoreException told = OciErrors.of(call, e);
      call.failed(told.kind());
      throw told;
    } catch (IllegalArgumentException e) {
      if (call.status() != 0) {
        throw e;
      }
      // The SDK sends no request for a name that is blank, though the service takes some.
      call.failed(ErrorKind.INVALID_REQUEST);
      throw new StoreException(
          ErrorKind.INVALID_REQUEST,
          StoreException.Failure.of(call.action(), "" + e.getMessage()),
          e);
    }
  }

  /** As {@link #run}, for requests whose purpose is that something be gone. */
  private void runUnlessGone(OciCall call, Request<?> request) throws StoreException {
    try {
      run(call, request);
    } catch (StoreException e) {
      if (e.kind() != ErrorKind.NOT_FOUND) {
        throw e;
      }
    }
  }

  private ObjectStorageClient sdk(OciCall call) throws StoreException {
    ObjectStorageClient made = client;
    if (made != null) {
      return made;
    }
    synchronized (lock) {
      if (closed) {
        throw new StoreException(ErrorKind.CLOSED, call.action(), "the store is closed");
      }
      made = client;
      if (made == null) {
        made = newClient(call);
        client = made;
      }
      return made;
    }
  }

  private ObjectStorageClient newClient(OciCall call) throws StoreException {
    try {
      return ObjectStorageClient.builder()
          .httpProvider(new OciHttp(engine))
          .configuration(
              ClientConfiguration.builder()
                  .retryConfiguration(RetryConfiguration.NO_RETRY_CONFIGURATION)
                  .circuitBreakerConfiguration(new NoCircuitBreakerConfiguration())
                  .build())
          .endpoint(bucket.endpoint().toString())
          .isStreamWarningEnabled(false)
          .build(auth.provider());
    } catch (RuntimeException e) {
      throw new StoreException(
          ErrorKind.UNAUTHENTICATED, StoreException.Failure.of(call.action(), auth.explain(e)), e);
    }
  }

  private GetObjectRequest.Builder getRequest(OciCall call, String key) {
    return GetObjectRequest.builder()
        .namespaceName(bucket.namespace())
        .bucketName(bucket.name())
        .objectName(key)
        .invocationCallback(call);
  }

  private static String md5(ObjectBody body) throws IOException {
    try (InputStream in = body.open()) {
      MessageDigest digest = MessageDigest.getInstance("MD5");
      byte[] buffer = new byte[(int) Math.min(OciAnswers.PIECE, Math.max(1, body.length()))];
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        digest.update(buffer, 0, count);
      }
      return Base64.getEncoder().encodeToString(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has MD5", e);
    }
  }

  private static Instant time(@Nullable Date date) {
    return date == null ? Instant.EPOCH : date.toInstant();
  }

  private static @Nullable String orNull(String text) {
    return text.isEmpty() ? null : text;
  }
}
