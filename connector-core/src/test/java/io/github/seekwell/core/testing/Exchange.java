package io.github.seekwell.core.testing;

import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * One request from its head to the end of its answer.
 *
 * @param log empty for the side channel's requests, which leave no trace
 */
record Exchange(
    Request request,
    Call call,
    Fault fault,
    Optional<RequestLog.Line> log,
    Spool body,
    boolean keepAlive,
    long beganAt) {

  static Request read(HttpRequest http, String id) {
    Map<String, String> headers = new LinkedHashMap<>();
    http.headers()
        .forEach(
            header -> headers.merge(header.getKey(), header.getValue(), (a, b) -> a + "," + b));
    return new Request(id, http.method().name(), target(http.uri()), headers);
  }

  /** Clients that take us for a proxy send whole addresses; the host is in its header too. */
  private static String target(String uri) {
    int path = uri.startsWith("http://") ? uri.indexOf('/', "http://".length()) : 0;
    return path < 0 ? "/" : uri.substring(path);
  }

  static boolean keepsAlive(HttpRequest http) {
    return HttpUtil.isKeepAlive(http);
  }

  boolean isHead() {
    return request.method().equals("HEAD");
  }
}
