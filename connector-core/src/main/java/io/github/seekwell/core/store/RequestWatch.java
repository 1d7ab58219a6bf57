package io.github.seekwell.core.store;

/**
 * Is shown each request that a client makes for a call, so that it can be ended from another thread
 * before its own deadlines would.
 */
@FunctionalInterface
public interface RequestWatch {
  RequestWatch NONE = request -> {};

  /**
   * The request has its place among those in flight and asks for a connection next. Called on the
   * requesting thread, once for each request of a call (a client may need several: signed anew, in
   * another region); must be fast and must not throw. If it is aborted here, nothing is sent.
   */
  void sending(RunningRequest request);
}
