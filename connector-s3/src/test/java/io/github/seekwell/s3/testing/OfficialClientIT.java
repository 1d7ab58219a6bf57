package io.github.seekwell.s3.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.seekwell.core.testing.Content;
import io.github.seekwell.core.testing.Digests;
import io.github.seekwell.core.testing.Fault;
import io.github.seekwell.core.testing.LoggedRequest;
import io.github.seekwell.core.testing.StoreEmulator;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.Bucket;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.ChecksumType;
import software.amazon.awssdk.services.s3.model.CommonPrefix;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectsResponse;
import software.amazon.awssdk.services.s3.model.DeletedObject;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.MetadataDirective;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.Part;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Error;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.s3.model.StorageClass;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/** Amazon's client, with Amazon's HTTP and signatures verified, finds in the emulator its store. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class OfficialClientIT {
  private static final String BUCKET = "muons";
  private static final int MIB = 1 << 20;

  private StoreEmulator emulator;
  private S3Client client;

  @BeforeEach
  void start() throws IOException {
    emulator =
        StoreEmulator.builder(S3Dialect.open().signedBy(OfficialClient.accounts()))
            .bucket(BUCKET)
            .start();
    client = OfficialClient.at(emulator.endpoint());
  }

  @AfterEach
  void stop() {
    client.close();
    emulator.close();
  }

  @Test
  void bucket_createdFoundListedAndDeleted() {
    client.createBucket(
        create ->
            create
                .bucket("new-bucket")
                .createBucketConfiguration(where -> where.locationConstraint("eu-central-1")));

    assertThat(client.listBuckets().buckets())
        .extracting(Bucket::name)
        .containsExactly(BUCKET, "new-bucket");
    assertThat(
            client.getBucketLocation(get -> get.bucket("new-bucket")).locationConstraintAsString())
        .isEqualTo("eu-central-1");
    assertThat(client.getBucketLocation(get -> get.bucket(BUCKET)).locationConstraintAsString())
        .isNullOrEmpty();
    assertThat(client.headBucket(head -> head.bucket(BUCKET)).bucketRegion())
        .isEqualTo("us-east-1");
    assertRefused(
        () -> client.createBucket(create -> create.bucket(BUCKET)), 409, "BucketAlreadyOwnedByYou");

    put("k", new byte[1]);
    assertRefused(
        () -> client.deleteBucket(delete -> delete.bucket(BUCKET)), 409, "BucketNotEmpty");
    delete("k");
    client.deleteBucket(delete -> delete.bucket(BUCKET));

    assertRefused(() -> client.listObjectsV2(list -> list.bucket(BUCKET)), 404, "NoSuchBucket");
    assertThatThrownBy(() -> client.headBucket(head -> head.bucket(BUCKET)))
        .isInstanceOfSatisfying(S3Exception.class, e -> assertThat(e.statusCode()).isEqualTo(404));
  }

  @Test
  void putObject_isReadBackWholeAndInRanges() {
    byte[] bytes = randomBytes(3_000_000);
    PutObjectResponse put = put("a/b c+ü?&=~.root", bytes);
    GetObjectRequest get =
        GetObjectRequest.builder()
            .bucket(BUCKET)
            .key("a/b c+ü?&=~.root")
            .ifMatch(put.eTag())
            .build();

    assertThat(read(get)).isEqualTo(bytes);
    assertThat(read(get.toBuilder().range("bytes=10-1999999").build()))
        .isEqualTo(Arrays.copyOfRange(bytes, 10, 2_000_000));
    assertThat(read(get.toBuilder().range("bytes=2999990-").build()))
        .isEqualTo(Arrays.copyOfRange(bytes, 2_999_990, 3_000_000));
    assertThat(read(get.toBuilder().range("bytes=-5").build()))
        .isEqualTo(Arrays.copyOfRange(bytes, 2_999_995, 3_000_000));
    assertThat(emulator.objects().keys(BUCKET)).containsExactly("a/b c+ü?&=~.root");
    assertThat(emulator.log().requests("GetObject")).hasSize(4);
  }

  @ParameterizedTest
  @EnumSource(RequestChecksumCalculation.class)
  void framedBodies_areUnframed(RequestChecksumCalculation checksums) {
    byte[] bytes = randomBytes(300_000);
    try (S3Client other =
        OfficialClient.at(
            emulator.endpoint(), builder -> builder.requestChecksumCalculation(checksums))) {
      other.putObject(put -> put.bucket(BUCKET).key("k"), RequestBody.fromBytes(bytes));
    }

    assertThat(emulator.objects().get(BUCKET, "k").orElseThrow().content().bytes())
        .isEqualTo(bytes);
  }

  @ParameterizedTest
  @EnumSource(
      value = ChecksumAlgorithm.class,
      names = {"CRC32", "CRC32_C", "SHA1", "SHA256"})
  void trailingChecksums_areVerifiedKeptAndTold(ChecksumAlgorithm algorithm) {
    byte[] bytes = randomBytes(200_000);
    PutObjectResponse put =
        client.putObject(
            request -> request.bucket(BUCKET).key("k").checksumAlgorithm(algorithm),
            RequestBody.fromBytes(bytes));
    HeadObjectResponse head =
        client.headObject(
            request -> request.bucket(BUCKET).key("k").checksumMode(ChecksumMode.ENABLED));

    assertThat(logged("PutObject").headers())
        .containsKey("x-amz-trailer")
        .containsEntry("x-amz-content-sha256", "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER");
    assertThat(put.checksumType()).isEqualTo(ChecksumType.FULL_OBJECT);
    assertThat(
            Arrays.asList(
                head.checksumCRC32(),
                head.checksumCRC32C(),
                head.checksumSHA1(),
                head.checksumSHA256()))
        .filteredOn(value -> value != null)
        .hasSize(1);
    assertThat(head.checksumType()).isEqualTo(ChecksumType.FULL_OBJECT);
    assertThat(
            read(
                GetObjectRequest.builder()
                    .bucket(BUCKET)
                    .key("k")
                    .checksumMode(ChecksumMode.ENABLED)
                    .build()))
        .isEqualTo(bytes);
  }

  @Test
  void wrongDigests_areRefused() {
    RequestBody body = RequestBody.fromBytes(new byte[3]);

    assertRefused(
        () ->
            client.putObject(
                put -> put.bucket(BUCKET).key("k").contentMD5("AAAAAAAAAAAAAAAAAAAAAA=="), body),
        400,
        "BadDigest");
    assertRefused(
        () -> client.putObject(put -> put.bucket(BUCKET).key("k").checksumCRC32("AAAAAA=="), body),
        400,
        "BadDigest");
    assertRefused(
        () -> client.putObject(put -> put.bucket(BUCKET).key("k").contentMD5("no digest"), body),
        400,
        "InvalidDigest");
    assertThat(emulator.objects().keys(BUCKET)).isEmpty();
  }

  @Test
  void headObject_tellsWhatPutTold() {
    PutObjectResponse put =
        client.putObject(
            request ->
                request
                    .bucket(BUCKET)
                    .key("k")
                    .contentType("application/x-root")
                    .contentEncoding("gzip")
                    .cacheControl("no-cache")
                    .storageClass(StorageClass.STANDARD_IA)
                    .metadata(Map.of("run", "42")),
            RequestBody.fromString("abcd"));
    HeadObjectResponse head = client.headObject(request -> request.bucket(BUCKET).key("k"));

    assertThat(head.eTag()).isEqualTo(put.eTag()).isEqualTo("\"e2fc714c4727ee9395f324cd2e7f331f\"");
    assertThat(head.contentLength()).isEqualTo(4);
    assertThat(head.contentType()).isEqualTo("application/x-root");
    assertThat(head.contentEncoding()).isEqualTo("gzip");
    assertThat(head.cacheControl()).isEqualTo("no-cache");
    assertThat(head.storageClass()).isEqualTo(StorageClass.STANDARD_IA);
    assertThat(head.metadata()).containsEntry("run", "42");
    assertThat(head.lastModified())
        .isBetween(Instant.now().minusSeconds(60), Instant.now().plusSeconds(60));
    assertThat(head.responseMetadata().requestId()).startsWith("emulator-");
    assertThat(head.checksumCRC32()).isNull();
  }

  @Test
  void responseHeaders_canBeAskedFor() {
    put("k", new byte[1]);

    assertThat(
            client
                .getObjectAsBytes(
                    get ->
                        get.bucket(BUCKET)
                            .key("k")
                            .responseContentType("text/csv")
                            .responseCacheControl("no-store"))
                .response())
        .satisfies(
            response -> {
              assertThat(response.contentType()).isEqualTo("text/csv");
              assertThat(response.cacheControl()).isEqualTo("no-store");
            });
  }

  @Test
  void rangeBeyondTheEnd_isRefused() {
    put("k", new byte[10]);
    put("empty", new byte[0]);

    assertRefused(
        () -> read(get("k").toBuilder().range("bytes=10-20").build()), 416, "InvalidRange");
    assertRefused(
        () -> read(get("empty").toBuilder().range("bytes=-5").build()), 416, "InvalidRange");
    assertThat(read(get("empty"))).isEmpty();
  }

  @Test
  void conditions_areHeld() {
    String first = put("k", new byte[1]).eTag();
    String second = put("k", new byte[2]).eTag();

    assertThat(second).isNotEqualTo(first);
    assertRefused(
        () -> read(get("k").toBuilder().ifMatch(first).build()), 412, "PreconditionFailed");
    assertNotModified(get("k").toBuilder().ifNoneMatch(second).build());
    assertNotModified(get("k").toBuilder().ifModifiedSince(Instant.now().plusSeconds(60)).build());
    assertRefused(
        () -> read(get("k").toBuilder().ifUnmodifiedSince(Instant.now().minusSeconds(60)).build()),
        412,
        "PreconditionFailed");
    assertRefused(
        () -> put(putRequest("k").ifNoneMatch("*").build(), new byte[3]),
        412,
        "PreconditionFailed");
    assertRefused(
        () -> put(putRequest("k").ifMatch(first).build(), new byte[3]), 412, "PreconditionFailed");
    assertRefused(
        () -> put(putRequest("gone").ifMatch(first).build(), new byte[3]), 404, "NoSuchKey");
    put(putRequest("k").ifMatch(second).build(), new byte[3]);
    assertRefused(
        () -> client.deleteObject(delete -> delete.bucket(BUCKET).key("k").ifMatch(second)),
        412,
        "PreconditionFailed");
    assertThat(emulator.objects().get(BUCKET, "k").orElseThrow().size()).isEqualTo(3);
  }

  @Test
  void listing_goesThroughAllPagesInByteOrder() {
    List<String> keys = List.of("d/1", "d/2", "d/s/3", "d/s/4 +&<", "e", "\uFFFD", "\uD83D\uDE00");
    keys.forEach(key -> put(key, new byte[key.length()]));

    List<String> second = new ArrayList<>();
    client
        .listObjectsV2Paginator(list -> list.bucket(BUCKET).maxKeys(2))
        .forEach(page -> page.contents().forEach(object -> second.add(object.key())));
    List<String> first = new ArrayList<>();
    String marker = "";
    boolean more = true;
    while (more) {
      String from = marker;
      var page = client.listObjects(list -> list.bucket(BUCKET).maxKeys(3).marker(from));
      page.contents().forEach(object -> first.add(object.key()));
      marker = first.get(first.size() - 1);
      more = page.isTruncated();
    }

    assertThat(second).containsExactlyElementsOf(keys);
    assertThat(first).containsExactlyElementsOf(keys);
    assertThat(emulator.log().requests("ListObjectsV2")).hasSize(4);
    assertThat(emulator.log().requests("ListObjects")).hasSize(3);
  }

  @Test
  void listingWithDelimiter_tellsPrefixesOnceOverAllPages() {
    List.of("d/1", "d/s/2", "d/s/3", "d/t/4", "d/u").forEach(key -> put(key, new byte[7]));
    List<String> names = new ArrayList<>();
    client
        .listObjectsV2Paginator(list -> list.bucket(BUCKET).prefix("d/").delimiter("/").maxKeys(1))
        .forEach(
            page -> {
              assertThat(page.keyCount()).isEqualTo(1);
              page.contents().forEach(object -> names.add(object.key()));
              page.commonPrefixes().forEach(common -> names.add(common.prefix()));
            });
    ListObjectsV2Response page =
        client.listObjectsV2(list -> list.bucket(BUCKET).prefix("d/").delimiter("/"));
    S3Object one = page.contents().get(0);

    assertThat(names).containsExactly("d/1", "d/s/", "d/t/", "d/u");
    assertThat(page.commonPrefixes())
        .extracting(CommonPrefix::prefix)
        .containsExactly("d/s/", "d/t/");
    assertThat(page.isTruncated()).isFalse();
    assertThat(one.size()).isEqualTo(7);
    assertThat(one.eTag()).isEqualTo(client.headObject(h -> h.bucket(BUCKET).key("d/1")).eTag());
    assertThat(client.listObjectsV2(list -> list.bucket(BUCKET).startAfter("d/s/3")).contents())
        .extracting(S3Object::key)
        .containsExactly("d/t/4", "d/u");
    assertThat(client.listObjectsV2(list -> list.bucket(BUCKET).maxKeys(0)).contents()).isEmpty();
    assertThat(
            client
                .listObjects(list -> list.bucket(BUCKET).delimiter("/").prefix("d/").maxKeys(2))
                .nextMarker())
        .isEqualTo("d/s/");
  }

  @Test
  void delete_ofWhatIsNotThere_isNoError() {
    put("k", new byte[1]);
    delete("k");
    delete("k");

    assertRefused(() -> read(get("k")), 404, "NoSuchKey");
    assertThatThrownBy(() -> client.headObject(head -> head.bucket(BUCKET).key("k")))
        .isInstanceOfSatisfying(S3Exception.class, e -> assertThat(e.statusCode()).isEqualTo(404));
  }

  @Test
  void deleteObjects_tellsWhatItCouldNot() {
    put("a", new byte[1]);
    put("b & c", new byte[1]);
    put("kept", new byte[1]);
    DeleteObjectsResponse told = deleteObjects(false);

    assertThat(told.deleted())
        .extracting(DeletedObject::key)
        .containsExactlyInAnyOrder("a", "b & c", "gone");
    assertThat(told.errors()).extracting(S3Error::key).containsExactly("kept");
    assertThat(told.errors()).extracting(S3Error::code).containsExactly("PreconditionFailed");
    assertThat(deleteObjects(true).deleted()).isEmpty();
    assertThat(emulator.objects().keys(BUCKET)).containsExactly("kept");
  }

  private DeleteObjectsResponse deleteObjects(boolean quiet) {
    return client.deleteObjects(
        request ->
            request
                .bucket(BUCKET)
                .delete(
                    delete ->
                        delete
                            .quiet(quiet)
                            .objects(
                                ObjectIdentifier.builder().key("a").build(),
                                ObjectIdentifier.builder().key("b & c").build(),
                                ObjectIdentifier.builder().key("gone").build(),
                                ObjectIdentifier.builder().key("kept").eTag("another").build())));
  }

  @Test
  void copy_takesTheVersionNamedAndItsMetadata() {
    String etag =
        client
            .putObject(
                put -> put.bucket(BUCKET).key("a b/ü").metadata(Map.of("run", "42")),
                RequestBody.fromString("abc"))
            .eTag();
    var copied = client.copyObject(copyRequest("a b/ü", "b").copySourceIfMatch(etag).build());

    assertThat(copied.copyObjectResult().eTag()).isEqualTo(etag);
    assertThat(client.headObject(head -> head.bucket(BUCKET).key("b")).metadata())
        .containsEntry("run", "42");
    client.copyObject(
        copyRequest("a b/ü", "c")
            .metadataDirective(MetadataDirective.REPLACE)
            .metadata(Map.of("run", "43"))
            .build());
    assertThat(client.headObject(head -> head.bucket(BUCKET).key("c")).metadata())
        .containsEntry("run", "43");
    assertRefused(
        () -> client.copyObject(copyRequest("a b/ü", "d").copySourceIfMatch("\"x\"").build()),
        412,
        "PreconditionFailed");
    assertRefused(
        () -> client.copyObject(copyRequest("a b/ü", "b").ifNoneMatch("*").build()),
        412,
        "PreconditionFailed");
    assertRefused(() -> client.copyObject(copyRequest("gone", "d").build()), 404, "NoSuchKey");
    assertRefused(() -> client.copyObject(copyRequest("b", "b").build()), 400, "InvalidRequest");
    assertThat(emulator.objects().keys(BUCKET)).containsExactly("a b/ü", "b", "c");
  }

  @Test
  void multipartUpload_isInvisibleUntilCompleted() {
    byte[] first = randomBytes(5 * MIB);
    byte[] second = randomBytes(1_000);
    String upload = createUpload("big/object");
    CompletedPart one = uploadPart("big/object", upload, 1, first);
    CompletedPart two = uploadPart("big/object", upload, 2, second);
    uploadPart("big/object", upload, 3, second);

    assertThat(emulator.objects().keys(BUCKET)).isEmpty();
    assertThat(
            client
                .listParts(list -> list.bucket(BUCKET).key("big/object").uploadId(upload))
                .parts())
        .extracting(Part::size)
        .containsExactly(5L * MIB, 1000L, 1000L);
    assertThat(
            client
                .listPartsPaginator(
                    list -> list.bucket(BUCKET).key("big/object").uploadId(upload).maxParts(1))
                .parts())
        .extracting(Part::partNumber)
        .containsExactly(1, 2, 3);

    String etag = complete("big/object", upload, one, two);

    byte[] whole = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, whole, first.length, second.length);
    assertThat(etag).matches("\"[0-9a-f]{32}-2\"");
    assertThat(read(get("big/object"))).isEqualTo(whole);
    assertThat(read(get("big/object").toBuilder().partNumber(2).build())).isEqualTo(second);
    assertThat(
            client
                .headObject(head -> head.bucket(BUCKET).key("big/object").partNumber(1))
                .partsCount())
        .isEqualTo(2);
    assertThat(emulator.objects().uploads(BUCKET)).isEmpty();
    assertRefused(() -> complete("big/object", upload, one, two), 404, "NoSuchUpload");
  }

  @Test
  void completing_refusesWhatDoesNotFit() {
    String upload = createUpload("k");
    CompletedPart one = uploadPart("k", upload, 1, new byte[10]);
    CompletedPart two = uploadPart("k", upload, 2, new byte[10]);

    assertRefused(() -> complete("k", upload, one, two), 400, "EntityTooSmall");
    assertRefused(() -> complete("k", upload, two, one), 400, "InvalidPartOrder");
    assertRefused(
        () -> complete("k", upload, one.toBuilder().eTag("other").build()), 400, "InvalidPart");
    assertRefused(
        () -> complete("k", upload, one.toBuilder().partNumber(7).build()), 400, "InvalidPart");
    assertThat(emulator.objects().keys(BUCKET)).isEmpty();
    complete("k", upload, one);
    assertThat(emulator.objects().keys(BUCKET)).containsExactly("k");
  }

  @Test
  void completing_onlyIfNoneIsThere_hasOneWinner() {
    String loser = createUpload("k");
    CompletedPart part = uploadPart("k", loser, 1, new byte[10]);
    put("k", new byte[1]);

    assertRefused(
        () ->
            client.completeMultipartUpload(
                completion("k", loser, part).toBuilder().ifNoneMatch("*").build()),
        412,
        "PreconditionFailed");
    assertThat(emulator.objects().get(BUCKET, "k").orElseThrow().size()).isEqualTo(1);
  }

  @Test
  void uploadWithoutItsChecksums_isRefused() {
    String upload =
        client
            .createMultipartUpload(
                create ->
                    create.bucket(BUCKET).key("k").checksumAlgorithm(ChecksumAlgorithm.SHA256))
            .uploadId();
    UploadPartResponse part =
        client.uploadPart(
            put ->
                put.bucket(BUCKET)
                    .key("k")
                    .uploadId(upload)
                    .partNumber(1)
                    .checksumAlgorithm(ChecksumAlgorithm.SHA256),
            RequestBody.fromBytes(new byte[10]));
    CompletedPart bare = CompletedPart.builder().partNumber(1).eTag(part.eTag()).build();

    assertRefused(
        () ->
            client.uploadPart(
                put ->
                    put.bucket(BUCKET)
                        .key("k")
                        .uploadId(upload)
                        .partNumber(2)
                        .checksumAlgorithm(ChecksumAlgorithm.CRC32),
                RequestBody.fromBytes(new byte[10])),
        400,
        "InvalidRequest");
    assertRefused(() -> complete("k", upload, bare), 400, "InvalidRequest");
    complete("k", upload, bare.toBuilder().checksumSHA256(part.checksumSHA256()).build());
    assertThat(
            client
                .headObject(head -> head.bucket(BUCKET).key("k").checksumMode(ChecksumMode.ENABLED))
                .checksumSHA256())
        .endsWith("-1");
  }

  @Test
  void partsWithChecksums_mustBeNamedWithThem() {
    String upload = createUpload("k");
    CompletedPart part = uploadPart("k", upload, 1, new byte[10]);

    assertThat(part.checksumCRC32()).isNotEmpty();
    assertRefused(
        () -> complete("k", upload, part.toBuilder().checksumCRC32(null).build()),
        400,
        "InvalidPart");
    complete("k", upload, part);
  }

  @Test
  void partsCopied_makeAnObject() {
    byte[] bytes = randomBytes(6 * MIB);
    String etag = put("from", bytes).eTag();
    String upload = createPlainUpload("to");
    List<CompletedPart> parts = new ArrayList<>();
    for (String range : List.of("bytes=0-5242879", "bytes=5242880-6291455")) {
      int number = parts.size() + 1;
      var copied =
          client.uploadPartCopy(
              copy ->
                  copy.sourceBucket(BUCKET)
                      .sourceKey("from")
                      .copySourceRange(range)
                      .copySourceIfMatch(etag)
                      .destinationBucket(BUCKET)
                      .destinationKey("to")
                      .uploadId(upload)
                      .partNumber(number));
      parts.add(
          CompletedPart.builder().partNumber(number).eTag(copied.copyPartResult().eTag()).build());
    }
    complete("to", upload, parts.toArray(CompletedPart[]::new));

    assertThat(read(get("to"))).isEqualTo(bytes);
    assertThat(emulator.log().requests("UploadPartCopy")).hasSize(2);
  }

  @Test
  void abortedUpload_leavesNothing() {
    String first = createUpload("d/1");
    String second = createUpload("d/1");
    createUpload("e");

    assertThat(
            client
                .listMultipartUploadsPaginator(list -> list.bucket(BUCKET).maxUploads(1))
                .uploads())
        .extracting(MultipartUpload::key)
        .containsExactly("d/1", "d/1", "e");
    assertThat(client.listMultipartUploads(list -> list.bucket(BUCKET).prefix("d/")).uploads())
        .extracting(MultipartUpload::uploadId)
        .containsExactly(first, second);
    assertThat(
            client
                .listMultipartUploads(list -> list.bucket(BUCKET).delimiter("/"))
                .commonPrefixes())
        .extracting(CommonPrefix::prefix)
        .containsExactly("d/");

    client.abortMultipartUpload(abort -> abort.bucket(BUCKET).key("d/1").uploadId(first));

    assertThat(emulator.objects().uploads(BUCKET)).hasSize(2);
    assertRefused(() -> uploadPart("d/1", first, 2, new byte[1]), 404, "NoSuchUpload");
  }

  @Test
  void customersKey_isDemandedOfReaders() {
    String key = Base64.getEncoder().encodeToString(new byte[32]);
    String digest = Base64.getEncoder().encodeToString(Digests.md5(Content.of(new byte[32])));
    client.putObject(
        put ->
            put.bucket(BUCKET)
                .key("k")
                .sseCustomerAlgorithm("AES256")
                .sseCustomerKey(key)
                .sseCustomerKeyMD5(digest),
        RequestBody.fromString("secret"));
    GetObjectRequest knowing =
        get("k").toBuilder()
            .sseCustomerAlgorithm("AES256")
            .sseCustomerKey(key)
            .sseCustomerKeyMD5(digest)
            .build();

    assertThat(read(knowing)).asString().isEqualTo("secret");
    assertRefused(() -> read(get("k")), 400, "InvalidRequest");
    assertThatThrownBy(() -> client.headObject(head -> head.bucket(BUCKET).key("k")))
        .isInstanceOfSatisfying(S3Exception.class, e -> assertThat(e.statusCode()).isEqualTo(400));
    assertThat(emulator.objects().get(BUCKET, "k").orElseThrow().headers())
        .doesNotContainValue(key);
  }

  @Test
  void scriptedThrottle_isOneToTheClient() {
    emulator.script(Fault.status(503));

    assertThatThrownBy(() -> client.listBuckets())
        .isInstanceOfSatisfying(
            S3Exception.class, e -> assertThat(e.isThrottlingException()).isTrue());
  }

  private LoggedRequest logged(String operation) {
    return emulator.log().requests(operation).get(0);
  }

  private static void assertRefused(Runnable call, int status, String code) {
    assertThatThrownBy(call::run)
        .isInstanceOfSatisfying(
            S3Exception.class,
            e -> {
              assertThat(e.awsErrorDetails().errorCode()).isEqualTo(code);
              assertThat(e.statusCode()).isEqualTo(status);
              assertThat(e.requestId()).startsWith("emulator-");
              assertThat(e.extendedRequestId()).isNotEmpty();
            });
  }

  private void assertNotModified(GetObjectRequest request) {
    assertThatThrownBy(() -> read(request))
        .isInstanceOfSatisfying(S3Exception.class, e -> assertThat(e.statusCode()).isEqualTo(304));
  }

  private PutObjectResponse put(String key, byte[] bytes) {
    return put(putRequest(key).build(), bytes);
  }

  private PutObjectResponse put(PutObjectRequest request, byte[] bytes) {
    return client.putObject(request, RequestBody.fromBytes(bytes));
  }

  private static PutObjectRequest.Builder putRequest(String key) {
    return PutObjectRequest.builder().bucket(BUCKET).key(key);
  }

  private static GetObjectRequest get(String key) {
    return GetObjectRequest.builder().bucket(BUCKET).key(key).build();
  }

  private void delete(String key) {
    client.deleteObject(delete -> delete.bucket(BUCKET).key(key));
  }

  private byte[] read(GetObjectRequest request) {
    return client.getObjectAsBytes(request).asByteArray();
  }

  private static CopyObjectRequest.Builder copyRequest(String from, String to) {
    return CopyObjectRequest.builder()
        .sourceBucket(BUCKET)
        .sourceKey(from)
        .destinationBucket(BUCKET)
        .destinationKey(to);
  }

  private String createUpload(String key) {
    return client.createMultipartUpload(create -> create.bucket(BUCKET).key(key)).uploadId();
  }

  /** Without checksums, which the SDK asks for by default, so that parts need none. */
  private String createPlainUpload(String key) {
    try (S3Client plain =
        OfficialClient.at(
            emulator.endpoint(),
            builder ->
                builder.requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED))) {
      return plain.createMultipartUpload(create -> create.bucket(BUCKET).key(key)).uploadId();
    }
  }

  private CompletedPart uploadPart(String key, String upload, int number, byte[] bytes) {
    UploadPartResponse part =
        client.uploadPart(
            put -> put.bucket(BUCKET).key(key).uploadId(upload).partNumber(number),
            RequestBody.fromBytes(bytes));
    return CompletedPart.builder()
        .partNumber(number)
        .eTag(part.eTag())
        .checksumCRC32(part.checksumCRC32())
        .build();
  }

  private String complete(String key, String upload, CompletedPart... parts) {
    return client.completeMultipartUpload(completion(key, upload, parts)).eTag();
  }

  private static CompleteMultipartUploadRequest completion(
      String key, String upload, CompletedPart... parts) {
    return CompleteMultipartUploadRequest.builder()
        .bucket(BUCKET)
        .key(key)
        .uploadId(upload)
        .multipartUpload(all -> all.parts(parts))
        .build();
  }

  private static byte[] randomBytes(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
  }
}
