package io.github.seekwell.oci.client;

import com.oracle.bmc.objectstorage.model.BatchDeleteObjectIdentifier;
import com.oracle.bmc.objectstorage.model.BatchDeleteObjectsDetails;
import com.oracle.bmc.objectstorage.model.FailedObjectResult;
import com.oracle.bmc.objectstorage.model.ListObjects;
import com.oracle.bmc.objectstorage.model.ObjectSummary;
import com.oracle.bmc.objectstorage.model.RenameObjectDetails;
import com.oracle.bmc.objectstorage.requests.BatchDeleteObjectsRequest;
import com.oracle.bmc.objectstorage.requests.DeleteObjectRequest;
import com.oracle.bmc.objectstorage.requests.GetObjectRequest;
import com.oracle.bmc.objectstorage.requests.HeadObjectRequest;
import com.oracle.bmc.objectstorage.requests.ListObjectsRequest;
import com.oracle.bmc.objectstorage.requests.PutObjectRequest;
import com.oracle.bmc.objectstorage.requests.RenameObjectRequest;
import com.oracle.bmc.objectstorage.responses.HeadObjectResponse;
import com.oracle.bmc.objectstorage.responses.PutObjectResponse;
import io.github.seekwell.core.client.Answers;
import io.github.seekwell.core.client.CallFailures;
import io.github.seekwell.core.client.LastModified;
import io.github.seekwell.core.client.ObjectEnd;
import io.github.seekwell.core.http.HttpEngine;
import io.github.seekwell.core.store.BodyHandler;
import io.github.seekwell.core.store.ByteRange;
import io.github.seekwell.core.store.Crc;
import io.github.seekwell.core.store.DeleteFailure;
import io.github.seekwell.core.store.ErrorKind;
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
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * One bucket of OCI Object Storage. Makes one attempt a call and verifies every answer: status,
 * range, length and version. The private key is read with the first request, not before.
 */
public final class OciStore implements ObjectStore {

  private final OciBucket bucket;
  private final StoreId id;
  private final OciClient client;
  private final OciUploads uploads;
  private final LastModified modified = new LastModified();
  private final OciOptions options;

  /**
   * @param engine carries the requests; belongs to the store, which closes it
   */
  public OciStore(OciBucket bucket, OciAuth auth, HttpEngine engine) {
    this(bucket, auth, engine, OciOptions.DEFAULTS);
  }

  /**
   * @param engine carries the requests; belongs to the store, which closes it
   */
  public OciStore(OciBucket bucket, OciAuth auth, HttpEngine engine, OciOptions options) {
    this.bucket = bucket;
    this.options = options;
    this.id =
        new StoreId("oci", bucket.endpoint().toString(), bucket.toString(), auth.credentialScope());
    this.client = new OciClient(bucket, auth, options.tokens(), engine);
    this.uploads = new OciUploads(client, bucket, id, options.crc32c());
  }

  @Override
  public StoreId id() {
    return id;
  }

  @Override
  public ObjectInfo head(String key, RequestContext context) throws StoreException {
    return head(key, headCall(key, context), (object, answer) -> object);
  }

  /** What the service calls {@code opc-content-crc32c}, kept if the sender asked for it. */
  @Override
  public Optional<ObjectChecksum> checksum(String key, RequestContext context)
      throws StoreException {
    return head(
        key,
        headCall(key, context),
        (object, answer) -> Answers.checksum(object, Crc.CRC32C, answer.getOpcContentCrc32c()));
  }

  @Override
  public WrittenObject written(String key, RequestContext context) throws StoreException {
    OciCall call = headCall(key, context);
    return head(
        key,
        call,
        (object, answer) ->
            new WrittenObject(object, call.account().answer(OciUploads.WRITE_ID).orElse("")));
  }

  private OciCall headCall(String key, RequestContext context) throws StoreException {
    return client.call(Operation.HEAD, "head " + id.uri(key), context);
  }

  private <T> T head(String key, OciCall call, BiFunction<ObjectInfo, HeadObjectResponse, T> told)
      throws StoreException {
    return client.run(
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
            throw Answers.wrong(call.account(), "the answer tells no Content-Length");
          }
          ObjectInfo object =
              new ObjectInfo(
                  key,
                  answer.getContentLength(),
                  Answers.etagOf(call.account()),
                  time(answer.getLastModified()));
          return told.apply(object, answer);
        });
  }

  @Override
  public ObjectInfo get(
      String key, ByteRange range, Etag etag, BodyHandler body, RequestContext context)
      throws StoreException {
    OciCall call =
        client
            .call(Operation.GET, "get " + id.uri(key) + " " + range, context)
            .onlyIf(PutCondition.ifMatch(etag));
    return client.get(
        call,
        getRequest(call, key).ifMatch(etag.isAny() ? null : etag.value()).build(),
        range.toHeader(),
        answer -> {
          long size = Answers.rangedSize(call.account(), range);
          ObjectInfo object = sent(call, key, size);
          if (!etag.isAny() && !etag.equals(object.etag())) {
            throw CallFailures.answer(
                call.account(),
                ErrorKind.CHANGED,
                "asked for version " + etag + ", the store sent " + object.etag());
          }
          Answers.deliver(call.account(), answer, object, range, body);
          return object;
        });
  }

  @Override
  public ObjectInfo getFirst(String key, long length, BodyHandler body, RequestContext context)
      throws StoreException {
    return getEnd(key, ObjectEnd.FIRST, length, body, context);
  }

  @Override
  public ObjectInfo getTail(String key, long length, BodyHandler body, RequestContext context)
      throws StoreException {
    return getEnd(key, ObjectEnd.LAST, length, body, context);
  }

  private ObjectInfo getEnd(
      String key, ObjectEnd end, long length, BodyHandler body, RequestContext context)
      throws StoreException {
    String action = "get " + id.uri(key) + " " + end.words(length);
    OciCall call = client.call(Operation.GET, action, context);
    try {
      return client.get(
          call,
          getRequest(call, key).build(),
          end.header(length),
          answer -> {
            long size = Answers.sizeOfEnd(call.account(), end, length);
            ObjectInfo object = sent(call, key, size);
            ByteRange range = end.within(size, length);
            Answers.deliver(call.account(), answer, object, range, body);
            return object;
          });
    } catch (StoreException e) {
      if (e.kind() != ErrorKind.INVALID_RANGE) {
        throw e;
      }
      return Answers.emptyOrElse(head(key, context), e, body);
    }
  }

  @Override
  public ListPage list(ListRequest request, RequestContext context) throws StoreException {
    OciCall call = client.call(Operation.LIST, "list " + id.uri(request.prefix()), context);
    return client.run(
        call,
        sdk -> {
          ListObjectsRequest.Builder asked =
              ListObjectsRequest.builder()
                  .namespaceName(bucket.namespace())
                  .bucketName(bucket.name())
                  .prefix(Answers.orNull(request.prefix()))
                  .delimiter(request.delimited() ? "/" : null)
                  .fields("name,size,etag,timeModified")
                  .limit(request.limit())
                  .invocationCallback(call);
          if (!request.token().isEmpty()) {
            asked.start(request.token());
          } else {
            asked.startAfter(Answers.orNull(request.startAfter()));
          }
          return pageOf(call, sdk.listObjects(asked.build()).getListObjects());
        });
  }

  private static ListPage pageOf(OciCall call, @Nullable ListObjects listed) throws StoreException {
    if (listed == null || listed.getObjects() == null) {
      throw Answers.wrong(call.account(), "the answer is no listing");
    }
    List<ObjectInfo> objects = new ArrayList<>(listed.getObjects().size());
    for (ObjectSummary object : listed.getObjects()) {
      if (object.getName() == null || object.getSize() == null) {
        throw Answers.wrong(call.account(), "an entry of the listing lacks its name or size");
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
  public ObjectInfo put(String key, ObjectBody body, PutCondition asked, RequestContext context)
      throws StoreException {
    PutCondition condition = allowed(key, asked);
    String action = "put " + id.uri(key) + " (" + body.length() + " bytes)";
    OciCall call = client.call(Operation.PUT, action, context).onlyIf(condition).body(body);
    if (!condition.writeId().isEmpty()) {
      call.header(OciUploads.WRITE_ID, condition.writeId());
    }
    return client.run(
        call,
        sdk -> {
          BodySums sums = BodySums.of(body, options.crc32c());
          PutObjectResponse answer =
              sdk.putObject(
                  PutObjectRequest.builder()
                      .namespaceName(bucket.namespace())
                      .bucketName(bucket.name())
                      .objectName(key)
                      .contentLength(body.length())
                      .contentMD5(sums.md5())
                      .opcChecksumAlgorithm(sums.algorithm())
                      .opcContentCrc32c(sums.crc32c())
                      .ifNoneMatch(condition.ifAbsent() ? "*" : null)
                      .ifMatch(Answers.orNull(condition.ifMatch().value()))
                      .putObjectBody(InputStream.nullInputStream())
                      .invocationCallback(call)
                      .build());
          sums.check(call, answer.getOpcContentMd5(), answer.getOpcContentCrc32c());
          return new ObjectInfo(
              key, body.length(), Answers.etagOf(call.account()), time(answer.getLastModified()));
        });
  }

  @Override
  public MultipartUpload startUpload(String key, PutCondition condition, RequestContext context)
      throws StoreException {
    return uploads.start(key, allowed(key, condition), context);
  }

  @Override
  public UploadedPart uploadPart(
      MultipartUpload upload, int number, ObjectBody body, RequestContext context)
      throws StoreException {
    return uploads.part(upload, number, body, context);
  }

  @Override
  public ObjectInfo completeUpload(
      MultipartUpload upload,
      List<UploadedPart> parts,
      PutCondition condition,
      RequestContext context)
      throws StoreException {
    return uploads.complete(upload, parts, allowed(upload.key(), condition), context);
  }

  /** Where nothing may be overwritten, only markers of directories are: they have no content. */
  private PutCondition allowed(String key, PutCondition asked) {
    boolean overwrites = options.overwrites() || key.endsWith("/");
    return overwrites || !asked.isAlways()
        ? asked
        : PutCondition.IF_ABSENT.carrying(asked.writeId());
  }

  @Override
  public void abortUpload(MultipartUpload upload, RequestContext context) throws StoreException {
    uploads.abort(upload, context);
  }

  @Override
  public List<StartedUpload> listUploads(String prefix, RequestContext context)
      throws StoreException {
    return uploads.list(prefix, context);
  }

  @Override
  public void delete(String key, RequestContext context) throws StoreException {
    OciCall call = client.call(Operation.DELETE, "delete " + id.uri(key), context);
    client.runUnlessGone(
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
    int most = deleteBatchLimit();
    if (keys.size() > most) {
      throw new IllegalArgumentException(keys.size() + " keys, at most " + most + " at a time");
    }
    if (most == 1) {
      return oneByOne(keys.get(0), context);
    }
    List<BatchDeleteObjectIdentifier> objects = new ArrayList<>(keys.size());
    for (String key : keys) {
      objects.add(BatchDeleteObjectIdentifier.builder().objectName(key).build());
    }
    String action = "delete " + keys.size() + " objects of " + id.uri("");
    OciCall call = client.call(Operation.DELETE_BATCH, action, context);
    return client.run(
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

  /** For a service, or a policy, that knows no batches. */
  private List<DeleteFailure> oneByOne(String key, RequestContext context) {
    try {
      delete(key, context);
      return List.of();
    } catch (StoreException e) {
      return List.of(new DeleteFailure(key, e));
    }
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
            new DeleteFailure(
                key, OciErrors.ofStatus(call.account(), "delete " + id.uri(key), status, why)));
      }
    }
    return failures;
  }

  @Override
  public int deleteBatchLimit() {
    return options.deleteBatch();
  }

  @Override
  public Renaming renaming() {
    return Renaming.AT_ONCE;
  }

  @Override
  public void rename(String from, String to, PutCondition condition, RequestContext context)
      throws StoreException {
    String action = "rename " + id.uri(from) + " to " + id.uri(to);
    OciCall call = client.call(Operation.RENAME, action, context).onlyIf(condition);
    client.run(
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

  /**
   * Not offered: OCI copies in the background and would have to be asked until it is done, while it
   * renames at once.
   */
  @Override
  public ObjectInfo copy(
      ObjectInfo source, String to, PutCondition condition, RequestContext context)
      throws StoreException {
    throw new StoreException(
        ErrorKind.UNSUPPORTED,
        "copy " + id.uri(source.key()) + " to " + id.uri(to),
        "this store renames, and does not copy");
  }

  @Override
  public void close() {
    client.close();
  }

  @Override
  public String toString() {
    return "OciStore(" + bucket + ")";
  }

  private ObjectInfo sent(OciCall call, String key, long size) throws StoreException {
    return new ObjectInfo(key, size, Answers.etagOf(call.account()), modified.of(call.account()));
  }

  private GetObjectRequest.Builder getRequest(OciCall call, String key) {
    return GetObjectRequest.builder()
        .namespaceName(bucket.namespace())
        .bucketName(bucket.name())
        .objectName(key)
        .invocationCallback(call);
  }

  /** The epoch where the service did not tell. */
  static Instant time(@Nullable Date date) {
    return date == null ? Instant.EPOCH : date.toInstant();
  }
}
