package io.github.seekwell.s3.client;

import io.github.seekwell.core.client.StoreCall;
import io.github.seekwell.core.config.HttpConfig;
import io.github.seekwell.core.http.HttpBody;
import io.github.seekwell.core.http.HttpCall;
import io.github.seekwell.core.http.HttpEngine;
import io.github.seekwell.core.http.HttpExchange;
import io.github.seekwell.core.http.HttpExecution;
import io.github.seekwell.core.http.HttpHeaders;
import io.github.seekwell.core.http.HttpListener;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpFullResponse;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.SdkHttpService;
import software.amazon.awssdk.utils.AttributeMap;

/**
 * The door through which the AWS SDK reaches our engine.
 *
 * <p>Requests are executed on the thread that calls the SDK and may be aborted from any other,
 * while they wait as well as while their body comes. Time limits and TLS are the engine's. Closing
 * a response's stream early drains what is little and cuts the connection otherwise, as {@link
 * HttpExchange} does; aborting always cuts. An engine that is handed in is closed by whoever made
 * it.
 *
 * <p>The SDK hands nothing of ours down to its HTTP client, so a {@link StoreCall} waits for its
 * request in a variable of the thread, which works because the SDK's blocking client never leaves
 * it. Requests of threads without a call are the SDK's own, such as those to a token service.
 */
public final class S3Http implements SdkHttpClient {

  private final HttpEngine engine;
  private final Runnable closing;

  /** A door's own: what is asked of a token service meanwhile goes through another. */
  @SuppressWarnings("ThreadLocalUsage")
  private final ThreadLocal<StoreCall> calls = new ThreadLocal<>();

  public S3Http(HttpEngine engine) {
    this(engine, () -> {});
  }

  private S3Http(HttpEngine engine, Runnable closing) {
    this.engine = engine;
    this.closing = closing;
  }

  /** A door that closes its engine when it is closed. */
  public static S3Http owning(HttpEngine engine) {
    return new S3Http(engine, engine::close);
  }

  /**
   * For the SDK's own lookup, which happens when it asks for credentials on its own; named in a
   * service file. Each client gets an engine with default settings, and closes it.
   */
  public static final class Service implements SdkHttpService {
    @Override
    public SdkHttpClient.Builder<?> createHttpClientBuilder() {
      return new OwnEngine();
    }

    private static final class OwnEngine implements SdkHttpClient.Builder<OwnEngine> {
      @Override
      public SdkHttpClient buildWithDefaults(AttributeMap defaults) {
        return owning(new HttpEngine(HttpConfig.defaults(), HttpListener.NONE));
      }
    }
  }

  /** What this thread asks next is part of {@code call}, until {@link #leave()}. */
  void enter(StoreCall call) {
    calls.set(call);
  }

  void leave() {
    calls.remove();
  }

  @Override
  public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
    StoreCall call = calls.get();
    try {
      boolean answeredWithBody = request.httpRequest().method() != SdkHttpMethod.HEAD;
      return new Execution(engine.prepare(toCall(request, call)), call, answeredWithBody);
    } catch (UnknownHostException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String clientName() {
    return "Seekwell";
  }

  @Override
  public void close() {
    closing.run();
  }

  private static HttpCall toCall(HttpExecuteRequest request, @Nullable StoreCall call)
      throws UnknownHostException {
    SdkHttpRequest asked = request.httpRequest();
    HttpCall.Builder builder = toCall(asked);
    if (request.contentStreamProvider().isPresent()) {
      long length =
          asked
              .firstMatchingHeader("Content-Length")
              .map(value -> Long.parseLong(value.trim()))
              .orElse(HttpBody.UNKNOWN);
      builder.body(new Body(request.contentStreamProvider().get(), length));
    }
    return (call == null ? builder : call.within(builder)).build();
  }

  /** The head of a request of the SDK, in the engine's words. */
  static HttpCall.Builder toCall(SdkHttpRequest asked) {
    HttpCall.Builder builder = HttpCall.builder(asked.method().name(), asked.getUri());
    for (Map.Entry<String, List<String>> header : asked.headers().entrySet()) {
      switch (header.getKey().toLowerCase(Locale.ROOT)) {
        // The engine's matter. A part is a few MiB: a round trip for the server's consent to each
        // would cost more than the rare part that is sent in vain.
        case "expect", "connection", "transfer-encoding", "content-length" -> {}
        default -> header.getValue().forEach(value -> builder.header(header.getKey(), value));
      }
    }
    return builder;
  }

  /** The SDK gives a fresh stream as often as it is asked. */
  private record Body(ContentStreamProvider content, long length) implements HttpBody {
    @Override
    public boolean repeatable() {
      return true;
    }

    @Override
    public InputStream open() throws IOException {
      try {
        return content.newStream();
      } catch (UncheckedIOException e) {
        throw e.getCause();
      }
    }
  }

  /**
   * @param answeredWithBody the SDK unpacks what a body's Content-Encoding says, even of none
   */
  private record Execution(
      HttpExecution execution, @Nullable StoreCall asked, boolean answeredWithBody)
      implements ExecutableHttpRequest {

    @Override
    public HttpExecuteResponse call() throws IOException {
      HttpExchange exchange = asked == null ? execution.execute() : asked.send(execution);
      AbortableInputStream body = AbortableInputStream.create(exchange.body(), exchange::abort);
      return HttpExecuteResponse.builder()
          .response(
              SdkHttpFullResponse.builder()
                  .statusCode(exchange.status())
                  .headers(headers(exchange.headers()))
                  .build())
          .responseBody(answeredWithBody ? body : null)
          .build();
    }

    @Override
    public void abort() {
      execution.abort();
    }

    /** Without what is ours to read: the SDK breaks off, unchecked, at a time below zero. */
    private static Map<String, List<String>> headers(HttpHeaders headers) {
      Map<String, List<String>> byName = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
      for (HttpHeaders.Line line : headers.lines()) {
        byName.computeIfAbsent(line.name(), name -> new ArrayList<>(1)).add(line.value());
      }
      byName.remove("Retry-After");
      return byName;
    }
  }
}
