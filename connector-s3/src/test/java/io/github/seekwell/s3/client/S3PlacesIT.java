package io.github.seekwell.s3.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.seekwell.core.config.HttpConfig;
import io.github.seekwell.core.http.HttpEngine;
import io.github.seekwell.core.http.HttpListener;
import io.github.seekwell.core.store.BodyHandler;
import io.github.seekwell.core.store.ByteRange;
import io.github.seekwell.core.store.Crc;
import io.github.seekwell.core.store.ErrorKind;
import io.github.seekwell.core.store.Etag;
import io.github.seekwell.core.store.MultipartUpload;
import io.github.seekwell.core.store.ObjectChecksum;
import io.github.seekwell.core.store.ObjectInfo;
import io.github.seekwell.core.store.PutCondition;
import io.github.seekwell.core.store.RequestContext;
import io.github.seekwell.core.store.StoreException;
import io.github.seekwell.core.store.UploadedPart;
import io.github.seekwell.core.testing.LoggedRequest;
import io.github.seekwell.core.testing.RampObject;
import io.github.seekwell.core.testing.StoreEmulator;
import io.github.seekwell.s3.testing.S3Accounts;
import io.github.seekwell.s3.testing.S3Dialect;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Regions, hosts, accounts and checksums, against a store that minds them. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class S3PlacesIT {
  private static final RequestContext CONTEXT = RequestContext.DEMAND;
  private static final RampObject RAMP = RampObject.of(1000);

  private final S3Accounts accounts = new S3Accounts().add("AKIATEST", "secret");
  private StoreEmulator emulator;

  @BeforeEach
  void start() throws IOException {
    emulator =
        StoreEmulator.builder(
                S3Dialect.open()
                    .inRegion("eu-west-3")
                    .minimumPart(1)
                    .payingRequesters("paid")
                    .signedBy(accounts))
            .bucket("data")
            .bucket("paid")
            .start();
  }

  @AfterEach
  void stop() {
    emulator.close();
  }

  @Test
  void aStoreOfAnotherRegion_isFollowed_byHeadToo_andRemembered() throws StoreException {
    try (S3Store store = store("data", "us-east-1", S3Options.defaults())) {
      store.put("a", RAMP.body(), PutCondition.ALWAYS, CONTEXT);
      int after = emulator.log().requests().size();
      store.head("a", CONTEXT);

      assertThat(after).isEqualTo(2);
      assertThat(emulator.log().requests()).hasSize(3);
    }
    try (S3Store store = store("data", "us-east-1", S3Options.defaults())) {
      assertThat(store.head("a", CONTEXT).size()).isEqualTo(1000);
    }
  }

  @Test
  void buckets_standInHostNames_unlessPathStyleIsAsked() throws StoreException {
    URI byName = URI.create("http://localhost:" + emulator.endpoint().getPort());
    try (S3Store store = storeAt(byName, "data", S3Options.defaults())) {
      StoreException e =
          catchThrowableOfType(StoreException.class, () -> store.head("none", CONTEXT));

      // Some systems know names below localhost, others do not; either shows where we went.
      assertThat(e.kind()).isIn(ErrorKind.NOT_FOUND, ErrorKind.UNKNOWN_HOST);
      if (e.kind() == ErrorKind.UNKNOWN_HOST) {
        assertThat(e)
            .hasMessageContaining("data.localhost")
            .hasMessageContaining("fs.s3a.path.style.access");
      }
    }
    S3Endpoint pathStyle = S3Endpoint.at(byName, "eu-west-3").inPathStyle();
    try (S3Store store = storeAt(pathStyle, "data", S3Options.defaults())) {
      store.put("a", RAMP.body(), PutCondition.ALWAYS, CONTEXT);
      assertThat(store.head("a", CONTEXT).size()).isEqualTo(1000);
    }
  }

  @Test
  void requesterPays_opensTheBucket() throws StoreException {
    try (S3Store store = store("paid", "eu-west-3", S3Options.defaults())) {
      assertThat(catchThrowableOfType(StoreException.class, () -> store.head("a", CONTEXT)).kind())
          .isEqualTo(ErrorKind.ACCESS_DENIED);
    }
    S3Options paying =
        S3Options.defaults().with(new S3Options.Marks(true, "", "", "", "", Map.of()));
    try (S3Store store = store("paid", "eu-west-3", paying)) {
      store.put("a", RAMP.body(), PutCondition.ALWAYS, CONTEXT);
      assertThat(store.head("a", CONTEXT).size()).isEqualTo(1000);
    }
  }

  @Test
  void aWrongSecret_isUnauthenticated_afterOneRequest() {
    try (S3Store store =
        new S3Store(
            bucket("data", S3Endpoint.at(emulator.endpoint(), "eu-west-3"), S3Options.defaults()),
            new S3Auth.StaticKeys("AKIATEST", "wrong", "", "a test"),
            engine())) {
      StoreException e =
          catchThrowableOfType(
              StoreException.class,
              () -> store.get("a", ByteRange.of(0, 1), Etag.ANY, BodyHandler.IGNORE, CONTEXT));

      assertThat(e.kind()).isEqualTo(ErrorKind.UNAUTHENTICATED);
      assertThat(emulator.log().requests()).hasSize(1);
    }
  }

  @Test
  void sessionTokens_areSentAlong() throws StoreException {
    accounts.addSession("ASIATEST", "temporary", "the/token==", Instant.MAX);
    try (S3Store store =
        new S3Store(
            bucket("data", S3Endpoint.at(emulator.endpoint(), "eu-west-3"), S3Options.defaults()),
            new S3Auth.StaticKeys("ASIATEST", "temporary", "the/token==", "a test"),
            engine())) {
      store.put("a", RAMP.body(), PutCondition.ALWAYS, CONTEXT);
      assertThat(store.head("a", CONTEXT).size()).isEqualTo(1000);
    }
  }

  @Test
  void byDefault_noChecksumIsSent_thatOlderStoresDoNotKnow() throws StoreException {
    try (S3Store store = store("data", "eu-west-3", S3Options.defaults())) {
      store.put("a", RAMP.body(), PutCondition.ALWAYS, CONTEXT);
      upload(store, "b");
      assertThat(store.checksum("a", CONTEXT)).isEmpty();
      assertThat(store.deleteAll(List.of("a", "b"), CONTEXT)).isEmpty();
    }

    for (LoggedRequest request : emulator.log().requests()) {
      if (request.operation().equals("DeleteObjects")) {
        continue; // The service demands one there, and Content-MD5 is sent beside it.
      }
      assertThat(request.headers().keySet())
          .noneMatch(name -> name.startsWith("x-amz-checksum-crc"))
          .noneMatch(name -> name.startsWith("x-amz-sdk-checksum"))
          .noneMatch(name -> name.equals("x-amz-trailer"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"CRC32", "CRC32C", "SHA1", "SHA256"})
  void checksumsThatAreAskedFor_areTakenByTheStore_inOnePieceAndInParts(String algorithm)
      throws StoreException {
    S3Options options =
        S3Options.defaults().with(new S3Options.Checksums(algorithm, false, true, true));
    try (S3Store store = store("data", "eu-west-3", options)) {
      ObjectInfo put = store.put("a", RAMP.body(), PutCondition.ALWAYS, CONTEXT);
      ObjectInfo sent = upload(store, "b");

      assertThat(store.head("a", CONTEXT).etag()).isEqualTo(put.etag());
      assertThat(store.head("b", CONTEXT).etag()).isEqualTo(sent.etag());
      store.get("a", ByteRange.of(0, 1000), put.etag(), BodyHandler.IGNORE, CONTEXT);
      if (algorithm.equals("CRC32C")) {
        CRC32C sum = new CRC32C();
        sum.update(RAMP.bytes());
        assertThat(store.checksum("a", CONTEXT))
            .contains(new ObjectChecksum(store.head("a", CONTEXT), Crc.CRC32C, sum.getValue()));
      }
    }
  }

  private static ObjectInfo upload(S3Store store, String key) throws StoreException {
    MultipartUpload upload = store.startUpload(key, PutCondition.ALWAYS, CONTEXT);
    UploadedPart one = store.uploadPart(upload, 1, RAMP.body(), CONTEXT);
    UploadedPart two = store.uploadPart(upload, 2, RAMP.body(), CONTEXT);
    return store.completeUpload(upload, List.of(one, two), PutCondition.ALWAYS, CONTEXT);
  }

  private S3Store store(String bucket, String region, S3Options options) {
    return storeAt(S3Endpoint.at(emulator.endpoint(), region), bucket, options);
  }

  private static S3Store storeAt(URI endpoint, String bucket, S3Options options) {
    return storeAt(S3Endpoint.at(endpoint, "eu-west-3"), bucket, options);
  }

  private static S3Store storeAt(S3Endpoint endpoint, String bucket, S3Options options) {
    return new S3Store(
        bucket(bucket, endpoint, options),
        new S3Auth.StaticKeys("AKIATEST", "secret", "", "a test"),
        engine());
  }

  private static S3Bucket bucket(String name, S3Endpoint endpoint, S3Options options) {
    return new S3Bucket("s3a", name, endpoint, options);
  }

  private static HttpEngine engine() {
    return new HttpEngine(HttpConfig.defaults(), HttpListener.NONE);
  }
}
