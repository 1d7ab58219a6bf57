package io.github.seekwell.s3.testing;

import java.net.URI;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;

/**
 * The tour over s3mock. Not found by the build: {@link S3MockMain} runs it, in a network of its
 * own.
 */
final class S3MockFileSystem extends ForeignServerTour {
  @Override
  URI endpoint() {
    return URI.create(System.getProperty(S3MockContract.ENDPOINT, ""));
  }

  @Override
  AwsBasicCredentials keys() {
    return AwsBasicCredentials.create("any", "any");
  }
}
