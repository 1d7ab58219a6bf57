package io.github.seekwell.s3.client;

import io.github.seekwell.core.config.Setting;
import io.github.seekwell.core.config.Settings;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Objects;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/** Who we are towards S3. */
public interface S3Auth {

  Setting<String> ACCESS_KEY = Setting.secret("fs.s3a.access.key", "Access key id.");
  Setting<String> SECRET_KEY = Setting.secret("fs.s3a.secret.key", "Secret access key.");
  Setting<String> SESSION_TOKEN =
      Setting.secret("fs.s3a.session.token", "Session token of temporary credentials.");

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

  /** Equal for equal credentials, and tells nothing of them. */
  String credentialScope();

  /**
   * Drops what is cached of the credentials, so that the next request gets them anew. Called once
   * by a request that the store refused as expired, before it is sent again.
   */
  void refresh();

  /**
   * Chooses the credentials that settings ask for.
   *
   * @throws IllegalArgumentException naming what is missing or malformed
   */
  static S3Auth from(Settings settings) {
    String key = settings.get(ACCESS_KEY);
    String secret = settings.get(SECRET_KEY);
    if (key.isEmpty() || secret.isEmpty()) {
      throw new IllegalArgumentException(
          "no credentials for S3: set " + ACCESS_KEY.key() + " and " + SECRET_KEY.key());
    }
    return new StaticKeys(key, secret, settings.get(SESSION_TOKEN), "fs.s3a.access.key");
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
      try {
        byte[] digest =
            MessageDigest.getInstance("SHA-256").digest(accessKey.getBytes(StandardCharsets.UTF_8));
        // 64 bits tell the users of one process apart; more would only lengthen keys.
        return HexFormat.of().formatHex(digest, 0, 8);
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("every JVM has SHA-256", e);
      }
    }

    /** Nothing is cached. */
    @Override
    public void refresh() {}

    @Override
    public String toString() {
      return "access key " + accessKey + " (" + source + ", secret ********)";
    }
  }
}
