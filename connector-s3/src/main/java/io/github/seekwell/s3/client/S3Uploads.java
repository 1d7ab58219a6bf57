package io.github.seekwell.s3.client;

import io.github.seekwell.core.client.Answers;
import io.github.seekwell.core.client.CallFailures;
import io.github.seekwell.core.client.StoreCall;
import io.github.seekwell.core.store.ErrorKind;
import io.github.seekwell.core.store.Etag;
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
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.s3.model.AbortMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.CompletedMultipartUpload;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.EncodingType;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListMultipartUploadsRequest;
import software.amazon.awssdk.services.s3.model.ListMultipartUploadsResponse;
import software.amazon.awssdk.services.s3.model.ListPartsRequest;
import software.amazon.awssdk.services.s3.model.ListPartsResponse;
import software.amazon.awssdk.services.s3.model.Part;
import software.amazon.awssdk.services.s3.model.UploadPartRequest;

/** Multipart uploads of one bucket: begun, fed, published or dropped, by whichever process. */
final class S3Uploads {

  /** Parts on one page of their listing, the service's most. */
  private static final int PAGE = 1000;

  /** The service may sew thousands of parts together before it says a word. */
  private static final int COMPLETION_PATIENCE = 6;

  private final S3Client client;
  private final S3Bucket bucket;
  private final StoreId id;

  S3Uploads(S3Client client, S3Bucket bucket, StoreId id) {
    this.client = client;
    this.bucket = bucket;
    this.id = id;
  }

  /** An upload of bytes that we send. S3 looks at conditions only when it is completed. */
  MultipartUpload start(String key, Map<String, String> headers, RequestContext context)
      throws StoreException {
    return start(
        key,
        CreateMultipartUploadRequest.builder()
            .contentType(S3Options.contentType(key))
            .overrideConfiguration(client.with(headers)),
        context);
  }

  /** An upload that will be filled from another object, and described as that is. */
  MultipartUpload startLike(String key, HeadObjectResponse source, RequestContext context)
      throws StoreException {
    return start(
        key,
        CreateMultipartUploadRequest.builder()
            .contentType(source.contentType())
            .contentEncoding(source.contentEncoding())
            .contentLanguage(source.contentLanguage())
            .contentDisposition(source.contentDisposition())
            .cacheControl(source.cacheControl())
            .metadata(source.metadata())
            .overrideConfiguration(client.with(bucket.options().ofCopy())),
        context);
  }

  private MultipartUpload start(
      String key, CreateMultipartUploadRequest.Builder request, RequestContext context)
      throws StoreException {
    StoreCall call = client.call(Operation.START_UPLOAD, "start upload of " + id.uri(key), context);
    request
        .bucket(bucket.name())
        .key(key)
        .checksumAlgorithm(S3Words.algorithm(bucket.options()))
        .checksumType(S3Words.checksumType(bucket.options()));
    return client.run(
        call,
        sdk -> {
          String started = CallFailures.word(sdk.createMultipartUpload(request.build()).uploadId());
          if (started.isEmpty()) {
            throw Answers.wrong(call, "the answer names no upload");
          }
          return new MultipartUpload(bucket.name(), key, started);
        });
  }

  UploadedPart part(MultipartUpload upload, int number, ObjectBody body, RequestContext context)
      throws StoreException {
    String action =
        "upload part " + number + " of " + id.uri(upload.key()) + " (" + body.length() + " bytes)";
    StoreCall call = client.call(Operation.UPLOAD_PART, action, context);
    S3Options options = bucket.options();
    return client.run(
        call,
        sdk -> {
          UploadPartRequest request =
              UploadPartRequest.builder()
                  .bucket(bucket.name())
                  .key(upload.key())
                  .uploadId(upload.id())
                  .partNumber(number)
                  .contentMD5(S3Words.md5(options, body))
                  .checksumAlgorithm(S3Words.algorithm(options))
                  .overrideConfiguration(client.with(options.encryption().ofReads()))
                  .build();
          sdk.uploadPart(request, S3Words.body(body, "application/octet-stream"));
          return new UploadedPart(number, Answers.etagOf(call), body.length());
        });
  }

  ObjectInfo complete(
      MultipartUpload upload,
      List<UploadedPart> parts,
      PutCondition condition,
      RequestContext context)
      throws StoreException {
    List<UploadedPart> ordered = new ArrayList<>(parts);
    ordered.sort(Comparator.comparingInt(UploadedPart::number));
    Map<Integer, Part> checksums = checksums(upload, context);
    List<CompletedPart> named = new ArrayList<>(parts.size());
    long size = 0;
    for (UploadedPart part : ordered) {
      size += part.size();
      named.add(completed(part, Optional.ofNullable(checksums.get(part.number()))));
    }
    CompleteMultipartUploadRequest request =
        CompleteMultipartUploadRequest.builder()
            .bucket(bucket.name())
            .key(upload.key())
            .uploadId(upload.id())
            .multipartUpload(CompletedMultipartUpload.builder().parts(named).build())
            .ifNoneMatch(condition.ifAbsent() ? "*" : null)
            .ifMatch(S3Words.orNull(condition.ifMatch()))
            .overrideConfiguration(client.with(bucket.options().encryption().ofReads()))
            .build();
    String action = "complete upload of " + id.uri(upload.key()) + " (" + parts.size() + " parts)";
    RequestContext patient =
        context.stallingAtMost(context.stallDeadline().multipliedBy(COMPLETION_PATIENCE));
    StoreCall call = client.call(Operation.COMPLETE_UPLOAD, action, patient).onlyIf(condition);
    long total = size;
    try {
      return client.run(
          call, sdk -> completed(call, sdk.completeMultipartUpload(request), upload.key(), total));
    } catch (StoreException e) {
      if (e.kind() == ErrorKind.INVALID_REQUEST && isGone(upload, context)) {
        throw new StoreException(ErrorKind.NOT_FOUND, e.failure(), e);
      }
      throw e;
    }
  }

  private static ObjectInfo completed(
      StoreCall call, CompleteMultipartUploadResponse answer, String key, long size)
      throws StoreException {
    Etag etag = Etag.ofHeader(CallFailures.word(answer.eTag()));
    if (etag.isAny()) {
      throw Answers.wrong(call, "the answer tells no ETag: the upload may not be complete");
    }
    return new ObjectInfo(key, size, etag, S3Words.time(null));
  }

  /**
   * Whether the store says that there is no such upload. Some stores, asked to complete one that
   * was aborted or is complete already, say that its parts are not there.
   */
  private boolean isGone(MultipartUpload upload, RequestContext context) {
    try {
      return list(upload.key(), context).stream()
          .noneMatch(started -> started.upload().equals(upload));
    } catch (StoreException e) {
      return false; // Not for everybody to list; what we know already has to do.
    }
  }

  private static CompletedPart completed(UploadedPart part, Optional<Part> listed) {
    CompletedPart.Builder named =
        CompletedPart.builder().partNumber(part.number()).eTag(S3Words.quoted(part.etag()));
    listed.ifPresent(
        p ->
            named
                .checksumCRC32(p.checksumCRC32())
                .checksumCRC32C(p.checksumCRC32C())
                .checksumCRC64NVME(p.checksumCRC64NVME())
                .checksumSHA1(p.checksumSHA1())
                .checksumSHA256(p.checksumSHA256()));
    return named.build();
  }

  /**
   * What the store noted of each part, which an upload with checksums must repeat. Asked of the
   * store, because whoever completes an upload need not be the one who sent its parts.
   */
  private Map<Integer, Part> checksums(MultipartUpload upload, RequestContext context)
      throws StoreException {
    Map<Integer, Part> byNumber = new HashMap<>();
    if (bucket.options().checksums().algorithm().isEmpty()) {
      return byNumber;
    }
    int after = 0;
    while (after >= 0) {
      StoreCall call =
          client.call(
              Operation.LIST_UPLOADS,
              "list parts of the upload of " + id.uri(upload.key()),
              context);
      ListPartsRequest request =
          ListPartsRequest.builder()
              .bucket(bucket.name())
              .key(upload.key())
              .uploadId(upload.id())
              .maxParts(PAGE)
              .partNumberMarker(after)
              .overrideConfiguration(client.with(bucket.options().encryption().ofReads()))
              .build();
      ListPartsResponse page = client.run(call, sdk -> sdk.listParts(request));
      page.parts().forEach(part -> byNumber.put(part.partNumber(), part));
      boolean more = Boolean.TRUE.equals(page.isTruncated()) && page.nextPartNumberMarker() != null;
      after = more ? page.nextPartNumberMarker() : -1;
    }
    return byNumber;
  }

  void abort(MultipartUpload upload, RequestContext context) throws StoreException {
    StoreCall call =
        client.call(Operation.ABORT_UPLOAD, "abort upload of " + id.uri(upload.key()), context);
    client.runUnlessGone(
        call,
        sdk ->
            sdk.abortMultipartUpload(
                AbortMultipartUploadRequest.builder()
                    .bucket(bucket.name())
                    .key(upload.key())
                    .uploadId(upload.id())
                    .overrideConfiguration(client.with(Map.of()))
                    .build()));
  }

  List<StartedUpload> list(String prefix, RequestContext context) throws StoreException {
    List<StartedUpload> found = new ArrayList<>();
    ListMultipartUploadsRequest.Builder asked =
        ListMultipartUploadsRequest.builder()
            .bucket(bucket.name())
            .prefix(Answers.orNull(prefix))
            // No max-uploads: S3 gives its most without, and s3proxy nothing with.
            .encodingType(EncodingType.URL)
            .overrideConfiguration(client.with(Map.of()));
    boolean more = true;
    while (more) {
      StoreCall call =
          client.call(Operation.LIST_UPLOADS, "list uploads of " + id.uri(prefix), context);
      more =
          client.run(
              call, sdk -> addPage(call, sdk.listMultipartUploads(asked.build()), found, asked));
    }
    return found;
  }

  /** Notes a page's uploads, and in {@code next} where the one after it begins. */
  private boolean addPage(
      StoreCall call,
      ListMultipartUploadsResponse page,
      List<StartedUpload> found,
      ListMultipartUploadsRequest.Builder next)
      throws StoreException {
    if (page.isTruncated() == null) {
      throw Answers.wrong(call, "the answer is no listing of uploads");
    }
    for (software.amazon.awssdk.services.s3.model.MultipartUpload upload : page.uploads()) {
      if (upload.key() == null || upload.uploadId() == null) {
        throw Answers.wrong(call, "an entry of the listing lacks its key or id");
      }
      found.add(
          new StartedUpload(
              new MultipartUpload(bucket.name(), upload.key(), upload.uploadId()),
              upload.initiated() == null ? StartedUpload.UNKNOWN : upload.initiated()));
    }
    if (!page.isTruncated()) {
      return false;
    }
    if (CallFailures.word(page.nextKeyMarker()).isEmpty()) {
      throw Answers.wrong(call, "the listing goes on, and does not tell where");
    }
    next.keyMarker(page.nextKeyMarker()).uploadIdMarker(page.nextUploadIdMarker());
    return true;
  }
}
