package io.github.seekwell.oci.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.oracle.bmc.http.client.Method;
import io.github.seekwell.core.client.CallFailures;
import io.github.seekwell.core.config.HttpConfig;
import io.github.seekwell.core.http.HttpBody;
import io.github.seekwell.core.http.HttpCall;
import io.github.seekwell.core.http.HttpEngine;
import io.github.seekwell.core.http.HttpException;
import io.github.seekwell.core.http.HttpExchange;
import io.github.seekwell.core.http.HttpListener;
import io.github.seekwell.core.store.ErrorKind;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.URI;
import java.nio.channels.ClosedByInterruptException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Small questions to services that tell who we are. Answers may be secrets, so no message repeats
 * them, except for the code of a refusal.
 */
final class TokenCalls implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Tokens have a few KiB. */
  private static final int MOST_ANSWER = 256 * 1024;

  private static final Duration CONNECT = Duration.ofSeconds(3);
  private static final Duration STALL = Duration.ofSeconds(15);

  private final HttpEngine engine;

  TokenCalls(HttpConfig http) {
    this.engine = new HttpEngine(http, HttpListener.NONE);
  }

  /** To services of the machine itself, which no proxy reaches. */
  static TokenCalls local() {
    return new TokenCalls(HttpConfig.defaults().with(localTimeouts()));
  }

  static HttpConfig.Timeouts localTimeouts() {
    return HttpConfig.Timeouts.defaults().withConnect(CONNECT).withStall(STALL);
  }

  /** An answer with status 200. */
  record Answer(String text, Map<String, String> headers) {
    /**
     * A member of the answer's JSON object.
     *
     * @param what was asked for, for messages
     */
    String member(String name, String what) throws IdentityException {
      try {
        String value = JSON.readTree(text).path(name).asText("");
        if (!value.isEmpty()) {
          return value;
        }
      } catch (IOException e) {
        // The parser's message would repeat the answer.
      }
      throw new IdentityException(
          ErrorKind.WRONG_ANSWER, what + ": the answer has no '" + name + "'", null);
    }

    /** Not what it says. */
    @Override
    public String toString() {
      return "Answer[********]";
    }
  }

  static String json(Object value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (IOException e) {
      throw new IllegalStateException("plain text always is JSON", e);
    }
  }

  static String text(String json, String what) throws IdentityException {
    try {
      JsonNode node = JSON.readTree(json);
      if (node != null && node.isTextual()) {
        return node.asText();
      }
    } catch (IOException e) {
      // As above.
    }
    throw new IdentityException(ErrorKind.WRONG_ANSWER, what + ": the answer is no text", null);
  }

  /**
   * @param what is asked for, for messages
   */
  Answer get(String what, URI uri, Map<String, String> headers) throws IdentityException {
    HttpCall.Builder call = HttpCall.get(uri);
    headers.forEach(call::header);
    return answer(what, uri, call);
  }

  Answer post(String what, URI uri, Map<String, String> headers, String json)
      throws IdentityException {
    HttpCall.Builder call =
        HttpCall.builder("POST", uri)
            .body(HttpBody.of(json.getBytes(StandardCharsets.UTF_8)))
            .header("Content-Type", "application/json");
    headers.forEach(call::header);
    return answer(what, uri, call);
  }

  Answer getSigned(String what, URI uri, Identity identity) throws IdentityException {
    return answer(what, uri, signed(Method.GET, uri, null, identity));
  }

  Answer postSigned(String what, URI uri, Identity identity, String json) throws IdentityException {
    return answer(what, uri, signed(Method.POST, uri, json, identity));
  }

  private HttpCall.Builder signed(
      Method method, URI uri, @Nullable String json, Identity identity) {
    OciRequest request = new OciRequest(engine, Optional.empty(), List.of(), method, uri);
    if (json != null) {
      request.header("content-type", "application/json");
      request.body(json);
    }
    HttpCall.Builder call = HttpCall.builder(method.name(), uri);
    if (json != null) {
      call.body(HttpBody.of(json.getBytes(StandardCharsets.UTF_8)));
    }
    OciSigner.headers(request, identity).forEach(request::header);
    request.headers().forEach((name, values) -> call.header(name, values.get(0)));
    return call;
  }

  private Answer answer(String what, URI uri, HttpCall.Builder call) throws IdentityException {
    String from = what + " from " + uri.getScheme() + "://" + uri.getAuthority();
    try (HttpExchange exchange = engine.execute(call.build())) {
      String text = body(exchange);
      if (exchange.status() != 200) {
        throw refused(from, exchange.status(), text);
      }
      Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
      exchange.headers().lines().forEach(line -> headers.put(line.name(), line.value()));
      return new Answer(text, headers);
    } catch (HttpException e) {
      throw new IdentityException(CallFailures.kindOf(e.kind()), from + ": " + e.getMessage(), e);
    } catch (IdentityException e) {
      throw e;
    } catch (InterruptedIOException | ClosedByInterruptException e) {
      Thread.currentThread().interrupt();
      throw new IdentityException(ErrorKind.INTERRUPTED, from + ": interrupted", e);
    } catch (IOException e) {
      throw new IdentityException(ErrorKind.CONNECTION, from + ": " + e.getMessage(), e);
    }
  }

  private static String body(HttpExchange exchange) throws IOException {
    try (InputStream in = exchange.body()) {
      return new String(in.readNBytes(MOST_ANSWER), StandardCharsets.UTF_8);
    }
  }

  private static IdentityException refused(String from, int status, String text) {
    String code = "";
    try {
      code = JSON.readTree(text).path("code").asText("");
    } catch (IOException e) {
      // Some page of something that stands in between.
    }
    ErrorKind kind =
        status == 429 || status == 503
            ? ErrorKind.THROTTLED
            : status >= 500 || status == 408 ? ErrorKind.SERVER_ERROR : ErrorKind.UNAUTHENTICATED;
    return new IdentityException(
        kind, from + ": refused with status " + status + (code.isEmpty() ? "" : ", " + code), null);
  }

  @Override
  public void close() {
    engine.close();
  }
}
