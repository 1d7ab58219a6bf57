package io.github.seekwell.s3.testing;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * s3proxy with its store in memory: an S3 server that others wrote. The build puts its jar where
 * {@link #start} finds it.
 */
public final class S3Proxy implements AutoCloseable {
  public static final String ACCESS_KEY = "AKIAPROXY";
  public static final String SECRET = "secret/of+the=proxy";

  private static final Path JAR = Path.of("target", "servers", "s3proxy.jar");
  // Nothing else tells which port the system chose.
  private static final Pattern PORT =
      Pattern.compile("Started ServerConnector.*\\{127\\.0\\.0\\.1:(\\d+)}");
  private static final String SETTINGS =
      """
      s3proxy.endpoint=http://127.0.0.1:0
      s3proxy.authorization=aws-v4
      s3proxy.identity=%s
      s3proxy.credential=%s
      s3proxy.ignore-unknown-headers=true
      jclouds.provider=transient
      jclouds.identity=nobody
      jclouds.credential=nothing
      """;

  private final ServerProcess process;
  private final URI endpoint;

  private S3Proxy(ServerProcess process, URI endpoint) {
    this.process = process;
    this.endpoint = endpoint;
  }

  /**
   * Starts one that keeps its settings in {@code directory}, with one empty bucket. It knows one
   * key and checks its signatures.
   */
  public static S3Proxy start(Path directory, String bucket)
      throws IOException, InterruptedException {
    return start(JAR, directory, bucket);
  }

  /** Starts one, likewise, from a jar that another module's build has put elsewhere. */
  public static S3Proxy start(Path jar, Path directory, String bucket)
      throws IOException, InterruptedException {
    Path settings =
        Files.writeString(
            directory.resolve("s3proxy.properties"), SETTINGS.formatted(ACCESS_KEY, SECRET));
    ServerProcess process =
        ServerProcess.start(
            List.of(
                ServerProcess.java(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-jar",
                jar.toString(),
                "--properties",
                settings.toString()));
    try {
      String port = process.waitFor(PORT, Duration.ofSeconds(60)).group(1);
      URI endpoint = URI.create("http://127.0.0.1:" + port);
      create(bucket, endpoint);
      return new S3Proxy(process, endpoint);
    } catch (IOException | InterruptedException | RuntimeException e) {
      process.close();
      throw e;
    }
  }

  private static void create(String bucket, URI endpoint) {
    try (S3Client official = official(endpoint)) {
      official.createBucket(create -> create.bucket(bucket));
    }
  }

  private static S3Client official(URI endpoint) {
    StaticCredentialsProvider keys =
        StaticCredentialsProvider.create(AwsBasicCredentials.create(ACCESS_KEY, SECRET));
    return OfficialClient.at(
        endpoint,
        builder ->
            builder
                .credentialsProvider(keys)
                // What it does with checksums that trail differs by version.
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED));
  }

  /** Puts an object by the official client. */
  public void put(String bucket, String key, byte[] bytes) {
    try (S3Client official = official(endpoint)) {
      official.putObject(put -> put.bucket(bucket).key(key), RequestBody.fromBytes(bytes));
    }
  }

  public URI endpoint() {
    return endpoint;
  }

  @Override
  public void close() {
    process.close();
  }
}
