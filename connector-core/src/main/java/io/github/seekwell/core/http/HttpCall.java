package io.github.seekwell.core.http;

import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One request, ready to be sent. Path and query of the URI go out byte for byte as given; a
 * fragment does not go out. Immutable, and may be executed again if its body is repeatable.
 */
public final class HttpCall {

  private static final Set<String> IDEMPOTENT = Set.of("GET", "HEAD", "PUT", "DELETE", "OPTIONS");

  private final String method;
  private final URI uri;
  private final Endpoint endpoint;
  private final HttpHeaders headers;
  private final HttpBody body;
  private final Duration stallDeadline;
  private final @Nullable InetAddress avoid;
  private final boolean expectContinue;

  private HttpCall(Builder builder) {
    this.method = builder.method;
    this.uri = builder.uri;
    this.endpoint = builder.endpoint;
    this.headers = new HttpHeaders(builder.lines);
    this.body = builder.body;
    this.stallDeadline = builder.stallDeadline;
    this.avoid = builder.avoid;
    this.expectContinue = builder.expectContinue;
  }

  /** Begins a call; the method is sent as given, usually in capitals. */
  public static Builder builder(String method, URI uri) {
    return new Builder(method, uri);
  }

  public static Builder get(URI uri) {
    return builder("GET", uri);
  }

  /**
   * Begins a call to the same place with the same method and headers, and without a body. It costs
   * less than a call from the beginning, since what was looked at once is not looked at again.
   */
  public Builder another() {
    return new Builder(this);
  }

  public String method() {
    return method;
  }

  public URI uri() {
    return uri;
  }

  public HttpHeaders headers() {
    return headers;
  }

  public HttpBody body() {
    return body;
  }

  /** Bounds each wait for bytes; zero stands for the engine's own deadline. */
  public Duration stallDeadline() {
    return stallDeadline;
  }

  /** The address not to be used if there is another in good standing. */
  public Optional<InetAddress> avoid() {
    return Optional.ofNullable(avoid);
  }

  public boolean expectContinue() {
    return expectContinue;
  }

  Endpoint endpoint() {
    return endpoint;
  }

  /**
   * Whether sending the call twice does, and answers, what sending it once does. A conditional
   * write that was carried out without an answer is refused when it comes again, and whoever asked
   * must know that there were two.
   */
  boolean repeatable() {
    boolean reads = method.equals("GET") || method.equals("HEAD");
    boolean conditional = headers.contains("If-Match") || headers.contains("If-None-Match");
    return body.repeatable() && IDEMPOTENT.contains(method) && (reads || !conditional);
  }

  /** What follows the method in the request line. */
  String target() {
    String path = uri.getRawPath();
    String start = path == null || path.isEmpty() ? "/" : path;
    return uri.getRawQuery() == null ? start : start + "?" + uri.getRawQuery();
  }

  /** Method, host and path: enough for a message, and no query, which may carry a signature. */
  @Override
  public String toString() {
    return method + " " + endpoint + (uri.getRawPath() == null ? "" : uri.getRawPath());
  }

  /** Collects a call. Not safe for several threads. */
  public static final class Builder {
    private final String method;
    private final URI uri;
    private final Endpoint endpoint;
    private final List<HttpHeaders.Line> lines;
    private @Nullable String contentLength;
    private HttpBody body = HttpBody.none();
    private Duration stallDeadline = Duration.ZERO;
    private @Nullable InetAddress avoid;
    private boolean expectContinue;

    private Builder(String method, URI uri) {
      if (!isToken(method)) {
        throw new IllegalArgumentException("not an HTTP method: '" + method + "'");
      }
      this.method = method;
      this.uri = uri;
      this.endpoint = Endpoint.of(uri);
      this.lines = new ArrayList<>();
    }

    private Builder(HttpCall call) {
      this.method = call.method;
      this.uri = call.uri;
      this.endpoint = call.endpoint;
      this.lines = new ArrayList<>(call.headers.lines());
    }

    /**
     * Adds a header line; repeats are sent as repeats. {@code Host} and {@code User-Agent} replace
     * the engine's own. {@code Content-Length} must equal the body's length, and gives it if the
     * body does not know it. {@code Transfer-Encoding}, {@code Connection} and {@code Expect} are
     * the engine's matter and are refused.
     */
    public Builder header(String name, String value) {
      if (!isToken(name)) {
        throw new IllegalArgumentException("not a header name: '" + name + "'");
      }
      if (breaksLine(value)) {
        throw new IllegalArgumentException("line break in the value of header " + name);
      }
      switch (name.toLowerCase(Locale.ROOT)) {
        case "transfer-encoding", "connection", "expect" ->
            throw new IllegalArgumentException("header " + name + " is set by the engine");
        case "content-length" -> {
          contentLength = value;
          lines.add(new HttpHeaders.Line(name, value));
        }
        default -> lines.add(new HttpHeaders.Line(name, value));
      }
      return this;
    }

    public Builder body(HttpBody value) {
      body = value;
      return this;
    }

    /** Bounds the wait for the first byte and each wait between bytes; zero for the default. */
    public Builder stallDeadline(Duration value) {
      if (value.isNegative()) {
        throw new IllegalArgumentException("stall deadline is negative: " + value);
      }
      stallDeadline = value;
      return this;
    }

    /** Names an address to keep away from if another is in good standing. */
    public Builder avoid(InetAddress value) {
      avoid = value;
      return this;
    }

    /** Asks the server for its consent before the body is sent. */
    public Builder expectContinue() {
      expectContinue = true;
      return this;
    }

    public HttpCall build() {
      if (contentLength != null) {
        checkLength(contentLength);
      }
      return new HttpCall(this);
    }

    private void checkLength(String value) {
      boolean right;
      try {
        long length = Long.parseLong(value.trim());
        right = length >= 0 && (body.length() == HttpBody.UNKNOWN || length == body.length());
      } catch (NumberFormatException e) {
        right = false;
      }
      if (!right) {
        throw new IllegalArgumentException(
            "Content-Length " + value + " is not the body's length " + body.length());
      }
    }

    // Loops, and no streams: this is done a dozen times for each request, and most requests are
    // sent before the JVM has compiled anything.
    private static boolean isToken(String text) {
      for (int i = 0; i < text.length(); i++) {
        char c = text.charAt(i);
        if (c <= ' ' || c >= 127 || "()<>@,;:\\\"/[]?={}".indexOf(c) >= 0) {
          return false;
        }
      }
      return !text.isEmpty();
    }

    private static boolean breaksLine(String text) {
      for (int i = 0; i < text.length(); i++) {
        char c = text.charAt(i);
        if (c == '\r' || c == '\n' || c == '\f' || c == 0x0b || c == 0) {
          return true;
        }
      }
      return false;
    }
  }
}
