package io.github.seekwell.core.testing;

/**
 * A store's manners: what its requests mean and what its answers look like. Called from several
 * event loops, and {@link #answer} under the lock of the objects, so that every operation happens
 * whole; nothing here may wait.
 */
public interface Dialect {
  /** Names the operation. Never throws: what cannot be understood has an operation too. */
  Call identify(Request request);

  /** Carries the operation out. Its refusals are answers, not exceptions. */
  Answer answer(Call call, Body body, StoredObjects objects);

  /** The error with this status as the store would put it, for scripted faults. */
  Answer refusal(Call call, int status);

  /** Adds what every answer of this store carries, such as a request id. */
  Answer complete(Call call, Answer answer);
}
