package io.github.seekwell.s3.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.seekwell.core.testing.StoreEmulator;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.DeleteObjectsResponse;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Error;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.Credentials;
import software.amazon.awssdk.services.sts.model.StsException;

/** Keys, sessions, roles and permissions, as the official client meets them. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class AccountsIT {
  private static final String BUCKET = "muons";
  private static final String ROLE = "arn:aws:iam::000000000000:role/reader";

  private final S3Accounts accounts = OfficialClient.accounts();
  private StoreEmulator emulator;

  @BeforeEach
  void start() throws IOException {
    emulator = StoreEmulator.builder(S3Dialect.open().signedBy(accounts)).bucket(BUCKET).start();
    emulator.objects().put(BUCKET, "k", new byte[1]);
    emulator.objects().put(BUCKET, "secret/k", new byte[1]);
  }

  @AfterEach
  void stop() {
    emulator.close();
  }

  @Test
  void unknownKey_isRefused() {
    assertRefused(AwsBasicCredentials.create("AKIANOBODY", "x"), 403, "InvalidAccessKeyId");
  }

  @Test
  void wrongSecret_isRefused() {
    assertRefused(
        AwsBasicCredentials.create(OfficialClient.ACCESS_KEY, "wrong"),
        403,
        "SignatureDoesNotMatch");
  }

  @Test
  void rotatedSecret_isTheOnlyOneFromThenOn() {
    AwsCredentials old =
        AwsBasicCredentials.create(OfficialClient.ACCESS_KEY, OfficialClient.SECRET);
    assertAccepted(old);

    accounts.add(OfficialClient.ACCESS_KEY, "new secret");

    assertRefused(old, 403, "SignatureDoesNotMatch");
    assertAccepted(AwsBasicCredentials.create(OfficialClient.ACCESS_KEY, "new secret"));
  }

  @Test
  void session_worksUntilItExpires() {
    accounts.addSession("ASIA1", "s", "token", Instant.now().plusSeconds(600));
    AwsCredentials session = AwsSessionCredentials.create("ASIA1", "s", "token");

    assertAccepted(session);
    assertRefused(AwsSessionCredentials.create("ASIA1", "s", "other"), 400, "InvalidToken");
    assertRefused(AwsBasicCredentials.create("ASIA1", "s"), 403, "InvalidAccessKeyId");
    accounts.expire("ASIA1");
    assertRefused(session, 400, "ExpiredToken");
  }

  @Test
  void permissions_areHeldForEveryObject() {
    accounts.permit(OfficialClient.ACCESS_KEY, call -> !call.key().startsWith("secret/"));
    try (S3Client client = OfficialClient.at(emulator.endpoint())) {
      assertDenied(() -> client.getObjectAsBytes(get -> get.bucket(BUCKET).key("secret/k")));
      assertDenied(
          () ->
              client.copyObject(
                  copy ->
                      copy.sourceBucket(BUCKET)
                          .sourceKey("secret/k")
                          .destinationBucket(BUCKET)
                          .destinationKey("mine")));
      DeleteObjectsResponse deleted =
          client.deleteObjects(
              request ->
                  request
                      .bucket(BUCKET)
                      .delete(
                          delete ->
                              delete.objects(
                                  ObjectIdentifier.builder().key("k").build(),
                                  ObjectIdentifier.builder().key("secret/k").build())));
      assertThat(deleted.errors()).extracting(S3Error::code).containsExactly("AccessDenied");
    }
    assertThat(emulator.objects().keys(BUCKET)).containsExactly("secret/k");
  }

  @Test
  void anonymousRequests_needToBePermitted() {
    try (S3Client client =
        OfficialClient.at(
            emulator.endpoint(),
            builder -> builder.credentialsProvider(AnonymousCredentialsProvider.create()))) {
      assertDenied(() -> client.getObjectAsBytes(get -> get.bucket(BUCKET).key("k")));
      accounts.permitUnsigned(call -> call.operation().equals("GetObject"));

      assertThat(client.getObjectAsBytes(get -> get.bucket(BUCKET).key("k")).asByteArray())
          .hasSize(1);
      assertDenied(() -> client.putObject(put -> put.bucket(BUCKET).key("k"), RequestBody.empty()));
    }
  }

  @Test
  void assumedRole_mayDoWhatTheRoleMay() {
    accounts.role(ROLE, call -> call.operation().equals("GetObject"));
    try (StsClient sts = sts(emulator.endpoint())) {
      Credentials given =
          sts.assumeRole(ask -> ask.roleArn(ROLE).roleSessionName("job")).credentials();
      assertReadsOnly(given);
      assertThatThrownBy(
              () -> sts.assumeRole(ask -> ask.roleArn(ROLE + "s").roleSessionName("job")))
          .isInstanceOfSatisfying(
              StsException.class,
              e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo("AccessDenied"));
    }
    assertThat(emulator.log().requests("AssumeRole")).hasSize(2);
  }

  @Test
  void webIdentity_getsARoleForItsToken() {
    accounts.role(ROLE, call -> call.operation().equals("GetObject")).webIdentity("jwt");
    try (StsClient sts = sts(emulator.endpoint())) {
      assertReadsOnly(
          sts.assumeRoleWithWebIdentity(
                  ask -> ask.roleArn(ROLE).roleSessionName("pod").webIdentityToken("jwt"))
              .credentials());
      assertThatThrownBy(
              () ->
                  sts.assumeRoleWithWebIdentity(
                      ask -> ask.roleArn(ROLE).roleSessionName("pod").webIdentityToken("forged")))
          .isInstanceOfSatisfying(
              StsException.class,
              e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo("InvalidIdentityToken"));
    }
  }

  private void assertReadsOnly(Credentials given) {
    AwsCredentials session =
        AwsSessionCredentials.create(
            given.accessKeyId(), given.secretAccessKey(), given.sessionToken());
    assertThat(given.expiration()).isAfter(Instant.now().plusSeconds(3000));
    try (S3Client client = clientOf(session)) {
      assertThat(client.getObjectAsBytes(get -> get.bucket(BUCKET).key("k")).asByteArray())
          .hasSize(1);
      assertDenied(() -> client.deleteObject(delete -> delete.bucket(BUCKET).key("k")));
    }
  }

  private static StsClient sts(URI endpoint) {
    return StsClient.builder()
        .endpointOverride(endpoint)
        .region(Region.US_EAST_1)
        .credentialsProvider(OfficialClient.credentials())
        .httpClientBuilder(UrlConnectionHttpClient.builder())
        .build();
  }

  private S3Client clientOf(AwsCredentials credentials) {
    return OfficialClient.at(
        emulator.endpoint(),
        builder -> builder.credentialsProvider(StaticCredentialsProvider.create(credentials)));
  }

  private void assertAccepted(AwsCredentials credentials) {
    try (S3Client client = clientOf(credentials)) {
      client.putObject(put -> put.bucket(BUCKET).key("new"), RequestBody.fromString("x"));
      assertThat(client.listObjectsV2(list -> list.bucket(BUCKET)).keyCount()).isEqualTo(3);
    }
  }

  private void assertRefused(AwsCredentials credentials, int status, String code) {
    try (S3Client client = clientOf(credentials)) {
      assertThatThrownBy(() -> client.listObjectsV2(list -> list.bucket(BUCKET)))
          .isInstanceOfSatisfying(
              S3Exception.class,
              e -> {
                assertThat(e.awsErrorDetails().errorCode()).isEqualTo(code);
                assertThat(e.statusCode()).isEqualTo(status);
              });
    }
  }

  private static void assertDenied(Runnable call) {
    assertThatThrownBy(call::run)
        .isInstanceOfSatisfying(
            S3Exception.class,
            e -> {
              assertThat(e.awsErrorDetails().errorCode()).isEqualTo("AccessDenied");
              assertThat(e.statusCode()).isEqualTo(403);
            });
  }
}
