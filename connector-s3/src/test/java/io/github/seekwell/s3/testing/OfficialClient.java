package io.github.seekwell.s3.testing;

import java.net.URI;
import java.time.Duration;
import java.util.function.Consumer;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/** An access key of a user who does not exist, and the official client signing with it. */
final class OfficialClient {
  static final String ACCESS_KEY = "AKIAEMULATOR";
  static final String SECRET = "secret/of+the=emulator";

  private OfficialClient() {}

  static S3Accounts accounts() {
    return new S3Accounts().add(ACCESS_KEY, SECRET);
  }

  static AwsCredentialsProvider credentials() {
    return StaticCredentialsProvider.create(AwsBasicCredentials.create(ACCESS_KEY, SECRET));
  }

  static S3Client at(URI endpoint) {
    return at(endpoint, builder -> {});
  }

  /** Path style, and without the SDK's retries, so that each call is one request. */
  static S3Client at(URI endpoint, Consumer<S3ClientBuilder> settings) {
    S3ClientBuilder builder =
        S3Client.builder()
            .endpointOverride(endpoint)
            .region(Region.US_EAST_1)
            .forcePathStyle(true)
            .credentialsProvider(credentials())
            .overrideConfiguration(
                override ->
                    override
                        .retryStrategy(AwsRetryStrategy.doNotRetry())
                        .apiCallTimeout(Duration.ofSeconds(20)))
            .httpClientBuilder(
                UrlConnectionHttpClient.builder().socketTimeout(Duration.ofSeconds(10)));
    settings.accept(builder);
    return builder.build();
  }
}
