package io.github.seekwell.core.store;

/**
 * Hears of every HTTP request when it has ended. Called on the requesting thread, which is not the
 * caller's for a second request beside a slow one; if that one lost, the caller may have gone on
 * already. Must be fast and must not throw.
 */
@FunctionalInterface
public interface AttemptListener {
  AttemptListener NONE = (attempt, context) -> {};

  void ended(Attempt attempt, RequestContext context);
}
