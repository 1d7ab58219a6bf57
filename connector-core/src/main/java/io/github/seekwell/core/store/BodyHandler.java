package io.github.seekwell.core.store;

/**
 * Takes the bytes of a GET as they land.
 *
 * <p>Called by one thread at a time, which sees what the one before it did, and never after the
 * call that was given the handler has ended. That thread is the caller's, or another if a second
 * request was made beside a slow one and was quicker: then the bytes are all of the second. A
 * handler only copies: it never waits, never does I/O, and keeps no reference to the buffer. After
 * a retry the bytes carry on where they ended or, if a layer could not resume, come again from an
 * earlier position with the same content; {@code position} says where they belong.
 */
@FunctionalInterface
public interface BodyHandler {
  /** Drops whatever comes. */
  BodyHandler IGNORE = (position, buffer, offset, length) -> {};

  /**
   * Told what the store answered, before the bytes of each attempt.
   *
   * @param object the version that is being sent, with the whole object's size
   * @param range the bytes that will come
   */
  default void begin(ObjectInfo object, ByteRange range) {}

  /**
   * @param position where in the object the first of these bytes stands
   * @param buffer belongs to the caller and is reused
   */
  void accept(long position, byte[] buffer, int offset, int length);
}
