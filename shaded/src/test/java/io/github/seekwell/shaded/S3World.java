package io.github.seekwell.shaded;

import io.github.seekwell.core.testing.StoreEmulator;
import io.github.seekwell.s3.testing.S3Accounts;
import io.github.seekwell.s3.testing.S3Dialect;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * The world of {@code s3a://} or {@code s3://}: one key, one region, path style. The bucket of
 * {@code s3a://} is set up by the plain keys and that of {@code s3://} by those for one bucket, so
 * that one program can have both.
 */
final class S3World implements World {
  private static final String REGION = "eu-central-2";

  private final String scheme;
  private final StoreEmulator emulator;
  private final Map<String, String> settings;

  private S3World(String scheme, StoreEmulator emulator, Map<String, String> settings) {
    this.scheme = scheme;
    this.emulator = emulator;
    this.settings = settings;
  }

  /** Starts a store with one bucket, called after the scheme. */
  static S3World start(String scheme, UnaryOperator<StoreEmulator.Builder> shape)
      throws IOException {
    final String key = "AKIA" + scheme.toUpperCase(java.util.Locale.ROOT);
    final String secret = "secret/of+" + scheme;
    final StoreEmulator emulator =
        shape
            .apply(
                StoreEmulator.builder(
                    S3Dialect.open().inRegion(REGION).signedBy(new S3Accounts().add(key, secret))))
            .bucket(bucketOf(scheme))
            .start();
    final String prefix =
        scheme.equals("s3a") ? "fs.s3a." : "fs.s3a.bucket." + bucketOf(scheme) + ".";
    return new S3World(
        scheme,
        emulator,
        Map.of(
            prefix + "endpoint", emulator.endpoint().toString(),
            prefix + "endpoint.region", REGION,
            prefix + "path.style.access", "true",
            prefix + "access.key", key,
            prefix + "secret.key", secret));
  }

  private static String bucketOf(String scheme) {
    return "data-" + scheme;
  }

  @Override
  public String scheme() {
    return scheme;
  }

  @Override
  public String root() {
    return scheme + "://" + bucket();
  }

  @Override
  public Map<String, String> settings() {
    return settings;
  }

  @Override
  public Map<String, String> registration() {
    final Map<String, String> all = new TreeMap<>();
    all.put("fs." + scheme + ".impl", "io.github.seekwell.s3.S3FileSystem");
    all.put(
        "fs.AbstractFileSystem." + scheme + ".impl",
        "io.github.seekwell.s3." + (scheme.equals("s3a") ? "S3A" : "S3"));
    if (scheme.equals("s3a")) { // which Hadoop gives to the committers of S3A
      all.put(
          "mapreduce.outputcommitter.factory.scheme.s3a",
          "org.apache.hadoop.mapreduce.lib.output.FileOutputCommitterFactory");
    }
    return all;
  }

  @Override
  public StoreEmulator store() {
    return emulator;
  }

  @Override
  public String bucket() {
    return bucketOf(scheme);
  }

  @Override
  public void close() {
    emulator.close();
  }
}
