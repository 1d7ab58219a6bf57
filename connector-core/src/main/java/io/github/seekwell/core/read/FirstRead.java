package io.github.seekwell.core.read;

/**
 * The read that opens an object of which nothing is known but what somebody told.
 *
 * @param length of the object as told
 * @param position where the read begins, within {@code length}
 * @param count how many bytes it wants, at least 1
 */
public record FirstRead(long length, long position, int count) {
  public FirstRead {
    if (position < 0 || position >= length || count < 1) {
      throw new IllegalArgumentException(count + " bytes at " + position + " of " + length);
    }
  }
}
