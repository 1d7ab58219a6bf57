package io.github.seekwell.s3.testing;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;

/** The tour over s3proxy. */
final class S3ProxyFileSystemIT extends ForeignServerTour {
  @TempDir private static Path directory;
  private @Nullable S3Proxy proxy;

  @Override
  @BeforeAll
  void open() throws IOException {
    try {
      proxy = S3Proxy.start(directory, BUCKET.getHost());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
    super.open();
  }

  @Override
  @AfterAll
  void close() throws IOException {
    try {
      super.close();
    } finally {
      if (proxy != null) {
        proxy.close();
      }
    }
  }

  @Override
  URI endpoint() {
    if (proxy == null) {
      throw new IllegalStateException("s3proxy did not start");
    }
    return proxy.endpoint();
  }

  @Override
  AwsBasicCredentials keys() {
    return AwsBasicCredentials.create(S3Proxy.ACCESS_KEY, S3Proxy.SECRET);
  }
}
