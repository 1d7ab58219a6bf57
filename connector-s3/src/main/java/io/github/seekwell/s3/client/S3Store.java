package io.github.seekwell.s3.client;

import io.github.seekwell.core.client.Answers;
import io.github.seekwell.core.client.CallFailures;
import io.github.seekwell.core.client.LastModified;
import io.github.seekwell.core.client.ObjectEnd;
import io.github.seekwell.core.client.StoreCall;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.ChecksumType;
import software.amazon.awssdk.services.s3.model.CommonPrefix;
import software.amazon.awssdk.services.s3.model.Delete;
import software.amazon.awssdk.services.s3.model.DeleteObjectRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectsRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectsResponse;
import software.amazon.awssdk.services.s3.model.EncodingType;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Error;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * One bucket of S3, or of a store that speaks its protocol. Makes one attempt a call and verifies
 * every answer: status, range, length and version. Credentials and, if nobody named it, the region
 * are looked for with the first request, not before.
 *
 * <p>A call is one request, with three exceptions: a request that the store refuses because the
 * bucket is in another region or because credentials have expired is sent once more; an object
 * larger than S3 copies at once is copied in parts; and where the store does not decide about
 * conditions ({@link S3Options#conditional()}), one is looked into before the write.
 */
public final class S3Store implements ObjectStore {

  /** What S3 lists at most on a page. */
  private static final int PAGE = 1000;

  private final S3Bucket bucket;
  private final StoreId id;
  private final S3Client client;
  private final S3Uploads uploads;
  private final S3Copies copies;
  private final LastModified modified = new LastModified();

  /**
   * @param engine carries the requests; belongs to the store, which closes it
   */
  public S3Store(S3Bucket bucket, S3Auth auth, HttpEngine engine) {
    this.bucket = bucket;
    this.id =
        new StoreId(
            bucket.scheme(),
            bucket.endpoint().toString(),
            bucket.name(),
            bucket.options().encryption().scope(auth.credentialScope()));
    this.client = new S3Client(bucket, auth, engine);
    this.uploads = new S3Uploads(client, bucket, id);
    this.copies = new S3Copies(client, bucket, id, uploads);
  }

  @Override
  public StoreId id() {
    return id;
  }

  @Override
  public ObjectInfo head(String key, RequestContext context) throws StoreException {
    return head(key, null, context, (object, answer) -> object);
  }

  /**
   * What the store keeps as {@code x-amz-checksum-…} of what was sent: not of the sums of parts,
   * which say nothing of the whole.
   */
  @Override
  public Optional<ObjectChecksum> checksum(String key, RequestContext context)
      throws StoreException {
    return head(
        key,
        ChecksumMode.ENABLED,
        context,
        (object, answer) ->
            answer.checksumType() == ChecksumType.COMPOSITE
                ? Optional.empty()
                : checksum(object, answer));
  }

  private static Optional<ObjectChecksum> checksum(ObjectInfo object, HeadObjectResponse answer) {
    return Answers.checksum(object, Crc.CRC32C, answer.checksumCRC32C())
        .or(() -> Answers.checksum(object, Crc.CRC64NVME, answer.checksumCRC64NVME()))
        .or(() -> Answers.checksum(object, Crc.CRC32, answer.checksumCRC32()));
  }

  @Override
  public WrittenObject written(String key, RequestContext context) throws StoreException {
    return head(
        key,
        null,
        context,
        (object, answer) ->
            new WrittenObject(
                object,
                answer.sdkHttpResponse().firstMatchingHeader(S3Options.WRITE_ID).orElse("")));
  }

  private <T> T head(
      String key,
      @Nullable ChecksumMode checksums,
      RequestContext context,
      BiFunction<ObjectInfo, HeadObjectResponse, T> told)
      throws StoreException {
    StoreCall call = client.call(Operation.HEAD, "head " + id.uri(key), context);
    HeadObjectRequest request =
        HeadObjectRequest.builder()
            .bucket(bucket.name())
            .key(key)
            .checksumMode(checksums)
            .overrideConfiguration(client.with(bucket.options().encryption().ofReads()))
            .build();
    return client.run(
        call,
        sdk -> {
          HeadObjectResponse answer = sdk.headObject(request);
          if (answer.contentLength() == null || answer.contentLength() < 0) {
            throw Answers.wrong(call, "the answer tells no Content-Length");
          }
          ObjectInfo object =
              new ObjectInfo(
                  key,
                  answer.contentLength(),
                  Answers.etagOf(call),
                  S3Words.time(answer.lastModified()));
          return told.apply(object, answer);
        });
  }

  @Override
  public ObjectInfo get(
      String key, ByteRange range, Etag etag, BodyHandler body, RequestContext context)
      throws StoreException {
    StoreCall call =
        client
            .call(Operation.GET, "get " + id.uri(key) + " " + range, context)
            .onlyIf(PutCondition.ifMatch(etag));
    return client.get(
        call,
        asked(key, range.toHeader(), etag),
        answer -> {
          long size = Answers.rangedSize(call, range);
          ObjectInfo object = sent(call, key, size);
          if (!etag.isAny() && !etag.equals(object.etag())) {
            throw CallFailures.answer(
                call,
                ErrorKind.CHANGED,
                "asked for version " + etag + ", the store sent " + object.etag());
          }
          Answers.deliver(call, answer, object, range, body);
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
    StoreCall call = client.call(Operation.GET, action, context);
    try {
      return client.get(
          call,
          asked(key, end.header(length), Etag.ANY),
          answer -> {
            long size = Answers.sizeOfEnd(call, end, length);
            ObjectInfo object = sent(call, key, size);
            Answers.deliver(call, answer, object, end.within(size, length), body);
            return object;
          });
    } catch (StoreException e) {
      if (e.kind() != ErrorKind.INVALID_RANGE) {
        throw e;
      }
      return Answers.emptyOrElse(head(key, context), e, body);
    }
  }

  private ObjectInfo sent(StoreCall call, String key, long size) throws StoreException {
    return new ObjectInfo(key, size, Answers.etagOf(call), modified.of(call));
  }

  private S3Gets.Asked asked(String key, String range, Etag etag) {
    return new S3Gets.Asked(bucket.name(), key, range, S3Words.orNull(etag));
  }

  @Override
  public ListPage list(ListRequest request, RequestContext context) throws StoreException {
    StoreCall call = client.call(Operation.LIST, "list " + id.uri(request.prefix()), context);
    ListObjectsV2Request.Builder asked =
        ListObjectsV2Request.builder()
            .bucket(bucket.name())
            .prefix(Answers.orNull(request.prefix()))
            .delimiter(request.delimited() ? "/" : null)
            .maxKeys(Math.min(PAGE, request.limit()))
            // Keys may hold what XML cannot; the SDK decodes them again.
            .encodingType(EncodingType.URL)
            .overrideConfiguration(client.with(Map.of()));
    if (!request.token().isEmpty()) {
      asked.continuationToken(request.token());
    } else {
      asked.startAfter(Answers.orNull(request.startAfter()));
    }
    return client.run(call, sdk -> pageOf(call, request, sdk.listObjectsV2(asked.build())));
  }

  private static ListPage pageOf(StoreCall call, ListRequest request, ListObjectsV2Response listed)
      throws StoreException {
    if (listed.isTruncated() == null) {
      throw Answers.wrong(call, "the answer is no listing");
    }
    List<String> prefixes = new ArrayList<>(listed.commonPrefixes().size());
    for (CommonPrefix prefix : listed.commonPrefixes()) {
      prefixes.add(prefix.prefix());
    }
    boolean rolledUpLate = false;
    List<ObjectInfo> objects = new ArrayList<>(listed.contents().size());
    for (S3Object object : listed.contents()) {
      if (object.key() == null || object.size() == null) {
        throw Answers.wrong(call, "an entry of the listing lacks its name or size");
      }
      int slash = request.delimited() ? object.key().indexOf('/', request.prefix().length()) : -1;
      if (slash >= 0) {
        // S3 itself rolls up every key behind the delimiter; others forget the directory markers.
        prefixes.add(object.key().substring(0, slash + 1));
        rolledUpLate = true;
        continue;
      }
      objects.add(
          new ObjectInfo(
              object.key(),
              object.size(),
              Etag.ofHeader(CallFailures.word(object.eTag())),
              S3Words.time(object.lastModified())));
    }
    if (rolledUpLate) {
      prefixes = new ArrayList<>(new TreeSet<>(prefixes));
    }
    if (!listed.isTruncated()) {
      return new ListPage(objects, prefixes, "");
    }
    @Nullable String next = listed.nextContinuationToken();
    if (next == null || next.isEmpty()) {
      throw Answers.wrong(call, "the listing goes on, and does not tell where");
    }
    return new ListPage(objects, prefixes, next);
  }

  @Override
  public ObjectInfo put(String key, ObjectBody body, PutCondition condition, RequestContext context)
      throws StoreException {
    PutCondition left = lookedInto(key, condition, context);
    String action = "put " + id.uri(key) + " (" + body.length() + " bytes)";
    StoreCall call = client.call(Operation.PUT, action, context).onlyIf(left);
    S3Options options = bucket.options();
    return client.run(
        call,
        sdk -> {
          PutObjectRequest request =
              PutObjectRequest.builder()
                  .bucket(bucket.name())
                  .key(key)
                  .contentMD5(S3Words.md5(options, body))
                  .checksumAlgorithm(S3Words.algorithm(options))
                  .ifNoneMatch(left.ifAbsent() ? "*" : null)
                  .ifMatch(S3Words.orNull(left.ifMatch()))
                  .overrideConfiguration(client.with(options.ofNewObject(key, left)))
                  .build();
          sdk.putObject(request, S3Words.body(body, S3Options.contentType(key)));
          return new ObjectInfo(key, body.length(), Answers.etagOf(call), S3Words.time(null));
        });
  }

  @Override
  public MultipartUpload startUpload(String key, PutCondition condition, RequestContext context)
      throws StoreException {
    return uploads.start(key, bucket.options().ofNewObject(key, condition), context);
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
    return uploads.complete(upload, parts, lookedInto(upload.key(), condition, context), context);
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
    StoreCall call = client.call(Operation.DELETE, "delete " + id.uri(key), context);
    client.runUnlessGone(
        call,
        sdk ->
            sdk.deleteObject(
                DeleteObjectRequest.builder()
                    .bucket(bucket.name())
                    .key(key)
                    .overrideConfiguration(client.with(Map.of()))
                    .build()));
  }

  @Override
  public List<DeleteFailure> deleteAll(List<String> keys, RequestContext context)
      throws StoreException {
    if (keys.size() > deleteBatchLimit()) {
      throw new IllegalArgumentException(
          keys.size() + " keys, at most " + deleteBatchLimit() + " at a time");
    }
    List<DeleteFailure> failures = new ArrayList<>();
    List<String> together = new ArrayList<>(keys.size());
    for (String key : keys) {
      if (deleteBatchLimit() > 1 && S3Words.fitsXml(key)) {
        together.add(key);
      } else {
        try {
          delete(key, context);
        } catch (StoreException e) {
          failures.add(new DeleteFailure(key, e));
        }
      }
    }
    if (!together.isEmpty()) {
      failures.addAll(deletedTogether(together, context));
    }
    return failures;
  }

  private List<DeleteFailure> deletedTogether(List<String> keys, RequestContext context)
      throws StoreException {
    List<ObjectIdentifier> objects = new ArrayList<>(keys.size());
    for (String key : keys) {
      objects.add(ObjectIdentifier.builder().key(key).build());
    }
    DeleteObjectsRequest request =
        DeleteObjectsRequest.builder()
            .bucket(bucket.name())
            .delete(Delete.builder().objects(objects).build())
            .overrideConfiguration(client.with(Map.of()))
            .build();
    String action = "delete " + keys.size() + " objects of " + id.uri("");
    StoreCall call = client.call(Operation.DELETE_BATCH, action, context);
    return client.run(
        call,
        sdk -> {
          DeleteObjectsResponse answer = sdk.deleteObjects(request);
          if (answer.deleted().isEmpty() && answer.errors().isEmpty()) {
            // Asked to tell of each key, so that silence is not taken for success.
            throw Answers.wrong(call, "the answer tells of none of the keys");
          }
          return failuresOf(call, answer.errors());
        });
  }

  private List<DeleteFailure> failuresOf(StoreCall call, List<S3Error> errors) {
    List<DeleteFailure> failures = new ArrayList<>();
    for (S3Error error : errors) {
      String code = CallFailures.word(error.code());
      if (!code.equals("NoSuchKey")) {
        String key = CallFailures.word(error.key());
        failures.add(
            new DeleteFailure(
                key,
                S3Errors.ofKey(
                    call, "delete " + id.uri(key), code, CallFailures.word(error.message()))));
      }
    }
    return failures;
  }

  @Override
  public int deleteBatchLimit() {
    return bucket.options().deleteBatch();
  }

  @Override
  public Renaming renaming() {
    return Renaming.BY_COPY;
  }

  @Override
  public void rename(String from, String to, PutCondition condition, RequestContext context)
      throws StoreException {
    throw new StoreException(
        ErrorKind.UNSUPPORTED,
        "rename " + id.uri(from) + " to " + id.uri(to),
        "S3 renames nothing; copy and delete");
  }

  @Override
  public ObjectInfo copy(
      ObjectInfo source, String to, PutCondition condition, RequestContext context)
      throws StoreException {
    PutCondition left = lookedInto(to, condition, context);
    try {
      return copies.copy(source, to, left, context);
    } catch (StoreException e) {
      // One status for two conditions: only a look at the target tells which was not met.
      if (e.kind() == ErrorKind.ALREADY_EXISTS && !source.etag().isAny() && !exists(to, context)) {
        throw new StoreException(ErrorKind.CHANGED, e.failure(), e);
      }
      throw e;
    }
  }

  /**
   * What is left of a condition for the store to decide. Where it decides nothing, we look before
   * we write, which is no more than a courtesy towards writers at another time.
   */
  private PutCondition lookedInto(String key, PutCondition condition, RequestContext context)
      throws StoreException {
    if (bucket.options().conditional() || condition.isAlways()) {
      return condition;
    }
    String action = "look at " + id.uri(key) + " before writing";
    try {
      Etag found = head(key, context).etag();
      if (condition.ifAbsent()) {
        throw new StoreException(ErrorKind.ALREADY_EXISTS, action, "there is an object already");
      } else if (!found.equals(condition.ifMatch())) {
        throw new StoreException(
            ErrorKind.CHANGED, action, "the object is version " + found + " now");
      }
    } catch (StoreException e) {
      if (e.kind() != ErrorKind.NOT_FOUND) {
        throw e;
      } else if (!condition.ifAbsent()) {
        throw new StoreException(ErrorKind.CHANGED, action, "there is no object any more");
      }
    }
    return condition.withoutCondition();
  }

  private boolean exists(String key, RequestContext context) throws StoreException {
    try {
      head(key, context);
      return true;
    } catch (StoreException e) {
      if (e.kind() != ErrorKind.NOT_FOUND) {
        throw e;
      }
      return false;
    }
  }

  @Override
  public void close() {
    copies.close();
    client.close();
  }

  @Override
  public String toString() {
    return "S3Store(" + bucket + ")";
  }
}
