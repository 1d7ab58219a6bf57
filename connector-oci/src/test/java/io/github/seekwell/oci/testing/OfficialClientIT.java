package io.github.seekwell.oci.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.oracle.bmc.model.BmcException;
import com.oracle.bmc.model.Range;
import com.oracle.bmc.objectstorage.ObjectStorageClient;
import com.oracle.bmc.objectstorage.model.BatchDeleteObjectIdentifier;
import com.oracle.bmc.objectstorage.model.BatchDeleteObjectsDetails;
import com.oracle.bmc.objectstorage.model.CommitMultipartUploadDetails;
import com.oracle.bmc.objectstorage.model.CommitMultipartUploadPartDetails;
import com.oracle.bmc.objectstorage.model.CopyObjectDetails;
import com.oracle.bmc.objectstorage.model.CreateBucketDetails;
import com.oracle.bmc.objectstorage.model.CreateMultipartUploadDetails;
import com.oracle.bmc.objectstorage.model.ListObjects;
import com.oracle.bmc.objectstorage.model.MultipartUpload;
import com.oracle.bmc.objectstorage.model.ObjectSummary;
import com.oracle.bmc.objectstorage.model.RenameObjectDetails;
import com.oracle.bmc.objectstorage.model.WorkRequest;
import com.oracle.bmc.objectstorage.requests.AbortMultipartUploadRequest;
import com.oracle.bmc.objectstorage.requests.BatchDeleteObjectsRequest;
import com.oracle.bmc.objectstorage.requests.CommitMultipartUploadRequest;
import com.oracle.bmc.objectstorage.requests.CopyObjectRequest;
import com.oracle.bmc.objectstorage.requests.CreateBucketRequest;
import com.oracle.bmc.objectstorage.requests.CreateMultipartUploadRequest;
import com.oracle.bmc.objectstorage.requests.DeleteObjectRequest;
import com.oracle.bmc.objectstorage.requests.GetBucketRequest;
import com.oracle.bmc.objectstorage.requests.GetNamespaceRequest;
import com.oracle.bmc.objectstorage.requests.GetObjectRequest;
import com.oracle.bmc.objectstorage.requests.GetWorkRequestRequest;
import com.oracle.bmc.objectstorage.requests.HeadBucketRequest;
import com.oracle.bmc.objectstorage.requests.HeadObjectRequest;
import com.oracle.bmc.objectstorage.requests.ListMultipartUploadPartsRequest;
import com.oracle.bmc.objectstorage.requests.ListMultipartUploadsRequest;
import com.oracle.bmc.objectstorage.requests.ListObjectsRequest;
import com.oracle.bmc.objectstorage.requests.PutObjectRequest;
import com.oracle.bmc.objectstorage.requests.RenameObjectRequest;
import com.oracle.bmc.objectstorage.requests.UploadPartRequest;
import com.oracle.bmc.objectstorage.responses.GetObjectResponse;
import com.oracle.bmc.objectstorage.responses.HeadObjectResponse;
import com.oracle.bmc.objectstorage.responses.PutObjectResponse;
import io.github.seekwell.core.testing.Fault;
import io.github.seekwell.core.testing.StoreEmulator;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Oracle's client, with Oracle's HTTP and signatures verified, finds in the emulator its store. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class OfficialClientIT {
  private static final String NS = "physics";
  private static final String BUCKET = "muons";
  private static final OfficialClient OFFICIAL = new OfficialClient();

  private StoreEmulator emulator;
  private ObjectStorageClient client;

  @BeforeEach
  void start() throws IOException {
    emulator =
        StoreEmulator.builder(OciDialect.of(NS).signedBy(OFFICIAL.check())).bucket(BUCKET).start();
    client = OFFICIAL.at(emulator.endpoint());
  }

  @AfterEach
  void stop() {
    client.close();
    emulator.close();
  }

  @Test
  void namespace_isTold() {
    assertThat(client.getNamespace(GetNamespaceRequest.builder().build()).getValue()).isEqualTo(NS);
  }

  @Test
  void bucket_createdAndFound() {
    client.createBucket(
        CreateBucketRequest.builder()
            .namespaceName(NS)
            .createBucketDetails(
                CreateBucketDetails.builder().name("new").compartmentId("ocid1.c").build())
            .build());

    assertThat(
            client
                .getBucket(GetBucketRequest.builder().namespaceName(NS).bucketName("new").build())
                .getBucket()
                .getName())
        .isEqualTo("new");
  }

  @Test
  void missingBucket_isRefusedWithItsCode() {
    GetBucketRequest get =
        GetBucketRequest.builder().namespaceName(NS).bucketName("nowhere").build();
    HeadBucketRequest head =
        HeadBucketRequest.builder().namespaceName(NS).bucketName("nowhere").build();

    assertRefused(() -> client.getBucket(get), 404, "BucketNotFound");
    assertThatThrownBy(() -> client.headBucket(head))
        .isInstanceOfSatisfying(
            BmcException.class, e -> assertThat(e.getStatusCode()).isEqualTo(404));
  }

  @Test
  void putObject_isReadBackWholeAndInRanges() throws IOException {
    byte[] bytes = randomBytes(3_000_000);
    PutObjectResponse put = put("a/b c+ü?.root", bytes);
    GetObjectRequest get =
        GetObjectRequest.builder()
            .namespaceName(NS)
            .bucketName(BUCKET)
            .objectName("a/b c+ü?.root")
            .ifMatch(put.getETag())
            .build();

    assertThat(read(get)).isEqualTo(bytes);
    assertThat(read(get.toBuilder().range(new Range(10L, 1_999_999L)).build()))
        .isEqualTo(Arrays.copyOfRange(bytes, 10, 2_000_000));
    assertThat(read(get.toBuilder().range(new Range(2_999_990L, null)).build()))
        .isEqualTo(Arrays.copyOfRange(bytes, 2_999_990, 3_000_000));
    assertThat(read(get.toBuilder().range(new Range(null, 5L)).build()))
        .isEqualTo(Arrays.copyOfRange(bytes, 2_999_995, 3_000_000));
    assertThat(emulator.objects().keys(BUCKET)).containsExactly("a/b c+ü?.root");
  }

  @Test
  void headObject_tellsWhatPutTold() {
    PutObjectResponse put =
        client.putObject(
            PutObjectRequest.builder()
                .namespaceName(NS)
                .bucketName(BUCKET)
                .objectName("k")
                .contentType("application/x-root")
                .contentLength(4L)
                .opcMeta(Map.of("run", "42"))
                .putObjectBody(new ByteArrayInputStream("abcd".getBytes(StandardCharsets.UTF_8)))
                .build());
    HeadObjectResponse head = client.headObject(headRequest("k"));

    assertThat(head.getETag()).isEqualTo(put.getETag());
    assertThat(head.getContentLength()).isEqualTo(4);
    assertThat(head.getContentType()).isEqualTo("application/x-root");
    assertThat(head.getContentMd5()).isEqualTo(put.getOpcContentMd5());
    assertThat(head.getLastModified()).isEqualTo(put.getLastModified());
    assertThat(head.getOpcMeta()).containsEntry("run", "42");
    assertThat(head.getOpcRequestId()).startsWith("emulator-");
  }

  @Test
  void rangeBeyondTheEnd_isRefused() {
    put("k", new byte[10]);
    GetObjectRequest get = getRequest("k").toBuilder().range(new Range(10L, 20L)).build();

    assertRefused(() -> client.getObject(get), 416, "InvalidRange");
  }

  @Test
  void conditions_areHeld() {
    String first = put("k", new byte[1]).getETag();
    String second = put("k", new byte[2]).getETag();

    assertThat(second).isNotEqualTo(first);
    assertRefused(
        () -> client.getObject(getRequest("k").toBuilder().ifMatch(first).build()),
        412,
        "IfMatchFailed");
    assertThat(
            client
                .getObject(getRequest("k").toBuilder().ifNoneMatch(second).build())
                .isNotModified())
        .isTrue();
    assertRefused(
        () -> client.putObject(putRequest("k", new byte[3]).toBuilder().ifNoneMatch("*").build()),
        412,
        "IfNoneMatchFailed");
    assertRefused(
        () -> client.putObject(putRequest("k", new byte[3]).toBuilder().ifMatch(first).build()),
        412,
        "IfMatchFailed");
  }

  @Test
  void wrongDigest_isRefused() {
    PutObjectRequest wrong =
        putRequest("k", new byte[3]).toBuilder().contentMD5("AAAAAAAAAAAAAAAAAAAAAA==").build();

    assertRefused(() -> client.putObject(wrong), 400, "UnmatchedContentMD5");
    assertThat(emulator.objects().keys(BUCKET)).isEmpty();
  }

  @Test
  void listing_goesThroughAllPagesInByteOrder() {
    List<String> keys = List.of("d/1", "d/2", "d/s/3", "d/s/4", "e", "\uFFFD", "\uD83D\uDE00");
    keys.forEach(key -> put(key, new byte[key.length()]));
    List<String> listed = new ArrayList<>();
    String start = null;
    do {
      ListObjects page = list(ListObjectsRequest.builder().limit(2).start(start));
      assertThat(page.getObjects()).hasSizeLessThanOrEqualTo(2);
      page.getObjects().forEach(object -> listed.add(object.getName()));
      start = page.getNextStartWith();
    } while (start != null);

    assertThat(listed).containsExactlyElementsOf(keys);
  }

  @Test
  void listingWithDelimiter_tellsPrefixesAndFields() {
    List.of("d/1", "d/s/2", "d/s/3", "d/t/4").forEach(key -> put(key, new byte[7]));
    ListObjects page =
        list(ListObjectsRequest.builder().prefix("d/").delimiter("/").fields("name,size,etag,md5"));
    ObjectSummary one = page.getObjects().get(0);

    assertThat(page.getObjects()).hasSize(1);
    assertThat(one.getName()).isEqualTo("d/1");
    assertThat(one.getSize()).isEqualTo(7);
    assertThat(one.getEtag()).isEqualTo(client.headObject(headRequest("d/1")).getETag());
    assertThat(page.getPrefixes()).containsExactly("d/s/", "d/t/");
    assertThat(page.getNextStartWith()).isNull();
    assertThat(list(ListObjectsRequest.builder().startAfter("d/1").end("d/s/3")).getObjects())
        .extracting(ObjectSummary::getName)
        .containsExactly("d/s/2");
  }

  @Test
  void rename_movesOnceAndKeepsTargets() {
    put("from", new byte[] {1, 2});
    put("there", new byte[] {3});

    assertRefused(() -> rename("from", "there"), 412, "IfNoneMatchFailed");
    rename("from", "to");

    assertThat(emulator.objects().keys(BUCKET)).containsExactly("there", "to");
    assertRefused(() -> rename("from", "to2"), 404, "ObjectNotFound");
  }

  @Test
  void delete_isFinal() {
    put("k", new byte[1]);
    DeleteObjectRequest delete =
        DeleteObjectRequest.builder().namespaceName(NS).bucketName(BUCKET).objectName("k").build();
    client.deleteObject(delete);

    assertRefused(() -> client.deleteObject(delete), 404, "ObjectNotFound");
    assertRefused(() -> client.getObject(getRequest("k")), 404, "ObjectNotFound");
  }

  @Test
  void batchDelete_tellsWhatItCouldNot() {
    put("a", new byte[1]);
    var result =
        client
            .batchDeleteObjects(
                BatchDeleteObjectsRequest.builder()
                    .namespaceName(NS)
                    .bucketName(BUCKET)
                    .batchDeleteObjectsDetails(
                        BatchDeleteObjectsDetails.builder()
                            .objects(
                                List.of(
                                    BatchDeleteObjectIdentifier.builder().objectName("a").build(),
                                    BatchDeleteObjectIdentifier.builder()
                                        .objectName("gone")
                                        .build()))
                            .build())
                    .build())
            .getBatchDeleteObjectsResult();

    assertThat(result.getDeleted()).hasSize(1);
    assertThat(result.getFailed()).hasSize(1);
    assertThat(result.getFailed().get(0).getStatusCode()).isEqualTo(404);
  }

  @Test
  void copy_isCompleteWhenItsWorkRequestSaysSo() {
    put("a", new byte[] {1, 2, 3});
    String work =
        client
            .copyObject(
                CopyObjectRequest.builder()
                    .namespaceName(NS)
                    .bucketName(BUCKET)
                    .copyObjectDetails(
                        CopyObjectDetails.builder()
                            .sourceObjectName("a")
                            .destinationRegion("us-ashburn-1")
                            .destinationNamespace(NS)
                            .destinationBucket(BUCKET)
                            .destinationObjectName("b")
                            .build())
                    .build())
            .getOpcWorkRequestId();

    assertThat(
            client
                .getWorkRequest(GetWorkRequestRequest.builder().workRequestId(work).build())
                .getWorkRequest()
                .getStatus())
        .isEqualTo(WorkRequest.Status.Completed);
    assertThat(emulator.objects().keys(BUCKET)).containsExactly("a", "b");
  }

  @Test
  void multipartUpload_isInvisibleUntilCommitted() throws IOException {
    byte[] first = randomBytes(6_000_000);
    byte[] second = randomBytes(1_000);
    MultipartUpload upload = createUpload("big/object");
    String one = uploadPart(upload, 1, first);
    String two = uploadPart(upload, 2, second);
    String three = uploadPart(upload, 3, second);

    assertThat(emulator.objects().keys(BUCKET)).isEmpty();
    assertThat(
            client
                .listMultipartUploadParts(
                    ListMultipartUploadPartsRequest.builder()
                        .namespaceName(NS)
                        .bucketName(BUCKET)
                        .objectName(upload.getObject())
                        .uploadId(upload.getUploadId())
                        .build())
                .getItems())
        .extracting(part -> part.getPartNumber() + "=" + part.getEtag() + "=" + part.getSize())
        .containsExactly("1=" + one + "=6000000", "2=" + two + "=1000", "3=" + three + "=1000");

    client.commitMultipartUpload(
        CommitMultipartUploadRequest.builder()
            .namespaceName(NS)
            .bucketName(BUCKET)
            .objectName(upload.getObject())
            .uploadId(upload.getUploadId())
            .commitMultipartUploadDetails(
                CommitMultipartUploadDetails.builder()
                    .partsToCommit(List.of(committed(1, one), committed(2, two)))
                    .partsToExclude(List.of(3))
                    .build())
            .build());

    byte[] whole = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, whole, first.length, second.length);
    assertThat(read(getRequest("big/object"))).isEqualTo(whole);
    assertThat(emulator.objects().uploads(BUCKET)).isEmpty();
    assertThat(client.headObject(headRequest("big/object")).getOpcMultipartMd5()).endsWith("-2");
  }

  @Test
  void abortedUpload_leavesNothing() {
    MultipartUpload upload = createUpload("k");
    uploadPart(upload, 1, new byte[10]);
    ListMultipartUploadsRequest list =
        ListMultipartUploadsRequest.builder().namespaceName(NS).bucketName(BUCKET).build();

    assertThat(client.listMultipartUploads(list).getItems())
        .extracting(MultipartUpload::getUploadId)
        .containsExactly(upload.getUploadId());
    client.abortMultipartUpload(
        AbortMultipartUploadRequest.builder()
            .namespaceName(NS)
            .bucketName(BUCKET)
            .objectName("k")
            .uploadId(upload.getUploadId())
            .build());

    assertThat(client.listMultipartUploads(list).getItems()).isEmpty();
    assertRefused(() -> uploadPart(upload, 2, new byte[1]), 404, "NoSuchUpload");
  }

  @Test
  void anotherKey_isNotAuthenticated() {
    try (ObjectStorageClient stranger = new OfficialClient().at(emulator.endpoint())) {
      assertRefused(
          () -> stranger.getNamespace(GetNamespaceRequest.builder().build()),
          401,
          "NotAuthenticated");
    }
  }

  @Test
  void scriptedThrottle_isOneToTheClient() {
    emulator.script(Fault.status(429));

    assertRefused(
        () -> client.getNamespace(GetNamespaceRequest.builder().build()), 429, "TooManyRequests");
  }

  private static void assertRefused(Runnable call, int status, String code) {
    assertThatThrownBy(call::run)
        .isInstanceOfSatisfying(
            BmcException.class,
            e -> {
              assertThat(e.getStatusCode()).isEqualTo(status);
              assertThat(e.getServiceCode()).isEqualTo(code);
              assertThat(e.getOpcRequestId()).isNotEmpty();
            });
  }

  private PutObjectResponse put(String key, byte[] bytes) {
    return client.putObject(putRequest(key, bytes));
  }

  private static PutObjectRequest putRequest(String key, byte[] bytes) {
    return PutObjectRequest.builder()
        .namespaceName(NS)
        .bucketName(BUCKET)
        .objectName(key)
        .contentLength((long) bytes.length)
        .putObjectBody(new ByteArrayInputStream(bytes))
        .build();
  }

  private static GetObjectRequest getRequest(String key) {
    return GetObjectRequest.builder().namespaceName(NS).bucketName(BUCKET).objectName(key).build();
  }

  private static HeadObjectRequest headRequest(String key) {
    return HeadObjectRequest.builder().namespaceName(NS).bucketName(BUCKET).objectName(key).build();
  }

  private byte[] read(GetObjectRequest request) throws IOException {
    GetObjectResponse response = client.getObject(request);
    try (var body = response.getInputStream()) {
      return body.readAllBytes();
    }
  }

  private ListObjects list(ListObjectsRequest.Builder request) {
    return client
        .listObjects(request.namespaceName(NS).bucketName(BUCKET).build())
        .getListObjects();
  }

  private void rename(String from, String to) {
    client.renameObject(
        RenameObjectRequest.builder()
            .namespaceName(NS)
            .bucketName(BUCKET)
            .renameObjectDetails(
                RenameObjectDetails.builder()
                    .sourceName(from)
                    .newName(to)
                    .newObjIfNoneMatchETag("*")
                    .build())
            .build());
  }

  private MultipartUpload createUpload(String key) {
    return client
        .createMultipartUpload(
            CreateMultipartUploadRequest.builder()
                .namespaceName(NS)
                .bucketName(BUCKET)
                .createMultipartUploadDetails(
                    CreateMultipartUploadDetails.builder().object(key).build())
                .build())
        .getMultipartUpload();
  }

  private String uploadPart(MultipartUpload upload, int number, byte[] bytes) {
    return client
        .uploadPart(
            UploadPartRequest.builder()
                .namespaceName(NS)
                .bucketName(BUCKET)
                .objectName(upload.getObject())
                .uploadId(upload.getUploadId())
                .uploadPartNum(number)
                .contentLength((long) bytes.length)
                .uploadPartBody(new ByteArrayInputStream(bytes))
                .build())
        .getETag();
  }

  private static CommitMultipartUploadPartDetails committed(int number, String etag) {
    return CommitMultipartUploadPartDetails.builder().partNum(number).etag(etag).build();
  }

  private static byte[] randomBytes(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
  }
}
