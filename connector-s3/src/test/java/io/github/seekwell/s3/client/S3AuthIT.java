package io.github.seekwell.s3.client;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.containing;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.put;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlMatching;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import io.github.seekwell.core.config.HttpConfig;
import io.github.seekwell.core.testing.StoreEmulator;
import io.github.seekwell.s3.testing.S3Accounts;
import io.github.seekwell.s3.testing.S3Dialect;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;

/** Credentials that services hand out: containers, instances, and AWS's token service. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
@Isolated("sets system properties")
class S3AuthIT {
  private static final String HADOOP = "org.apache.hadoop.fs.s3a.auth.";
  private static final String ROLE = "arn:aws:iam::123456789012:role/reader";

  @TempDir private Path directory;

  private final LiveSettings settings = new LiveSettings();
  private final AtomicLong nanos = new AtomicLong();
  private final Map<String, String> before = new HashMap<>();
  private WireMockServer service;

  @BeforeEach
  void start() {
    service = new WireMockServer(WireMockConfiguration.options().dynamicPort());
    service.start();
    // Nothing of this machine's is looked at.
    property("aws.ec2MetadataServiceEndpoint", service.baseUrl());
    property("aws.sharedCredentialsFile", directory.resolve("none").toString());
    property("aws.configFile", directory.resolve("none").toString());
  }

  @AfterEach
  void stop() {
    before.forEach(
        (name, value) -> {
          if (value.isEmpty()) {
            System.clearProperty(name);
          } else {
            System.setProperty(name, value);
          }
        });
    service.stop();
  }

  private void property(String name, String value) {
    before.putIfAbsent(name, System.getProperty(name, ""));
    System.setProperty(name, value);
  }

  private S3Auth auth() {
    return S3AuthFactory.from(
        settings,
        new S3AuthSurroundings(
            "alice smith",
            "eu-west-1",
            name -> {
              throw new ClassNotFoundException(name);
            },
            HttpConfig.defaults()),
        nanos::get);
  }

  private static AwsCredentials resolved(S3Auth auth) {
    return auth.provider().resolveCredentials();
  }

  private void refresh(S3Auth auth) {
    nanos.addAndGet(Duration.ofSeconds(2).toNanos());
    auth.refresh();
  }

  private static String json(String key) {
    return """
        {"Code": "Success", "AccessKeyId": "%s", "SecretAccessKey": "geheim", "Token": "token of %s",
         "Expiration": "%s"}
        """
        .formatted(key, key, Instant.now().plus(Duration.ofHours(6)));
  }

  // ---- container and instance

  @Test
  void container_isAsked_andAskedAgainWhenItsKeysAreRefused() {
    property("aws.containerCredentialsFullUri", service.baseUrl() + "/creds");
    service.stubFor(get("/creds").willReturn(aResponse().withBody(json("FIRST"))));
    settings.providers(HADOOP + "IAMInstanceCredentialsProvider");
    try (S3Auth auth = auth()) {
      assertThat(resolved(auth).accessKeyId()).isEqualTo("FIRST");
      resolved(auth);
      service.verify(1, getRequestedFor(urlEqualTo("/creds")));
      String scope = auth.credentialScope();

      service.stubFor(get("/creds").willReturn(aResponse().withBody(json("SECOND"))));
      refresh(auth);

      assertThat(resolved(auth))
          .isInstanceOfSatisfying(
              AwsSessionCredentials.class,
              session -> {
                assertThat(session.accessKeyId()).isEqualTo("SECOND");
                assertThat(session.sessionToken()).isEqualTo("token of SECOND");
              });
      assertThat(auth.credentialScope()).isEqualTo(scope);
      assertThat(auth.source()).isEqualTo("container's role");
    }
  }

  @Test
  void withoutAContainer_theInstanceIsAsked_bySessionToken() {
    service.stubFor(
        put("/latest/api/token")
            .willReturn(
                aResponse()
                    .withHeader("x-aws-ec2-metadata-token-ttl-seconds", "21600")
                    .withBody("metadata-token")));
    String path = "/latest/meta-data/iam/security-credentials/";
    service.stubFor(get(path).willReturn(aResponse().withBody("reader")));
    service.stubFor(
        get(path + "reader")
            .withHeader("x-aws-ec2-metadata-token", equalTo("metadata-token"))
            .willReturn(aResponse().withBody(json("INSTANCE"))));
    // Nothing is set, so this is the end of the default chain.
    try (S3Auth auth = auth()) {
      assertThat(resolved(auth).accessKeyId()).isEqualTo("INSTANCE");
      assertThat(auth.source()).isEqualTo("instance's role");
    }
  }

  @Test
  void nothingAnywhere_namesEachSourceWithItsReason() {
    service.stubFor(any(anyUrl()).willReturn(aResponse().withStatus(404)));
    try (S3Auth auth = auth()) {
      assertThatExceptionOfType(S3AuthException.class)
          .isThrownBy(() -> resolved(auth))
          .withMessageContaining("fs.s3a.access.key is not set")
          .withMessageContaining("environment variables: ")
          .withMessageContaining("container's role: ")
          .withMessageContaining("instance's role: ")
          .withMessageContaining("set fs.s3a.access.key and fs.s3a.secret.key");
    }
  }

  // ---- roles, judged by the emulator's token service

  private StoreEmulator emulator(S3Accounts accounts) throws IOException {
    StoreEmulator emulator =
        StoreEmulator.builder(S3Dialect.open().signedBy(accounts)).bucket("b").start();
    settings
        .set("fs.s3a.assumed.role.sts.endpoint", emulator.endpoint().toString())
        .set("fs.s3a.assumed.role.sts.endpoint.region", "eu-west-1");
    return emulator;
  }

  @Test
  void role_isAssumed_withTheKeysInSettings() throws IOException {
    S3Accounts accounts = new S3Accounts().add("KEY", "geheim").role(ROLE, call -> true);
    settings
        .providers(HADOOP + "AssumedRoleCredentialProvider")
        .keys("KEY", "geheim")
        .set("fs.s3a.assumed.role.arn", ROLE)
        .set("fs.s3a.assumed.role.session.duration", "30m");
    try (StoreEmulator emulator = emulator(accounts);
        S3Auth auth = auth()) {
      AwsCredentials first = resolved(auth);
      assertThat(first).isInstanceOf(AwsSessionCredentials.class);
      assertThat(first.accessKeyId()).isNotEqualTo("KEY");
      assertThat(resolved(auth)).isEqualTo(first);
      assertThat(emulator.log().counters().allRequests()).isEqualTo(1);

      // The keys that assume the role are replaced, and the session is refused.
      accounts.remove("KEY");
      accounts.add("NEWER", "geheim too");
      settings.keys("NEWER", "geheim too");
      refresh(auth);

      assertThat(resolved(auth).accessKeyId()).isNotEqualTo(first.accessKeyId());
    }
  }

  @Test
  void roleThatMayNotBeAssumed_isNamed_withTheServicesReason() throws IOException {
    settings
        .providers(HADOOP + "AssumedRoleCredentialProvider")
        .keys("KEY", "geheim")
        .set("fs.s3a.assumed.role.arn", ROLE);
    try (StoreEmulator emulator = emulator(new S3Accounts().add("KEY", "geheim"));
        S3Auth auth = auth()) {
      assertThatExceptionOfType(S3AuthException.class)
          .isThrownBy(() -> resolved(auth))
          .withMessageContaining("assumed role " + ROLE)
          .withMessageContaining("Status Code: 403")
          .withMessageNotContaining("geheim")
          .satisfies(e -> assertThat(e.retryable()).isFalse());
      assertThat(emulator.log().counters().allRequests()).isEqualTo(1);
    }
  }

  @Test
  void request_carriesAllThatSettingsSay() {
    service.stubFor(
        any(anyUrl())
            .willReturn(
                aResponse()
                    .withBody(
                        """
                        <AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
                        <AssumeRoleResult><Credentials><AccessKeyId>ROLE</AccessKeyId>
                        <SecretAccessKey>geheim</SecretAccessKey><SessionToken>t</SessionToken>
                        <Expiration>2099-01-01T00:00:00Z</Expiration></Credentials>
                        </AssumeRoleResult></AssumeRoleResponse>
                        """)));
    settings
        .providers(HADOOP + "AssumedRoleCredentialProvider")
        .keys("KEY", "geheim")
        .set("fs.s3a.assumed.role.arn", ROLE)
        .set("fs.s3a.assumed.role.session.duration", "30m")
        .set("fs.s3a.assumed.role.external.id", "outside")
        .set("fs.s3a.assumed.role.policy", "{}")
        .set("fs.s3a.client.sts.custom.headers", "x-team=physics")
        .set("fs.s3a.assumed.role.sts.endpoint", service.baseUrl())
        .set("fs.s3a.assumed.role.sts.endpoint.region", "eu-central-1");
    try (S3Auth auth = auth()) {
      assertThat(resolved(auth).accessKeyId()).isEqualTo("ROLE");
    }
    service.verify(
        postRequestedFor(urlMatching("/"))
            .withHeader("Authorization", containing("/eu-central-1/sts/aws4_request"))
            .withHeader("x-team", equalTo("physics"))
            .withRequestBody(containing("Action=AssumeRole&"))
            .withRequestBody(
                containing("RoleArn=arn%3Aaws%3Aiam%3A%3A123456789012%3Arole%2Freader"))
            .withRequestBody(containing("RoleSessionName=alice-smith"))
            .withRequestBody(containing("DurationSeconds=1800"))
            .withRequestBody(containing("ExternalId=outside"))
            .withRequestBody(containing("Policy=%7B%7D")));
  }

  @Test
  void tokenServiceThatIsNotReached_mayBeAskedAgain() {
    settings
        .providers(HADOOP + "AssumedRoleCredentialProvider")
        .keys("KEY", "geheim")
        .set("fs.s3a.assumed.role.arn", ROLE)
        .set("fs.s3a.assumed.role.sts.endpoint", "http://127.0.0.1:1")
        .set("fs.s3a.assumed.role.sts.endpoint.region", "eu-west-1");
    try (S3Auth auth = auth()) {
      assertThatExceptionOfType(S3AuthException.class)
          .isThrownBy(() -> resolved(auth))
          .satisfies(e -> assertThat(e.retryable()).isTrue());
    }
  }

  @Test
  void webIdentity_isExchanged_andItsFileReadAgain() throws IOException {
    S3Accounts accounts = new S3Accounts().role(ROLE, call -> true).webIdentity("first token");
    Path file = Files.writeString(directory.resolve("token"), "first token");
    property("aws.webIdentityTokenFile", file.toString());
    property("aws.roleArn", ROLE);
    settings.providers("com.amazonaws.auth.WebIdentityTokenCredentialsProvider");
    try (StoreEmulator emulator = emulator(accounts);
        S3Auth auth = auth()) {
      AwsCredentials first = resolved(auth);
      assertThat(first).isInstanceOf(AwsSessionCredentials.class);
      String scope = auth.credentialScope();

      accounts.webIdentity("second token");
      Files.writeString(file, "second token");
      refresh(auth);

      assertThat(resolved(auth).accessKeyId()).isNotEqualTo(first.accessKeyId());
      assertThat(auth.credentialScope()).isEqualTo(scope);
      assertThat(emulator.log().counters().allRequests()).isEqualTo(2);
    }
  }

  @Test
  void webIdentity_isPartOfTheSdksChain() throws IOException {
    S3Accounts accounts = new S3Accounts().role(ROLE, call -> true).webIdentity("token");
    property(
        "aws.webIdentityTokenFile",
        Files.writeString(directory.resolve("token"), "token").toString());
    property("aws.roleArn", ROLE);
    settings.providers("software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider");
    try (StoreEmulator emulator = emulator(accounts);
        S3Auth auth = auth()) {
      assertThat(resolved(auth)).isInstanceOf(AwsSessionCredentials.class);
      assertThat(auth.source()).isEqualTo("web identity");
      assertThat(emulator.log().counters().allRequests()).isEqualTo(1);
    }
  }
}
