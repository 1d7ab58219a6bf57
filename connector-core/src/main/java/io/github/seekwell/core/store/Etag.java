package io.github.seekwell.core.store;

import java.io.Serial;
import java.io.Serializable;
import java.util.Objects;

/**
 * The version of an object, as the store names it. Opaque: compared, never read. Quotes, if the
 * store sends them, are not part of the value.
 *
 * @param value the store's text; empty for {@link #ANY}
 */
public record Etag(String value) implements Serializable {
  @Serial private static final long serialVersionUID = 1;

  /** No version in particular: a request that carries it is not conditional. */
  public static final Etag ANY = new Etag("");

  public Etag {
    Objects.requireNonNull(value, "value");
  }

  /** Takes a header's value, with or without its quotes. */
  public static Etag ofHeader(String header) {
    boolean quoted = header.length() >= 2 && header.startsWith("\"") && header.endsWith("\"");
    return new Etag(quoted ? header.substring(1, header.length() - 1) : header);
  }

  public boolean isAny() {
    return value.isEmpty();
  }

  @Override
  public String toString() {
    return isAny() ? "any" : value;
  }
}
