package io.github.seekwell.core.store;

/**
 * Hears of every HTTP request when it has ended. Called on the requesting thread; must be fast and
 * must not throw.
 */
@FunctionalInterface
public interface AttemptListener {
  AttemptListener NONE = (attempt, context) -> {};

  void ended(Attempt attempt, RequestContext context);
}
