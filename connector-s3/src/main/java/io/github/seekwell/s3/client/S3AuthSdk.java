package io.github.seekwell.s3.client;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.utils.IoUtils;

/**
 * A source whose work a provider of the SDK does, renewal before expiry included. To forget what
 * such a provider caches, another is made.
 */
final class S3AuthSdk implements S3AuthSource {
  private final String name;
  private final Supplier<String> identity;
  private final boolean certain;
  private final boolean renewable;
  private final Supplier<AwsCredentialsProvider> making;

  /** Guarded by this; made when first asked, so that nothing is read or dialled before. */
  private @Nullable AwsCredentialsProvider current;

  private S3AuthSdk(
      String name,
      Supplier<String> identity,
      boolean certain,
      boolean renewable,
      Supplier<AwsCredentialsProvider> making) {
    this.name = name;
    this.identity = identity;
    this.certain = certain;
    this.renewable = renewable;
    this.making = making;
  }

  /**
   * One of several that may have credentials.
   *
   * @param identity as {@link #identity()}, asked each time
   * @param making makes a provider that has nothing cached
   */
  static S3AuthSdk of(
      String name, Supplier<String> identity, Supplier<AwsCredentialsProvider> making) {
    return new S3AuthSdk(name, identity, false, true, making);
  }

  /** One that has credentials if it has an identity. */
  static S3AuthSdk certain(
      String name, Supplier<String> identity, Supplier<AwsCredentialsProvider> making) {
    return new S3AuthSdk(name, identity, true, true, making);
  }

  /** A provider of the user's, which renews by itself whatever it has. */
  static S3AuthSdk lasting(String name, String identity, AwsCredentialsProvider provider) {
    S3AuthSdk source = new S3AuthSdk(name, () -> identity, false, false, () -> provider);
    synchronized (source) {
      source.current = provider; // It is there already, and to be closed though nobody asked it.
    }
    return source;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public AwsCredentials resolve() {
    try {
      return current().resolveCredentials();
    } catch (RuntimeException e) {
      throw S3AuthException.of(e);
    }
  }

  private synchronized AwsCredentialsProvider current() {
    AwsCredentialsProvider made = current;
    if (made == null) {
      made = making.get();
      current = made;
    }
    return made;
  }

  @Override
  public String identity() {
    return identity.get();
  }

  @Override
  public boolean certain() {
    return certain && !identity().isEmpty();
  }

  /** The former one is left to whoever is asking it; it holds no thread. */
  @Override
  public synchronized void refresh() {
    if (renewable) {
      current = null;
    }
  }

  @Override
  public synchronized void close() {
    if (current instanceof AutoCloseable closeable) {
      IoUtils.closeQuietlyV2(closeable, null);
    }
    current = null;
  }
}
