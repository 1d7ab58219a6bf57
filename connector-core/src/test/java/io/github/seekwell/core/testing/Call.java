package io.github.seekwell.core.testing;

import java.util.function.Predicate;

/**
 * A request as its dialect understands it.
 *
 * @param operation the store's own name for it, such as {@code GetObject}
 * @param bucket empty if the operation has none
 * @param key empty if the operation has none
 */
public record Call(Request request, String operation, String bucket, String key) {
  public static Predicate<Call> any() {
    return call -> true;
  }

  public static Predicate<Call> named(String operation) {
    return call -> call.operation.equals(operation);
  }

  public static Predicate<Call> onKey(String key) {
    return call -> call.key.equals(key);
  }
}
