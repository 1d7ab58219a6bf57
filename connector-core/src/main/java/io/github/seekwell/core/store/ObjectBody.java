package io.github.seekwell.core.store;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * Bytes to be written, which can be read as often as a retry needs them: every attempt opens the
 * body anew, so none is ever sent empty or in part.
 */
public interface ObjectBody {
  ObjectBody EMPTY = of(new byte[0], 0, 0);

  /** How many bytes {@link #open()} will give. */
  long length();

  /** A fresh stream from the first byte on; the caller closes it. */
  InputStream open() throws IOException;

  /** A view of an array, which must not change until the upload has ended. */
  static ObjectBody of(byte[] bytes, int offset, int length) {
    return new ObjectBody() {
      @Override
      public long length() {
        return length;
      }

      @Override
      public InputStream open() {
        return new ByteArrayInputStream(bytes, offset, length);
      }
    };
  }
}
