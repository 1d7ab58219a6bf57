package io.github.seekwell.oci.client;

import com.oracle.bmc.ClientConfiguration;
import com.oracle.bmc.circuitbreaker.NoCircuitBreakerConfiguration;
import com.oracle.bmc.objectstorage.ObjectStorageClient;
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

  private volatile @Nullable ObjectStorageClient client;
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

  @FunctionalInterface
  interface Request<T> {
    T send(ObjectStorageClient sdk) throws IOException;
  }

  OciCall call(Operation operation, String action, RequestContext context) throws StoreException {
    if (closed) {
      throw new StoreException(ErrorKind.CLOSED, action, "the store is closed");
    }
    return new OciCall(operation, action, context);
  }

  /** Sends a request, and ends its call whatever comes of it. */
  <T> T run(OciCall call, Request<T> request) throws StoreException {
    ObjectStorageClient sdk = sdk(call);
    StoreCall account = call.account();
    StoreException told;
    try {
      T result = request.send(sdk);
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

  private ObjectStorageClient sdk(OciCall call) throws StoreException {
    ObjectStorageClient made = client;
    if (made != null) {
      return made;
    }
    synchronized (lock) {
      if (closed) {
        throw new StoreException(ErrorKind.CLOSED, call.account().action(), "the store is closed");
      }
      made = client;
      if (made == null) {
        made = newClient(call);
        client = made;
      }
      return made;
    }
  }

  private ObjectStorageClient newClient(OciCall call) throws StoreException {
    try {
      IdentitySource opened = auth.open(tokens);
      identities = opened;
      return ObjectStorageClient.builder()
          .httpProvider(new OciHttp(engine, new OciSigner(opened)))
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
    ObjectStorageClient made;
    IdentitySource opened;
    synchronized (lock) {
      closed = true;
      made = client;
      opened = identities;
    }
    if (made != null) {
      made.close();
    }
    if (opened != null) {
      opened.close();
    }
    engine.close();
  }
}
