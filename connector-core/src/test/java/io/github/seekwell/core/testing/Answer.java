package io.github.seekwell.core.testing;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the store says. The body's length becomes {@code Content-Length}; a HEAD request gets that
 * header without the body.
 */
public record Answer(int status, Map<String, String> headers, Content body) {
  public Answer {
    Map<String, String> copy = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    copy.putAll(headers);
    headers = Collections.unmodifiableMap(copy);
  }

  public static Answer of(int status) {
    return new Answer(status, Map.of(), Content.EMPTY);
  }

  public static Answer json(int status, String json) {
    return of(status).header("Content-Type", "application/json").body(Content.of(json));
  }

  public Answer header(String name, String value) {
    Map<String, String> more = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    more.putAll(headers);
    more.put(name, value);
    return new Answer(status, more, body);
  }

  public Answer withoutHeader(String name) {
    Map<String, String> fewer = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    fewer.putAll(headers);
    fewer.remove(name);
    return new Answer(status, fewer, body);
  }

  public Answer headers(Map<String, String> others) {
    Map<String, String> more = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    more.putAll(headers);
    more.putAll(others);
    return new Answer(status, more, body);
  }

  public Answer body(Content newBody) {
    return new Answer(status, headers, newBody);
  }
}
