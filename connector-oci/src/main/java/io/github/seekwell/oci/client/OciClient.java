package io.github.seekwell.oci.client;

import com.oracle.bmc.ClientConfiguration;
import com.oracle.bmc.circuitbreaker.NoCircuitBreakerConfiguration;
import com.oracle.bmc.objectstorage.ObjectStorageClient;
import com.oracle.bmc.objectstorage.requests.GetObjectRequest;
import com.oracle.bmc.retrier.RetryConfiguration;
import io.github.seekwell.core.client.CallFailures;
import io.github.seekwell.core.client.StoreCall;
import io.github.seekwell.core.config.HttpConfig;
import io.github.seekwell.core.http.HttpEngine;
import io.github.seekwell.core.store.ErrorKind;
import io.github.seekwell.core.store.Operation;
import io.github.seekwell.core.store.RequestContext;
import io.github.seekwell.core.store.StoreException;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * The SDK's client of one bucket's service, made with the first request, and how a request is sent
 * through it: one attempt, whose end is told whatever comes of it.
 */
final class OciClient implements Closeable {
  private final OciBucket bucket;
  private final OciAuth auth;
  private final HttpConfig tokens;
  private final HttpEngine engine;

  /** Guards the making of the client. */
  private final Object lock = new Object();

  private volatile @Nullable Connected connected;
  private @Nullable IdentitySource identities;
  private volatile boolean closed;

  /**
   * @param tokens how services are reached that say who we are
   * @param engine carries the requests; closed with this
   */
  OciClient(OciBucket bucket, OciAuth auth, HttpConfig tokens, HttpEngine engine) {
    this.bucket = bucket;
    this.auth = auth;
    this.tokens = tokens;
    this.engine = engine;
  }

  private record Connected(ObjectStorageClient sdk, OciGets gets) {}

  @FunctionalInterface
  interface Request<T> {
    T send(ObjectStorageClient sdk) throws IOException;
  }

  /** What is to be done with the body of an answer whose head the call has. */
  @FunctionalInterface
  interface Answer<T> {
    T take(@Nullable InputStream body) throws IOException;
  }

  @FunctionalInterface
  private interface Attempt<T> {
    T make(Connected with) throws IOException;
  }

  OciCall call(Operation operation, String action, RequestContext context) throws StoreException {
    if (closed) {
      throw new StoreException(ErrorKind.CLOSED, action, "the store is closed");
    }
    return new OciCall(operation, action, context);
  }

  /** Sends a request, and ends its call whatever comes of it. */
  <T> T run(OciCall call, Request<T> request) throws StoreException {
    return attempted(call, with -> request.send(with.sdk));
  }

  /**
   * The same for a GET of an object's bytes.
   *
   * @param range as in the header
   */
  <T> T get(OciCall call, GetObjectRequest asked, String range, Answer<T> answer)
      throws StoreException {
    return attempted(call, with -> answer.take(with.gets.send(with.sdk, call, asked, range)));
  }

  private <T> T attempted(OciCall call, Attempt<T> attempt) throws StoreException {
    Connected with = connected(call);
    StoreCall account = call.account();
    StoreException told;
    try {
      T result = attempt.make(with);
      account.succeeded();
      return result;
    } catch (IOException | com.oracle.bmc.model.SdkRuntimeException e) {
      told = OciErrors.of(account, e);
      account.failed(told.kind());
    } catch (IllegalArgumentException e) {
      if (account.status() != 0) {
        throw e;
      }
      // The SDK sends no request for a name that is blank, though the service takes some.
      told =
          new StoreException(
              ErrorKind.INVALID_REQUEST, CallFailures.failure(account, "" + e.getMessage()), e);
      account.failed(told.kind());
    } finally {
      account.close();
    }
    throw told;
  }

  /** As {@link #run}, for requests whose purpose is that something be gone. */
  void runUnlessGone(OciCall call, Request<?> request) throws StoreException {
    try {
      run(call, request);
    } catch (StoreException e) {
      if (e.kind() != ErrorKind.NOT_FOUND) {
        throw e;
      }
    }
  }

  private Connected connected(OciCall call) throws StoreException {
    Connected made = connected;
    if (made != null) {
      return made;
    }
    synchronized (lock) {
      if (closed) {
        throw new StoreException(ErrorKind.CLOSED, call.account().action(), "the store is closed");
      }
      made = connected;
      if (made == null) {
        made = connect(call);
        connected = made;
      }
      return made;
    }
  }

  private Connected connect(OciCall call) throws StoreException {
    try {
      IdentitySource opened = auth.open(tokens);
      identities = opened;
      OciSigner signer = new OciSigner(opened);
      ObjectStorageClient sdk =
          ObjectStorageClient.builder()
              .httpProvider(new OciHttp(engine, signer))
              .requestSignerFactory(OciSigner.NONE)
              .signingStrategyRequestSignerFactories(OciSigner.NONE_OF_ALL)
              .configuration(
                  ClientConfiguration.builder()
                      .retryConfiguration(RetryConfiguration.NO_RETRY_CONFIGURATION)
                      .circuitBreakerConfiguration(new NoCircuitBreakerConfiguration())
                      .build())
              .endpoint(bucket.endpoint().toString())
              .isStreamWarningEnabled(false)
              .build(OciSigner.NOBODY);
      return new Connected(sdk, new OciGets(engine, signer));
    } catch (IdentityException e) {
      throw OciErrors.of(call.account(), e);
    } catch (IllegalArgumentException e) {
      throw new StoreException(
          ErrorKind.UNAUTHENTICATED,
          StoreException.Failure.of(
              call.account().action(), "no credentials from " + auth.source()),
          e);
    }
  }

  @Override
  public void close() {
    Connected made;
    IdentitySource opened;
    synchronized (lock) {
      closed = true;
      made = connected;
      opened = identities;
    }
    if (made != null) {
      made.sdk.close();
    }
    if (opened != null) {
      opened.close();
    }
    engine.close();
  }
}
