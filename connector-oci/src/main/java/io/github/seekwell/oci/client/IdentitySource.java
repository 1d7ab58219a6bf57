package io.github.seekwell.oci.client;

import java.io.Closeable;

/**
 * Where identities come from, for as long as a store is open. Safe for threads.
 *
 * <p>Asked before every request, and once more when a request was refused for who it came from: so
 * credentials may change under a running job, in their own time or when the service says so.
 */
interface IdentitySource extends Closeable {

  /**
   * The identity of the moment. Cheap, except when it is the first or its time is up.
   *
   * @throws IdentityException if there is none to be had
   */
  Identity current() throws IdentityException;

  /**
   * Looks again, because the service did not accept an identity. Of several threads that were
   * refused at a time one does the work.
   *
   * @return the identity of now; equal to {@code refused} if there is no better one
   */
  Identity renewed(Identity refused) throws IdentityException;

  /** Idempotent. */
  @Override
  default void close() {}
}
