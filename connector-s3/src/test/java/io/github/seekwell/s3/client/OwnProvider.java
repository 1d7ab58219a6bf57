package io.github.seekwell.s3.client;

import java.util.concurrent.atomic.AtomicInteger;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;

/** Classes that a user may have on the class path. */
public final class OwnProvider {
  private OwnProvider() {}

  /** Keys that stay. */
  public static final class Keys implements AwsCredentialsProvider {
    @Override
    public AwsCredentials resolveCredentials() {
      return AwsBasicCredentials.create("OWN", "own secret");
    }
  }

  /** Keys with a token; other ones each time. */
  public static final class Session implements AwsCredentialsProvider {
    private int count;

    @Override
    public AwsCredentials resolveCredentials() {
      count++;
      return AwsSessionCredentials.create("OWN" + count, "own secret", "own token " + count);
    }
  }

  /** One that notes its end. */
  public static final class Closeable implements AwsCredentialsProvider, AutoCloseable {
    static final AtomicInteger CLOSED = new AtomicInteger();

    @Override
    public AwsCredentials resolveCredentials() {
      return AwsBasicCredentials.create("OWN", "own secret");
    }

    @Override
    public void close() {
      CLOSED.incrementAndGet();
    }
  }

  /** One that has none. */
  public static final class Failing implements AwsCredentialsProvider {
    @Override
    public AwsCredentials resolveCredentials() {
      throw new IllegalStateException("the vault is closed");
    }
  }

  /** One that provides nothing at all. */
  public static final class Stranger {}
}
