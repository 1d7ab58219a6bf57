package io.github.seekwell.s3.client;

import io.github.seekwell.core.config.Settings;
import java.util.Objects;

/**
 * A bucket, where it is, and how we deal with it.
 *
 * @param scheme the URI scheme it goes by in messages, {@code s3a} or {@code s3}
 * @param name the bucket's name
 * @param endpoint where its service is
 * @param options how requests to it are made
 */
public record S3Bucket(String scheme, String name, S3Endpoint endpoint, S3Options options) {
  public S3Bucket {
    Objects.requireNonNull(scheme, "scheme");
    Objects.requireNonNull(endpoint, "endpoint");
    Objects.requireNonNull(options, "options");
    if (name.isEmpty() || name.indexOf('/') >= 0) {
      throw new IllegalArgumentException("'" + name + "' is no name of a bucket");
    }
    if (options.encryption().method() == S3Encryption.Method.SSE_C && endpoint.plain()) {
      throw new IllegalArgumentException(
          S3Encryption.ALGORITHM.key()
              + " = SSE-C sends the key with every request, and "
              + endpoint
              + " is plain HTTP: use an https endpoint");
    }
  }

  /**
   * @throws IllegalArgumentException naming the setting that does not fit
   */
  public static S3Bucket from(Settings settings, String scheme, String name) {
    return new S3Bucket(scheme, name, S3Endpoint.from(settings), S3Options.from(settings));
  }

  /** As it stands in addresses. */
  @Override
  public String toString() {
    return name;
  }
}
