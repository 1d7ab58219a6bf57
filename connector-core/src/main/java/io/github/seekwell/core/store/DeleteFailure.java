package io.github.seekwell.core.store;

import java.util.Objects;

/**
 * A key that a batch delete left behind.
 *
 * @param key what is still there
 * @param cause why, with the kind that decides whether trying again makes sense
 */
public record DeleteFailure(String key, StoreException cause) {
  public DeleteFailure {
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(cause, "cause");
  }
}
