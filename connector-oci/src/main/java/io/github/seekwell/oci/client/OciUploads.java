package io.github.seekwell.oci.client;

import com.oracle.bmc.objectstorage.model.ChecksumAlgorithm;
import com.oracle.bmc.objectstorage.model.CommitMultipartUploadDetails;
import com.oracle.bmc.objectstorage.model.CommitMultipartUploadPartDetails;
import com.oracle.bmc.objectstorage.model.CreateMultipartUploadDetails;
import com.oracle.bmc.objectstorage.requests.AbortMultipartUploadRequest;
import com.oracle.bmc.objectstorage.requests.CommitMultipartUploadRequest;
import com.oracle.bmc.objectstorage.requests.CreateMultipartUploadRequest;
import com.oracle.bmc.objectstorage.requests.ListMultipartUploadsRequest;
import com.oracle.bmc.objectstorage.requests.UploadPartRequest;
import com.oracle.bmc.objectstorage.responses.CommitMultipartUploadResponse;
import com.oracle.bmc.objectstorage.responses.ListMultipartUploadsResponse;
import com.oracle.bmc.objectstorage.responses.UploadPartResponse;
import io.github.seekwell.core.client.Answers;
import io.github.seekwell.core.store.MultipartUpload;
import io.github.seekwell.core.store.ObjectBody;
import io.github.seekwell.core.store.ObjectInfo;
import io.github.seekwell.core.store.Operation;
import io.github.seekwell.core.store.PutCondition;
import io.github.seekwell.core.store.RequestContext;
import io.github.seekwell.core.store.StartedUpload;
import io.github.seekwell.core.store.StoreException;
import io.github.seekwell.core.store.StoreId;
import io.github.seekwell.core.store.UploadedPart;
import io.github.seekwell.core.store.WrittenObject;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Multipart uploads of one bucket: begun, fed, published or dropped, by whichever process. */
final class OciUploads {

  /** Uploads on one page of their listing, the service's most. */
  private static final int PAGE = 1000;

  private final OciClient client;

  /** The header of {@link PutCondition#writeId}. */
  static final String WRITE_ID = "opc-meta-" + WrittenObject.METADATA;

  private final OciBucket bucket;
  private final StoreId id;
  private final boolean crc32c;

  OciUploads(OciClient client, OciBucket bucket, StoreId id, boolean crc32c) {
    this.client = client;
    this.bucket = bucket;
    this.id = id;
    this.crc32c = crc32c;
  }

  MultipartUpload start(String key, PutCondition condition, RequestContext context)
      throws StoreException {
    OciCall call =
        client
            .call(Operation.START_UPLOAD, "start upload of " + id.uri(key), context)
            .onlyIf(condition);
    CreateMultipartUploadDetails.Builder details =
        CreateMultipartUploadDetails.builder().object(key);
    if (!condition.writeId().isEmpty()) {
      // The SDK puts the prefix before it.
      details.metadata(Map.of(WrittenObject.METADATA, condition.writeId()));
    }
    return client.run(
        call,
        sdk -> {
          com.oracle.bmc.objectstorage.model.MultipartUpload started =
              sdk.createMultipartUpload(
                      CreateMultipartUploadRequest.builder()
                          .namespaceName(bucket.namespace())
                          .bucketName(bucket.name())
                          .createMultipartUploadDetails(details.build())
                          .ifNoneMatch(condition.ifAbsent() ? "*" : null)
                          .ifMatch(Answers.orNull(condition.ifMatch().value()))
                          .opcChecksumAlgorithm(crc32c ? ChecksumAlgorithm.Crc32C : null)
                          .invocationCallback(call)
                          .build())
                  .getMultipartUpload();
          if (started == null || started.getUploadId() == null) {
            throw Answers.wrong(call.account(), "the answer names no upload");
          }
          return new MultipartUpload(bucket.toString(), key, started.getUploadId());
        });
  }

  UploadedPart part(MultipartUpload upload, int number, ObjectBody body, RequestContext context)
      throws StoreException {
    String action =
        "upload part " + number + " of " + id.uri(upload.key()) + " (" + body.length() + " bytes)";
    OciCall call = client.call(Operation.UPLOAD_PART, action, context).body(body);
    return client.run(
        call,
        sdk -> {
          BodySums sums = BodySums.of(body, crc32c);
          UploadPartResponse answer =
              sdk.uploadPart(
                  UploadPartRequest.builder()
                      .namespaceName(bucket.namespace())
                      .bucketName(bucket.name())
                      .objectName(upload.key())
                      .uploadId(upload.id())
                      .uploadPartNum(number)
                      .contentLength(body.length())
                      .contentMD5(sums.md5())
                      .opcChecksumAlgorithm(sums.algorithm())
                      .opcContentCrc32c(sums.crc32c())
                      .uploadPartBody(InputStream.nullInputStream())
                      .invocationCallback(call)
                      .build());
          sums.check(call, answer.getOpcContentMd5(), answer.getOpcContentCrc32c());
          return new UploadedPart(number, Answers.etagOf(call.account()), body.length());
        });
  }

  ObjectInfo complete(
      MultipartUpload upload,
      List<UploadedPart> parts,
      PutCondition condition,
      RequestContext context)
      throws StoreException {
    String action = "complete upload of " + id.uri(upload.key()) + " (" + parts.size() + " parts)";
    OciCall call = client.call(Operation.COMPLETE_UPLOAD, action, context).onlyIf(condition);
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
    return client.run(
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
                      .ifMatch(Answers.orNull(condition.ifMatch().value()))
                      .invocationCallback(call)
                      .build());
          return new ObjectInfo(
              upload.key(),
              total,
              Answers.etagOf(call.account()),
              OciStore.time(answer.getLastModified()));
        });
  }

  void abort(MultipartUpload upload, RequestContext context) throws StoreException {
    OciCall call =
        client.call(Operation.ABORT_UPLOAD, "abort upload of " + id.uri(upload.key()), context);
    client.runUnlessGone(
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
  List<StartedUpload> list(String prefix, RequestContext context) throws StoreException {
    List<StartedUpload> found = new ArrayList<>();
    Optional<String> page = Optional.empty();
    do {
      page = page(prefix, page, found, context);
    } while (page.isPresent());
    return found;
  }

  private Optional<String> page(
      String prefix, Optional<String> page, List<StartedUpload> found, RequestContext context)
      throws StoreException {
    OciCall call =
        client.call(Operation.LIST_UPLOADS, "list uploads of " + id.uri(prefix), context);
    return client.run(
        call,
        sdk -> {
          ListMultipartUploadsResponse answer =
              sdk.listMultipartUploads(
                  ListMultipartUploadsRequest.builder()
                      .namespaceName(bucket.namespace())
                      .bucketName(bucket.name())
                      .limit(PAGE)
                      .page(page.orElse(null))
                      .invocationCallback(call)
                      .build());
          for (com.oracle.bmc.objectstorage.model.MultipartUpload upload : answer.getItems()) {
            if (upload.getObject().startsWith(prefix)) {
              found.add(
                  new StartedUpload(
                      new MultipartUpload(
                          bucket.toString(), upload.getObject(), upload.getUploadId()),
                      started(upload)));
            }
          }
          return Optional.ofNullable(answer.getOpcNextPage());
        });
  }

  private static Instant started(com.oracle.bmc.objectstorage.model.MultipartUpload upload) {
    return upload.getTimeCreated() == null
        ? StartedUpload.UNKNOWN
        : upload.getTimeCreated().toInstant();
  }
}
