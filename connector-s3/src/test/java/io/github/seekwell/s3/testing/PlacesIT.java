package io.github.seekwell.s3.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.seekwell.core.testing.StoreEmulator;
import java.io.IOException;
import java.net.URI;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.ProxyConfiguration;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.RequestPayer;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Hosts, regions, limits and what else differs between stores, as the official client meets it. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class PlacesIT {
  private static final String BUCKET = "muons";

  @Test
  void bucketInTheHost_isFound() throws IOException {
    try (StoreEmulator emulator = start(signed());
        S3Client client =
            OfficialClient.at(
                URI.create("http://localhost:" + emulator.port()),
                builder ->
                    builder
                        .forcePathStyle(false)
                        .httpClientBuilder(proxied(emulator.endpoint())))) {
      client.putObject(put -> put.bucket(BUCKET).key("a/b"), RequestBody.fromString("x"));

      assertThat(emulator.objects().keys(BUCKET)).containsExactly("a/b");
      assertThat(emulator.log().requests("PutObject").get(0).headers().get("host"))
          .isEqualTo("muons.localhost:" + emulator.port());
    }
  }

  @Test
  void requestSignedForAnotherRegion_isToldTheRightOne() throws IOException {
    try (StoreEmulator emulator = start(signed().inRegion("eu-central-1"));
        S3Client client = OfficialClient.at(emulator.endpoint());
        S3Client right =
            OfficialClient.at(
                emulator.endpoint(), builder -> builder.region(Region.EU_CENTRAL_1))) {
      assertThatThrownBy(() -> client.listObjectsV2(list -> list.bucket(BUCKET)))
          .isInstanceOfSatisfying(
              S3Exception.class,
              e -> {
                assertThat(e.statusCode()).isEqualTo(400);
                assertThat(e.awsErrorDetails().errorCode())
                    .isEqualTo("AuthorizationHeaderMalformed");
                assertThat(region(e)).isEqualTo("eu-central-1");
              });
      assertThat(right.listObjectsV2(list -> list.bucket(BUCKET)).keyCount()).isZero();
    }
  }

  @Test
  void bucketElsewhere_isRedirectedTo() throws IOException {
    try (StoreEmulator emulator = start(signed().bucketInRegion(BUCKET, "eu-west-3"));
        S3Client client = OfficialClient.at(emulator.endpoint())) {
      assertThatThrownBy(() -> client.getObjectAsBytes(get -> get.bucket(BUCKET).key("k")))
          .isInstanceOfSatisfying(
              S3Exception.class,
              e -> {
                assertThat(e.statusCode()).isEqualTo(301);
                assertThat(e.awsErrorDetails().errorCode()).isEqualTo("PermanentRedirect");
                assertThat(region(e)).isEqualTo("eu-west-3");
              });
      assertThat(client.getBucketLocation(get -> get.bucket(BUCKET)).locationConstraintAsString())
          .isEqualTo("eu-west-3");
    }
  }

  @Test
  void requesterWhoDoesNotPay_isRefused() throws IOException {
    try (StoreEmulator emulator = start(signed().payingRequesters(BUCKET));
        S3Client client = OfficialClient.at(emulator.endpoint())) {
      emulator.objects().put(BUCKET, "k", new byte[3]);

      assertRefused(
          () -> client.getObjectAsBytes(get -> get.bucket(BUCKET).key("k")), 403, "AccessDenied");
      assertThat(
              client
                  .getObjectAsBytes(
                      get -> get.bucket(BUCKET).key("k").requestPayer(RequestPayer.REQUESTER))
                  .response()
                  .requestChargedAsString())
          .isEqualTo("requester");
    }
  }

  @Test
  void limits_canBeSmall() throws IOException {
    try (StoreEmulator emulator = start(signed().mostAtOnce(1000).minimumPart(10));
        S3Client client = OfficialClient.at(emulator.endpoint())) {
      emulator.objects().put(BUCKET, "large", new byte[1001]);

      assertRefused(
          () ->
              client.putObject(
                  put -> put.bucket(BUCKET).key("k"), RequestBody.fromBytes(new byte[1001])),
          400,
          "EntityTooLarge");
      assertRefused(
          () ->
              client.copyObject(
                  copy ->
                      copy.sourceBucket(BUCKET)
                          .sourceKey("large")
                          .destinationBucket(BUCKET)
                          .destinationKey("k")),
          400,
          "InvalidRequest");
    }
  }

  @Test
  void errorInASuccess_isSeenByTheClient() throws IOException {
    try (StoreEmulator emulator = start(signed());
        S3Client client = OfficialClient.at(emulator.endpoint())) {
      emulator.objects().put(BUCKET, "a", new byte[3]);
      emulator.script(S3Faults.errorInSuccess("InternalError"), S3Faults.refusal(503, "SlowDown"));
      Runnable copy =
          () ->
              client.copyObject(
                  request ->
                      request
                          .sourceBucket(BUCKET)
                          .sourceKey("a")
                          .destinationBucket(BUCKET)
                          .destinationKey("b"));

      assertThatThrownBy(copy::run)
          .isInstanceOfSatisfying(
              S3Exception.class,
              e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo("InternalError"));
      assertRefused(copy, 503, "SlowDown");
      assertThat(emulator.objects().keys(BUCKET)).containsExactly("a");
      assertThat(emulator.script().unused()).isZero();
    }
  }

  /** No resolver knows hosts of buckets here, so the emulator is asked as a proxy would be. */
  private static UrlConnectionHttpClient.Builder proxied(URI emulator) {
    return UrlConnectionHttpClient.builder()
        .proxyConfiguration(ProxyConfiguration.builder().endpoint(emulator).build());
  }

  private static S3Dialect signed() {
    return S3Dialect.open().signedBy(OfficialClient.accounts());
  }

  private static StoreEmulator start(S3Dialect dialect) throws IOException {
    return StoreEmulator.builder(dialect).bucket(BUCKET).start();
  }

  private static String region(S3Exception e) {
    return e.awsErrorDetails()
        .sdkHttpResponse()
        .firstMatchingHeader("x-amz-bucket-region")
        .orElse("");
  }

  private static void assertRefused(Runnable call, int status, String code) {
    assertThatThrownBy(call::run)
        .isInstanceOfSatisfying(
            S3Exception.class,
            e -> {
              assertThat(e.awsErrorDetails().errorCode()).isEqualTo(code);
              assertThat(e.statusCode()).isEqualTo(status);
            });
  }
}
