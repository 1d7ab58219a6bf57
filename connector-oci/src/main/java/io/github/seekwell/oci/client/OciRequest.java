package io.github.seekwell.oci.client;

import com.oracle.bmc.http.client.HttpRequest;
import com.oracle.bmc.http.client.HttpResponse;
import com.oracle.bmc.http.client.Method;
import com.oracle.bmc.http.client.RequestInterceptor;
import io.github.seekwell.core.http.HttpBody;
import io.github.seekwell.core.http.HttpCall;
import io.github.seekwell.core.http.HttpEngine;
import io.github.seekwell.core.http.HttpExchange;
import io.github.seekwell.core.store.ObjectBody;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** A request as the SDK puts it together, until it becomes a call of the engine. */
final class OciRequest implements HttpRequest {

  /** Kept by the SDK's encoder in a path, and refused there by {@link URI}. */
  private static final String UNSAFE_IN_PATH = "[]\\^|`\"<>";

  /** Our name behind the SDK's, so that the service's side can tell who asks. */
  private static final String PRODUCT =
      Optional.ofNullable(OciRequest.class.getPackage().getImplementationVersion())
          .map(version -> "seekwell/" + version)
          .orElse("seekwell");

  private static final int UNAUTHENTICATED = 401;

  private final HttpEngine engine;
  private final Optional<OciSigner> signer;
  private final List<RequestInterceptor> interceptors;
  private final Method method;
  private final String origin;
  private final StringBuilder path;
  private final StringBuilder query;
  private final Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
  private final Map<String, Object> attributes;
  private @Nullable Object body;
  private long bodyLength = HttpBody.UNKNOWN;

  /**
   * @param signer signs the request when it is sent; none if the SDK does it by an interceptor
   */
  OciRequest(
      HttpEngine engine,
      Optional<OciSigner> signer,
      List<RequestInterceptor> interceptors,
      Method method,
      URI base) {
    this.engine = engine;
    this.signer = signer;
    this.interceptors = interceptors;
    this.method = method;
    this.origin = base.getScheme() + "://" + base.getRawAuthority();
    this.path = new StringBuilder(base.getRawPath());
    this.query = new StringBuilder();
    this.attributes = new HashMap<>();
  }

  private OciRequest(OciRequest other) {
    this.engine = other.engine;
    this.signer = other.signer;
    this.interceptors = other.interceptors;
    this.method = other.method;
    this.origin = other.origin;
    this.path = new StringBuilder(other.path);
    this.query = new StringBuilder(other.query);
    this.headers.putAll(other.headers);
    this.attributes = new HashMap<>(other.attributes);
    this.body = other.body;
    this.bodyLength = other.bodyLength;
  }

  @Override
  public Method method() {
    return method;
  }

  /** Keeps text and streams; models become JSON at once, so that what is signed is what is sent. */
  @Override
  public HttpRequest body(@Nullable Object newBody) {
    if (newBody == null || newBody instanceof String || newBody instanceof InputStream) {
      body = newBody;
    } else {
      try {
        body = OciJson.INSTANCE.writeValueAsString(newBody);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    bodyLength = HttpBody.UNKNOWN;
    return this;
  }

  @Override
  public HttpRequest body(InputStream newBody, long contentLength) {
    body = newBody;
    bodyLength = contentLength;
    return this;
  }

  @Override
  public @Nullable Object body() {
    return body;
  }

  @Override
  public HttpRequest appendPathPart(String encodedPathPart) {
    if (path.isEmpty() || path.charAt(path.length() - 1) != '/') {
      path.append('/');
    }
    appendEncoded(
        path, encodedPathPart.startsWith("/") ? encodedPathPart.substring(1) : encodedPathPart);
    return this;
  }

  /** Encodes what the SDK leaves as it is and a URI must not hold. */
  static void appendEncoded(StringBuilder path, String encodedPart) {
    for (int i = 0; i < encodedPart.length(); i++) {
      char c = encodedPart.charAt(i);
      if (UNSAFE_IN_PATH.indexOf(c) >= 0) {
        path.append(String.format(Locale.ROOT, "%%%02X", (int) c));
      } else {
        path.append(c);
      }
    }
  }

  @Override
  public HttpRequest query(String name, String value) {
    query.append(query.isEmpty() ? '?' : '&').append(name).append('=').append(value);
    return this;
  }

  @Override
  public URI uri() {
    return URI.create(origin + path + query);
  }

  /** Sets the header's one value; a signature allows no more. */
  @Override
  public HttpRequest header(String name, String value) {
    headers.put(name, List.of(value));
    return this;
  }

  void removeHeader(String name) {
    headers.remove(name);
  }

  @Override
  public Map<String, List<String>> headers() {
    return Collections.unmodifiableMap(headers);
  }

  @Override
  public @Nullable Object attribute(String name) {
    return attributes.get(name);
  }

  @Override
  public HttpRequest removeAttribute(String name) {
    attributes.remove(name);
    return this;
  }

  @Override
  public HttpRequest attribute(String name, Object value) {
    attributes.put(name, value);
    return this;
  }

  /** The work is done on the caller's thread in any case. */
  @Override
  public HttpRequest offloadExecutor(Executor executor) {
    return this;
  }

  @Override
  public HttpRequest copy() {
    return new OciRequest(this);
  }

  /** Nothing is held before execution. */
  @Override
  public void discard() {}

  @Override
  public CompletionStage<HttpResponse> execute() {
    for (RequestInterceptor interceptor : interceptors) {
      interceptor.intercept(this);
    }
    Optional<OciCall> call = OciCall.of(this);
    try {
      return CompletableFuture.completedFuture(new OciResponse(exchange(call)));
    } catch (IOException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  /** Sends the request; once more if the service did not know who it came from, and we do. */
  private HttpExchange exchange(Optional<OciCall> call) throws IOException {
    if (signer.isEmpty()) {
      return sent(call);
    }
    Identity used = signer.get().sign(this);
    HttpExchange answer = sent(call);
    boolean repeatable = call.flatMap(OciCall::body).isPresent() || !(body instanceof InputStream);
    if (answer.status() != UNAUTHENTICATED || !repeatable || !signer.get().renew(used)) {
      return answer;
    }
    call.ifPresentOrElse(c -> c.account().repeated(), answer::close);
    signer.get().sign(this);
    return sent(call);
  }

  private HttpExchange sent(Optional<OciCall> call) throws IOException {
    HttpCall.Builder request = toCall(call);
    return call.isPresent()
        ? call.get().send(engine, request)
        : engine.prepare(request.build()).execute();
  }

  private HttpCall.Builder toCall(Optional<OciCall> call) {
    HttpCall.Builder builder = HttpCall.builder(method.name(), uri());
    headers.forEach(
        (name, values) -> {
          // A part is a few MiB: a round trip for the server's consent to each would cost more than
          // the rare part that is sent in vain.
          if (name.equalsIgnoreCase("user-agent")) {
            builder.header(name, values.get(0) + " " + PRODUCT);
          } else if (!name.equalsIgnoreCase("expect")) {
            builder.header(name, values.get(0));
          }
        });
    Optional<ObjectBody> object = call.flatMap(OciCall::body);
    return builder.body(object.isPresent() ? new RepeatableBody(object.get()) : ownBody());
  }

  private HttpBody ownBody() {
    if (body instanceof InputStream in) {
      return HttpBody.once(in, bodyLength);
    } else if (body instanceof String text) {
      return HttpBody.of(text.getBytes(StandardCharsets.UTF_8));
    }
    return HttpBody.none();
  }

  private record RepeatableBody(ObjectBody object) implements HttpBody {
    @Override
    public long length() {
      return object.length();
    }

    @Override
    public boolean repeatable() {
      return true;
    }

    @Override
    public InputStream open() throws IOException {
      return object.open();
    }
  }
}
