package io.github.seekwell.oci.client;

import com.oracle.bmc.http.client.HttpResponse;
import io.github.seekwell.core.http.HttpExchange;
import io.github.seekwell.core.http.HttpHeaders;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The engine's answer as the SDK wants to see it. Bodies are read on the caller's thread. */
final class OciResponse implements HttpResponse {

  private final HttpExchange exchange;
  private final Map<String, List<String>> headers;

  /** Kept, because the SDK asks for the text once more when it cannot parse an error. */
  private byte @Nullable [] body;

  OciResponse(HttpExchange exchange) {
    this.exchange = exchange;
    Map<String, List<String>> byName = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (HttpHeaders.Line line : exchange.headers().lines()) {
      byName.computeIfAbsent(line.name(), name -> new ArrayList<>(1)).add(line.value());
    }
    this.headers = Collections.unmodifiableMap(byName);
  }

  @Override
  public int status() {
    return exchange.status();
  }

  /** Names compare without regard to case. */
  @Override
  public Map<String, List<String>> headers() {
    return headers;
  }

  @Override
  public CompletionStage<InputStream> streamBody() {
    return CompletableFuture.completedFuture(exchange.body());
  }

  @Override
  public <T> CompletionStage<T> body(Class<T> type) {
    return read(bytes -> OciJson.INSTANCE.readValue(bytes, type));
  }

  @Override
  public <T> CompletionStage<List<T>> listBody(Class<T> type) {
    return read(bytes -> OciJson.INSTANCE.readList(bytes, type));
  }

  @Override
  public CompletionStage<String> textBody() {
    return read(bytes -> new String(bytes, StandardCharsets.UTF_8));
  }

  @Override
  public void close() {
    exchange.close();
  }

  @FunctionalInterface
  private interface Parser<T> {
    T parse(byte[] bytes) throws IOException;
  }

  private <T> CompletionStage<T> read(Parser<T> parser) {
    try {
      if (body == null) {
        try (InputStream in = exchange.body()) {
          body = in.readAllBytes();
        }
      }
      return CompletableFuture.completedFuture(parser.parse(body));
    } catch (IOException e) {
      return CompletableFuture.failedFuture(e);
    }
  }
}
