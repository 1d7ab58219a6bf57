package io.github.seekwell.core.http;

import io.github.seekwell.core.config.HttpConfig;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.io.entity.AbstractHttpEntity;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;

/** Puts a call into the words of HTTP/1.1: request line, framing, the few headers we add. */
final class RequestMessage {

  private final HttpConfig config;

  RequestMessage(HttpConfig config) {
    this.config = config;
  }

  /** A fresh message for each attempt; its body is written under the eyes of the watch. */
  ClassicHttpRequest of(HttpCall call, SendWatch.Send send) {
    Endpoint endpoint = call.endpoint();
    boolean forwarded = config.proxy().used() && !endpoint.secure();
    String target = forwarded ? endpoint + call.target() : call.target();
    // The message's "path" is what the request line carries, whatever its form.
    ClassicHttpRequest request = new RawRequest(call.method(), target);
    if (!call.headers().contains("Host")) {
      request.addHeader("Host", endpoint.authority());
    }
    for (HttpHeaders.Line line : call.headers().lines()) {
      request.addHeader(line.name(), line.value());
    }
    if (!call.headers().contains("User-Agent")) {
      request.addHeader("User-Agent", config.userAgent());
    }
    if (forwarded) {
      addProxyCredentials(request, config.proxy());
    }
    frame(call, request, send);
    return request;
  }

  static ClassicHttpRequest tunnel(Endpoint endpoint, HttpConfig.Proxy proxy) {
    ClassicHttpRequest request = new RawRequest("CONNECT", endpoint.hostAndPort());
    request.addHeader("Host", endpoint.hostAndPort());
    addProxyCredentials(request, proxy);
    return request;
  }

  private static void frame(HttpCall call, ClassicHttpRequest request, SendWatch.Send send) {
    HttpBody body = call.body();
    long length = declaredLength(call);
    if (body == HttpBody.none()) {
      boolean expected =
          call.method().equals("PUT")
              || call.method().equals("POST")
              || call.method().equals("PATCH");
      if (expected && !request.containsHeader("Content-Length")) {
        request.addHeader("Content-Length", "0");
      }
      return;
    }
    if (length == HttpBody.UNKNOWN) {
      request.addHeader("Transfer-Encoding", "chunked");
    } else if (!request.containsHeader("Content-Length")) {
      request.addHeader("Content-Length", Long.toString(length));
    }
    if (call.expectContinue() && length != 0) {
      request.addHeader("Expect", "100-continue");
    }
    request.setEntity(new SentBody(body, length, send));
  }

  private static long declaredLength(HttpCall call) {
    return call.body().length() != HttpBody.UNKNOWN
        ? call.body().length()
        : call.headers().first("Content-Length").map(v -> Long.parseLong(v.trim())).orElse(-1L);
  }

  private static void addProxyCredentials(ClassicHttpRequest request, HttpConfig.Proxy proxy) {
    if (!proxy.user().isEmpty()) {
      byte[] pair = (proxy.user() + ":" + proxy.password()).getBytes(StandardCharsets.UTF_8);
      request.addHeader("Proxy-Authorization", "Basic " + Base64.getEncoder().encodeToString(pair));
    }
  }

  /** A request whose target is written as it is, not taken apart and put together again. */
  private static final class RawRequest extends BasicClassicHttpRequest {
    private static final long serialVersionUID = 1L;
    private final String target;

    private RawRequest(String method, String target) {
      super(method, "/");
      this.target = target;
    }

    @Override
    public String getRequestUri() {
      return target;
    }
  }

  /** Thrown when the caller's own body could not be read; the caller gets the cause, as it is. */
  static final class BodyFailed extends IOException {
    private static final long serialVersionUID = 1L;

    private BodyFailed(IOException cause) {
      super(cause);
    }

    IOException asThrown() {
      return (IOException) getCause();
    }
  }

  private static final class SentBody extends AbstractHttpEntity {

    /** One write to the socket; between some of them the connection looks for an early answer. */
    private static final int PIECE = 16 * 1024;

    private final HttpBody body;
    private final long length;
    private final SendWatch.Send send;

    private SentBody(HttpBody body, long length, SendWatch.Send send) {
      super((String) null, null, length == HttpBody.UNKNOWN);
      this.body = body;
      this.length = length;
      this.send = send;
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
      long left = length == HttpBody.UNKNOWN ? Long.MAX_VALUE : length;
      try (InputStream in = getContent()) {
        byte[] piece = new byte[(int) Math.min(PIECE, Math.max(left, 1))];
        while (left > 0) {
          send.reads();
          int n = read(in, piece, (int) Math.min(piece.length, left));
          send.writes();
          if (n < 0) {
            break;
          }
          out.write(piece, 0, n);
          left -= n;
        }
      }
      if (length != HttpBody.UNKNOWN && left > 0) {
        throw new BodyFailed(
            new IOException(
                "the request's body ended after " + (length - left) + " of " + length + " bytes"));
      }
    }

    private static int read(InputStream in, byte[] piece, int most) throws IOException {
      try {
        return in.read(piece, 0, most);
      } catch (IOException e) {
        throw new BodyFailed(e);
      }
    }

    @Override
    public InputStream getContent() throws IOException {
      try {
        return body.open();
      } catch (IOException e) {
        throw new BodyFailed(e);
      }
    }

    @Override
    public long getContentLength() {
      return length;
    }

    @Override
    public boolean isStreaming() {
      return !body.repeatable();
    }

    @Override
    public boolean isRepeatable() {
      return body.repeatable();
    }

    @Override
    public void close() {
      // The stream is closed where it is opened.
    }
  }
}
