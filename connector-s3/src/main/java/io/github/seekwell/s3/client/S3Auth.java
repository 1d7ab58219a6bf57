package io.github.seekwell.s3.client;

import io.github.seekwell.core.config.Setting;
import io.github.seekwell.core.config.Settings;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/**
 * Who we are towards S3. Safe for any number of threads; credentials may change between any two
 * requests.
 */
public interface S3Auth extends AutoCloseable {

  Setting<String> ACCESS_KEY = Setting.secret("fs.s3a.access.key", "Access key id.");
  Setting<String> SECRET_KEY = Setting.secret("fs.s3a.secret.key", "Secret access key.");
  Setting<String> SESSION_TOKEN =
      Setting.secret("fs.s3a.session.token", "Session token of temporary credentials.");
  Setting<List<String>> PROVIDERS =
      Setting.list(
          "fs.s3a.aws.credentials.provider",
          "",
          "Classes that credentials come from, asked in this order: Hadoop's, those of both AWS "
              + "SDKs, or your own. Without it: keys in settings (with a session token, then "
              + "without), environment variables, the container's or instance's role.");
  Setting<List<String>> PROVIDER_MAPPING =
      Setting.list(
          "fs.s3a.aws.credentials.provider.mapping",
          "",
          "Classes to use in the place of others, as old=new.");
  Setting<String> PROFILE_FILE =
      Setting.text(
          "fs.s3a.auth.profile.file",
          "",
          "Credentials file of Hadoop's ProfileAWSCredentialsProvider; without it "
              + "AWS_SHARED_CREDENTIALS_FILE, then ~/.aws/credentials.");
  Setting<String> PROFILE_NAME =
      Setting.text(
          "fs.s3a.auth.profile.name",
          "",
          "Profile in that file; without it AWS_PROFILE, then default.");
  Setting<String> ROLE_ARN =
      Setting.text(
          "fs.s3a.assumed.role.arn", "", "Role to assume, by AssumedRoleCredentialProvider.");
  Setting<String> ROLE_EXTERNAL_ID =
      Setting.text("fs.s3a.assumed.role.external.id", "", "External id, if the role asks for one.");
  Setting<String> ROLE_POLICY =
      Setting.text(
          "fs.s3a.assumed.role.policy", "", "JSON policy that narrows what the role may do.");
  Setting<String> ROLE_SESSION_NAME =
      Setting.text(
          "fs.s3a.assumed.role.session.name", "", "Name of the session; without it the user's.");
  Setting<Duration> ROLE_SESSION_DURATION =
      Setting.duration(
          "fs.s3a.assumed.role.session.duration",
          "1h",
          "How long a session lasts; then it is renewed.");
  Setting<String> ROLE_STS_ENDPOINT =
      Setting.text(
          "fs.s3a.assumed.role.sts.endpoint",
          "",
          "Endpoint of the token service, with or without https://; needs a region too.");
  Setting<String> ROLE_STS_REGION =
      Setting.text(
          "fs.s3a.assumed.role.sts.endpoint.region",
          "",
          "Region that requests to it are signed for.");
  Setting<List<String>> ROLE_PROVIDERS =
      Setting.list(
          "fs.s3a.assumed.role.credentials.provider",
          "",
          "Classes of the credentials that the role is assumed with; without it keys in settings, "
              + "then environment variables.");
  Setting<List<String>> STS_HEADERS =
      Setting.list(
          "fs.s3a.client.sts.custom.headers",
          "",
          "Headers on requests to the token service, as name=value;value.");

  /** All that credentials are made of, for the reference. */
  List<Setting<?>> ALL =
      List.of(
          PROVIDERS,
          PROVIDER_MAPPING,
          ACCESS_KEY,
          SECRET_KEY,
          SESSION_TOKEN,
          PROFILE_FILE,
          PROFILE_NAME,
          ROLE_ARN,
          ROLE_PROVIDERS,
          ROLE_SESSION_NAME,
          ROLE_SESSION_DURATION,
          ROLE_EXTERNAL_ID,
          ROLE_POLICY,
          ROLE_STS_ENDPOINT,
          ROLE_STS_REGION,
          STS_HEADERS);

  /**
   * What the SDK signs with. Asked for each request; may ask another service, on the caller's
   * thread.
   */
  AwsCredentialsProvider provider();

  /** Whether requests go out unsigned. */
  boolean anonymous();

  /** Where the credentials came from, for messages; no secret. */
  String source();

  /** Says what is wrong when no credentials could be had; no secret. */
  String explain(RuntimeException failure);

  /**
   * Equal for equal credentials, and tells nothing of them. Stays the same when keys are renewed;
   * credentials whose owner we cannot know have a scope of their own.
   */
  String credentialScope();

  /**
   * Drops what is cached of the credentials, so that the next request gets them anew. Called once
   * by a request that the store refused as expired, before it is sent again.
   */
  void refresh();

  /** Gives back connections to services that credentials came from. Idempotent. */
  @Override
  default void close() {}

  /**
   * Chooses the credentials that settings ask for. Asks nobody for them yet.
   *
   * @param settings where they are described; read again whenever keys are due to be read again
   * @throws IllegalArgumentException naming what is missing or malformed
   */
  static S3Auth from(Settings settings, S3AuthSurroundings surroundings) {
    return S3AuthFactory.from(settings, surroundings);
  }

  /** As above, for programs that have neither classes of their own nor a proxy. */
  static S3Auth from(Settings settings) {
    return from(settings, S3AuthSurroundings.plain());
  }

  /**
   * Keys that stay what they are.
   *
   * @param sessionToken empty if the keys are not temporary
   * @param source where all this was found
   */
  record StaticKeys(String accessKey, String secretKey, String sessionToken, String source)
      implements S3Auth {
    public StaticKeys {
      Objects.requireNonNull(accessKey, "accessKey");
      Objects.requireNonNull(secretKey, "secretKey");
      Objects.requireNonNull(sessionToken, "sessionToken");
      Objects.requireNonNull(source, "source");
    }

    @Override
    public AwsCredentialsProvider provider() {
      return StaticCredentialsProvider.create(
          sessionToken.isEmpty()
              ? AwsBasicCredentials.create(accessKey, secretKey)
              : AwsSessionCredentials.create(accessKey, secretKey, sessionToken));
    }

    @Override
    public boolean anonymous() {
      return false;
    }

    @Override
    public String explain(RuntimeException failure) {
      return "the keys in " + source + " cannot be used";
    }

    @Override
    public String credentialScope() {
      return S3AuthScope.of(List.of(S3AuthScope.ofKey(accessKey)));
    }

    /** Nothing is cached. */
    @Override
    public void refresh() {}

    @Override
    public String toString() {
      return "keys (" + source + ", ********)";
    }
  }
}
