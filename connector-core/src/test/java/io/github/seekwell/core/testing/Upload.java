package io.github.seekwell.core.testing;

import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** A multipart upload that has been neither committed nor aborted. */
public final class Upload {
  private final String id;
  private final String key;
  private final Instant created;
  private final Map<String, String> headers;
  private final NavigableMap<Integer, Part> parts = new TreeMap<>();

  Upload(String id, String key, Instant created, Map<String, String> headers) {
    this.id = id;
    this.key = key;
    this.created = created;
    this.headers = Map.copyOf(headers);
  }

  /**
   * One part, as last uploaded under its number.
   *
   * @param headers what the store says of it besides, such as checksums
   */
  public record Part(
      int number, String etag, Body body, Instant modified, Map<String, String> headers) {
    public Part {
      headers = Map.copyOf(headers);
    }
  }

  public String id() {
    return id;
  }

  public String key() {
    return key;
  }

  public Instant created() {
    return created;
  }

  /** What the finished object will carry. */
  public Map<String, String> headers() {
    return headers;
  }

  public NavigableMap<Integer, Part> parts() {
    return Collections.unmodifiableNavigableMap(parts);
  }

  public void put(Part part) {
    parts.put(part.number(), part);
  }
}
