package io.github.seekwell.s3.client;

import io.github.seekwell.core.client.StoreCall;
import io.github.seekwell.core.http.HttpEngine;
import io.github.seekwell.core.store.ErrorKind;
import io.github.seekwell.core.store.Operation;
import io.github.seekwell.core.store.RequestContext;
import io.github.seekwell.core.store.StoreException;
import io.github.seekwell.s3.client.S3Errors.Refusal;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.SdkGlobalTime;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.client.config.SdkAdvancedClientOption;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.LegacyMd5Plugin;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.S3Configuration;

/**
 * The SDK's client of one bucket's service, made with the first request, and how a request is sent
 * through it: one attempt, whose end is told whatever comes of it.
 *
 * <p>Two refusals are mended here, each at most once a request, because no layer above could: a
 * bucket that is in another region, which the client then remembers, and credentials that have
 * expired or been replaced.
 */
final class S3Client implements Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(S3Client.class);

  /**
   * An answer to HEAD says nothing of keys that are gone; asking anew each time would cost much.
   */
  private static final long SILENT_REFRESH_NANOS = 60_000_000_000L;

  private static final String PRODUCT =
      Optional.ofNullable(S3Client.class.getPackage().getImplementationVersion())
          .map(version -> "seekwell/" + version)
          .orElse("seekwell");

  private final S3Bucket bucket;
  private final S3Auth auth;
  private final AwsCredentialsProvider credentials;
  private final HttpEngine engine;
  private final S3Http door;
  private final S3Errors errors;

  /** At DEBUG the SDK logs what it signs, session tokens and customers' keys included. */
  private static final Logger SIGNER =
      LoggerFactory.getLogger(
          "software.amazon.awssdk.http.auth.aws.internal.signer.DefaultV4RequestSigner");

  /** Guards the making of clients. */
  private final Object lock = new Object();

  private final List<software.amazon.awssdk.services.s3.S3Client> made = new ArrayList<>();
  private volatile @Nullable Connected connected;
  private volatile boolean closed;
  private volatile long silentRefresh = System.nanoTime() - SILENT_REFRESH_NANOS;

  /** What the calling thread's request was signed with; others may be known by its refusal. */
  @SuppressWarnings("ThreadLocalUsage") // a client's own, and emptied with each request
  private final ThreadLocal<@Nullable AwsCredentials> used = new ThreadLocal<>();

  /** A client of the SDK and the region it signs for. */
  private record Connected(
      String region, software.amazon.awssdk.services.s3.S3Client sdk, S3Gets gets) {}

  /**
   * @param engine carries the requests; closed with this
   */
  S3Client(S3Bucket bucket, S3Auth auth, HttpEngine engine) {
    this.bucket = bucket;
    this.auth = auth;
    this.credentials = auth.provider();
    this.engine = engine;
    this.door = new S3Http(engine);
    this.errors = new S3Errors(bucket, auth);
    if (SIGNER.isDebugEnabled()) {
      LOG.warn(
          "The AWS SDK logs session tokens and encryption keys: set {} to INFO", SIGNER.getName());
    }
  }

  @FunctionalInterface
  interface Request<T> {
    T send(software.amazon.awssdk.services.s3.S3Client sdk) throws IOException;
  }

  /** What is to be done with the body of an answer whose head the call has. */
  @FunctionalInterface
  interface Answer<T> {
    T take(InputStream body) throws IOException;
  }

  @FunctionalInterface
  private interface Attempt<T> {
    T make(Connected with) throws IOException;
  }

  StoreCall call(Operation operation, String action, RequestContext context) throws StoreException {
    if (closed) {
      throw new StoreException(ErrorKind.CLOSED, action, "the store is closed");
    }
    return new StoreCall(operation, action, S3Errors.REQUEST_ID, context);
  }

  /** The headers of a request, those of every request included. */
  AwsRequestOverrideConfiguration with(Map<String, String> headers) {
    AwsRequestOverrideConfiguration.Builder all = AwsRequestOverrideConfiguration.builder();
    bucket.options().ofRequests().forEach(all::putHeader);
    headers.forEach(all::putHeader);
    return all.build();
  }

  /** Sends a request, and ends its call whatever comes of it. */
  <T> T run(StoreCall call, Request<T> request) throws StoreException {
    return attempted(call, with -> request.send(with.sdk));
  }

  /** The same for a GET of an object's bytes. */
  <T> T get(StoreCall call, S3Gets.Asked asked, Answer<T> answer) throws StoreException {
    return attempted(
        call, with -> answer.take(with.gets.send(with.sdk, asked, call, this::resolved)));
  }

  private <T> T attempted(StoreCall call, Attempt<T> attempt) throws StoreException {
    try {
      return mended(call, attempt);
    } finally {
      used.remove();
    }
  }

  private <T> T mended(StoreCall call, Attempt<T> attempt) throws StoreException {
    boolean moved = false;
    boolean refreshed = false;
    while (true) {
      Connected with = connected(call);
      Refusal refusal;
      door.enter(call);
      try {
        T result = attempt.make(with);
        call.succeeded();
        return result;
      } catch (IOException | SdkException | S3Errors.NoCredentials e) {
        refusal = errors.of(call, e);
        call.failed(refusal.told().kind());
      } finally {
        door.leave();
        call.close();
      }
      if (!moved && movedTo(refusal, with)) {
        moved = true;
      } else if (!refreshed && renewed(refusal)) {
        refreshed = true;
      } else {
        throw refusal.told();
      }
      call.again();
    }
  }

  /** As {@link #run}, for requests whose purpose is that something be gone. */
  void runUnlessGone(StoreCall call, Request<?> request) throws StoreException {
    try {
      run(call, request);
    } catch (StoreException e) {
      if (e.kind() != ErrorKind.NOT_FOUND) {
        throw e;
      }
    }
  }

  /** Follows the bucket if the store has said where it is. */
  private boolean movedTo(Refusal refusal, Connected from) {
    String region = refusal.region();
    if (!bucket.options().crossRegion() || region.isEmpty() || region.equals(from.region)) {
      return false;
    }
    synchronized (lock) {
      Connected now = connected;
      if (!closed && now != null && now.region.equals(from.region)) {
        LOG.info("Bucket {} is in {}, not in {}: followed", bucket, region, from.region);
        connected = connect(region);
      }
    }
    return true;
  }

  /** Whether there are other credentials now than those that were refused. */
  private boolean renewed(Refusal refusal) {
    if (auth.anonymous() || !(refusal.silent() || refusal.credentialsAreBad())) {
      return false;
    }
    try {
      AwsCredentials refused = used.get();
      if (!credentials.resolveCredentials().equals(refused)) {
        return true;
      }
      // A silent 400 is hardly ever anything else than a key that has expired; a silent 403 is
      // mostly what it says.
      if (refusal.credentialsAreBad() || refusal.told().failure().status() == 400 || due()) {
        auth.refresh();
      }
      return !credentials.resolveCredentials().equals(refused);
    } catch (RuntimeException e) {
      // The refusal says more than why it could not be mended.
      refusal.told().addSuppressed(e);
      return false;
    }
  }

  private boolean due() {
    long now = System.nanoTime();
    boolean due = now - silentRefresh >= SILENT_REFRESH_NANOS;
    if (due) {
      silentRefresh = now;
    }
    return due;
  }

  private Connected connected(StoreCall call) throws StoreException {
    Connected ready = connected;
    if (ready != null) {
      return ready;
    }
    synchronized (lock) {
      if (closed) {
        throw new StoreException(ErrorKind.CLOSED, call.action(), "the store is closed");
      }
      ready = connected;
      if (ready == null) {
        ready = connect(region(call));
        connected = ready;
      }
      return ready;
    }
  }

  private String region(StoreCall call) throws StoreException {
    String region = bucket.endpoint().region();
    try {
      return S3Region.resolved(region).id();
    } catch (RuntimeException e) {
      throw new StoreException(
          ErrorKind.LOCAL,
          StoreException.Failure.of(
              call.action(),
              "the AWS SDK finds no region ("
                  + region
                  + "): set "
                  + S3Endpoint.REGION.key()
                  + ", such as eu-west-1"),
          e);
    }
  }

  private Connected connect(String region) {
    S3Options options = bucket.options();
    S3Endpoint endpoint = bucket.endpoint();
    S3Gets gets =
        new S3Gets(
            engine, () -> with(options.encryption().ofReads()), options.checksums().validated());
    S3ClientBuilder builder =
        software.amazon.awssdk.services.s3.S3Client.builder()
            .httpClient(door)
            .region(Region.of(region))
            .credentialsProvider(auth.anonymous() ? credentials : this::resolved)
            .fipsEnabled(endpoint.fips())
            .serviceConfiguration(
                S3Configuration.builder()
                    .pathStyleAccessEnabled(endpoint.bucketInPath())
                    .chunkedEncodingEnabled(false)
                    .expectContinueEnabled(false)
                    .build())
            .requestChecksumCalculation(
                options.checksums().generated()
                    ? RequestChecksumCalculation.WHEN_SUPPORTED
                    : RequestChecksumCalculation.WHEN_REQUIRED)
            .responseChecksumValidation(
                options.checksums().validated()
                    ? ResponseChecksumValidation.WHEN_SUPPORTED
                    : ResponseChecksumValidation.WHEN_REQUIRED)
            .overrideConfiguration(
                o ->
                    o.retryStrategy(AwsRetryStrategy.doNotRetry())
                        .addExecutionInterceptor(gets)
                        .putAdvancedOption(
                            SdkAdvancedClientOption.USER_AGENT_PREFIX, userAgent(options)));
    if (options.checksums().md5()) {
      builder.addPlugin(LegacyMd5Plugin.create());
    }
    boolean elsewhere =
        endpoint.kind() == S3Endpoint.Kind.AWS_GIVEN
            && !region.equals(endpoint.region())
            && !S3Region.CHAINS.contains(endpoint.region());
    if (endpoint.kind() != S3Endpoint.Kind.AWS && !elsewhere) {
      builder.endpointOverride(endpoint.uri());
    }
    // What the SDK learns of one store's clock, it would date the requests to others by.
    SdkGlobalTime.setGlobalTimeOffset(0);
    software.amazon.awssdk.services.s3.S3Client sdk = builder.build();
    made.add(sdk);
    return new Connected(region, sdk, gets);
  }

  private static String userAgent(S3Options options) {
    String prefix = options.marks().userAgentPrefix();
    return prefix.isEmpty() ? PRODUCT : prefix + ", " + PRODUCT;
  }

  /** On the thread of the request: the SDK's blocking client never leaves it. */
  private AwsCredentials resolved() {
    try {
      AwsCredentials resolved = credentials.resolveCredentials();
      used.set(resolved);
      return resolved;
    } catch (RuntimeException e) {
      throw new S3Errors.NoCredentials(auth.explain(e), e);
    }
  }

  @Override
  public void close() {
    synchronized (lock) {
      closed = true;
      made.forEach(software.amazon.awssdk.services.s3.S3Client::close);
      made.clear();
    }
    auth.close();
    engine.close();
  }
}
