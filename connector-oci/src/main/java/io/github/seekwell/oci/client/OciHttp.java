package io.github.seekwell.oci.client;

import com.fasterxml.jackson.core.JacksonException;
import com.oracle.bmc.http.client.ClientProperty;
import com.oracle.bmc.http.client.HttpClient;
import com.oracle.bmc.http.client.HttpClientBuilder;
import com.oracle.bmc.http.client.HttpProvider;
import com.oracle.bmc.http.client.HttpRequest;
import com.oracle.bmc.http.client.Method;
import com.oracle.bmc.http.client.RequestInterceptor;
import com.oracle.bmc.http.client.Serializer;
import io.github.seekwell.core.config.HttpConfig;
import io.github.seekwell.core.http.HttpEngine;
import io.github.seekwell.core.http.HttpException;
import io.github.seekwell.core.http.HttpListener;
import java.net.URI;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The door through which the OCI SDK reaches our engine.
 *
 * <p>Requests are executed on the thread that calls the SDK; the stages handed back are already
 * complete. Time limits and TLS are the engine's, so the SDK's client properties change nothing. An
 * engine that is handed in is closed by whoever made it.
 *
 * <p>The class is also named in a service file, because the SDK looks for a provider there when it
 * reads region files or asks for credentials on its own; such a provider makes an engine with
 * default settings for each client that is built, and closes it with the client.
 */
public final class OciHttp implements HttpProvider {

  private final @Nullable HttpEngine shared;
  private final Optional<OciSigner> signer;

  /** For the SDK's own lookup. */
  public OciHttp() {
    this.shared = null;
    this.signer = Optional.empty();
  }

  /**
   * @param engine carries the requests
   */
  public OciHttp(HttpEngine engine) {
    this.shared = Objects.requireNonNull(engine, "engine");
    this.signer = Optional.empty();
  }

  /**
   * @param signer signs every request, in the place of the SDK
   */
  OciHttp(HttpEngine engine, OciSigner signer) {
    this.shared = Objects.requireNonNull(engine, "engine");
    this.signer = Optional.of(signer);
  }

  @Override
  public HttpClientBuilder newBuilder() {
    return new Builder(shared, signer);
  }

  @Override
  public Serializer getSerializer() {
    return OciJson.INSTANCE;
  }

  private record Interceptor(int priority, RequestInterceptor interceptor) {}

  private static final class Builder implements HttpClientBuilder {
    private final @Nullable HttpEngine shared;
    private final Optional<OciSigner> signer;
    private final List<Interceptor> interceptors = new ArrayList<>();
    private URI base = URI.create("");

    Builder(@Nullable HttpEngine shared, Optional<OciSigner> signer) {
      this.shared = shared;
      this.signer = signer;
    }

    @Override
    public HttpClientBuilder baseUri(URI uri) {
      base = uri;
      return this;
    }

    @Override
    public HttpClientBuilder baseUri(String uri) {
      return baseUri(URI.create(uri));
    }

    @Override
    public <T> HttpClientBuilder property(ClientProperty<T> key, T value) {
      return this;
    }

    @Override
    public HttpClientBuilder registerRequestInterceptor(
        int priority, RequestInterceptor interceptor) {
      interceptors.add(new Interceptor(priority, interceptor));
      return this;
    }

    @Override
    public HttpClient build() {
      List<RequestInterceptor> ordered =
          interceptors.stream()
              .sorted(Comparator.comparingInt(Interceptor::priority))
              .map(Interceptor::interceptor)
              .toList();
      return shared != null
          ? new Client(shared, signer, () -> {}, base, ordered)
          : ownEngine(new HttpEngine(HttpConfig.defaults(), HttpListener.NONE), ordered);
    }

    private Client ownEngine(HttpEngine engine, List<RequestInterceptor> ordered) {
      return new Client(engine, signer, engine::close, base, ordered);
    }
  }

  private record Client(
      HttpEngine engine,
      Optional<OciSigner> signer,
      Runnable closing,
      URI base,
      List<RequestInterceptor> interceptors)
      implements HttpClient {

    @Override
    public HttpRequest createRequest(Method method) {
      return new OciRequest(engine, signer, interceptors, method, base);
    }

    @Override
    public void close() {
      closing.run();
    }

    @Override
    public boolean isProcessingException(Exception e) {
      return e instanceof HttpException
          || e instanceof IdentityException
          || e instanceof JacksonException;
    }
  }
}
