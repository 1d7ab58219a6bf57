package io.github.seekwell.s3.client;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;

/**
 * Sources in an order: the first that has credentials is the one that is asked from then on, until
 * the store refuses what it gives.
 */
final class S3AuthChain implements S3Auth, AwsCredentialsProvider {

  /** When a key is refused and there is no other, many requests say so; asking once will do. */
  private static final long ENOUGH_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final String setting;
  private final List<S3AuthSource> sources;
  private final boolean anonymous;
  private final String scope;
  private final Runnable closing;
  private final LongSupplier nanoTime;

  /** Guarded by this. */
  private long refreshed;

  /** What was found last. Guarded by this. */
  private @Nullable AwsCredentials found;

  private volatile @Nullable S3AuthSource chosen;

  /**
   * @param setting that lists them
   * @param sources at least one
   * @param anonymous whether the only one is to be nobody
   * @param closing gives back what the sources share
   */
  S3AuthChain(
      String setting,
      List<S3AuthSource> sources,
      boolean anonymous,
      Runnable closing,
      LongSupplier nanoTime) {
    this.setting = setting;
    this.sources = List.copyOf(sources);
    this.anonymous = anonymous;
    this.closing = closing;
    this.nanoTime = nanoTime;
    this.refreshed = nanoTime.getAsLong() - 2 * ENOUGH_NANOS;
    this.scope = scope(sources);
  }

  private static String scope(List<S3AuthSource> sources) {
    List<String> identities = new ArrayList<>();
    for (S3AuthSource source : sources) {
      String identity = source.identity();
      if (!identity.isEmpty()) {
        identities.add(identity);
      }
      if (source.certain()) {
        break;
      }
    }
    return S3AuthScope.of(identities);
  }

  @Override
  public AwsCredentialsProvider provider() {
    return this;
  }

  @Override
  public AwsCredentials resolveCredentials() {
    S3AuthSource known = chosen;
    if (known != null) {
      try {
        return known.resolve();
      } catch (S3AuthException e) {
        // It has had some before, so this may be a file in the making or a service that restarts.
        throw new S3AuthException(
            "no more credentials from " + known.name() + ": " + e.getMessage(), e, true);
      }
    }
    List<S3AuthException> failures = new ArrayList<>();
    StringBuilder reasons = new StringBuilder();
    for (S3AuthSource source : sources) {
      try {
        AwsCredentials fresh = source.resolve();
        chosen = source;
        note(fresh);
        return fresh;
      } catch (S3AuthException e) {
        failures.add(e);
        reasons.append(reasons.isEmpty() ? "" : "; ");
        reasons.append(source.name()).append(": ").append(e.getMessage());
      }
    }
    boolean mayMend = failures.stream().anyMatch(S3AuthException::retryable);
    S3AuthException all =
        new S3AuthException(
            "no credentials for S3 ("
                + reasons
                + "): set "
                + ACCESS_KEY.key()
                + " and "
                + SECRET_KEY.key()
                + ", or name their source in "
                + setting,
            failures.get(0),
            mayMend);
    failures.stream().skip(1).forEach(all::addSuppressed);
    throw all;
  }

  /** Refreshing that brought new credentials was no waste: the next need not wait. */
  private synchronized void note(AwsCredentials fresh) {
    if (!fresh.equals(found)) {
      refreshed = nanoTime.getAsLong() - 2 * ENOUGH_NANOS;
    }
    found = fresh;
  }

  @Override
  public boolean anonymous() {
    return anonymous;
  }

  @Override
  public String source() {
    S3AuthSource known = chosen;
    return known != null
        ? known.name()
        : String.join(", then ", sources.stream().map(S3AuthSource::name).toList());
  }

  @Override
  public String explain(RuntimeException failure) {
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (t instanceof S3AuthException known) {
        return String.valueOf(known.getMessage());
      }
    }
    return "the credentials of " + source() + " cannot be used";
  }

  @Override
  public String credentialScope() {
    return scope;
  }

  /** Under the lock only marks are set; whoever comes second must not go on before they are. */
  @Override
  public synchronized void refresh() {
    long now = nanoTime.getAsLong();
    if (now - refreshed > ENOUGH_NANOS) {
      refreshed = now;
      sources.forEach(S3AuthSource::refresh);
      chosen = null;
    }
  }

  @Override
  public void close() {
    sources.forEach(S3AuthSource::close);
    closing.run();
  }

  @Override
  public String toString() {
    return "credentials from " + source();
  }
}
