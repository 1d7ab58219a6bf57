package io.github.seekwell.core.write;

import io.github.seekwell.core.store.ObjectBody;
import io.github.seekwell.core.store.StoreException;

/**
 * The bytes of one part, from the caller's first until they are sent, and the room that they take.
 *
 * <p>One thread fills it; {@link #body} may be read by any thread once the filling is over.
 */
interface PartBuffer {
  long length();

  /** The length that it may reach. */
  long limit();

  /**
   * @param count no more than there is room for
   * @throws StoreException if they cannot be kept; then this part is lost
   */
  void append(byte[] bytes, int offset, int count) throws StoreException;

  /** These bytes, readable as often as need be; nothing may be appended from now on. */
  ObjectBody body() throws StoreException;

  /** They are on their way, so that who waits for their room will get it. */
  void sending();

  /** Gives back what they take. Idempotent; the body cannot be relied on any more. */
  void free();
}
