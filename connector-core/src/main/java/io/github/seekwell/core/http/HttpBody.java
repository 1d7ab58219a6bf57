package io.github.seekwell.core.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/** The body of a request. */
public interface HttpBody {

  /** Length of a body that is sent in chunks because nobody knows its length. */
  long UNKNOWN = -1;

  /** Bytes that {@link #open()} delivers, or {@link #UNKNOWN}. */
  long length();

  /** Whether {@link #open()} may be called again and delivers the same bytes. */
  boolean repeatable();

  /**
   * Opens the bytes; the engine closes the stream. An {@code IOException} of the stream reaches the
   * caller of the engine as it is.
   */
  InputStream open() throws IOException;

  /** No body. Sends {@code Content-Length: 0} where a method promises one (PUT, POST, PATCH). */
  static HttpBody none() {
    return NoBody.INSTANCE;
  }

  /** Sends an array, which must not be changed until the exchange has ended. */
  static HttpBody of(byte[] bytes) {
    return of(bytes, 0, bytes.length);
  }

  /** Sends a part of an array, which must not be changed until the exchange has ended. */
  static HttpBody of(byte[] bytes, int offset, int length) {
    return new ArrayBody(bytes, offset, length);
  }

  /**
   * Sends a stream, once.
   *
   * @param length bytes in the stream, or {@link #UNKNOWN}
   */
  static HttpBody once(InputStream in, long length) {
    return new StreamBody(in, length);
  }

  /** See {@link #none()}. */
  enum NoBody implements HttpBody {
    INSTANCE;

    @Override
    public long length() {
      return 0;
    }

    @Override
    public boolean repeatable() {
      return true;
    }

    @Override
    public InputStream open() {
      return InputStream.nullInputStream();
    }
  }

  /** See {@link #of(byte[], int, int)}. */
  final class ArrayBody implements HttpBody {
    private final byte[] bytes;
    private final int offset;
    private final int length;

    private ArrayBody(byte[] bytes, int offset, int length) {
      Objects.checkFromIndexSize(offset, length, bytes.length);
      this.bytes = bytes;
      this.offset = offset;
      this.length = length;
    }

    @Override
    public long length() {
      return length;
    }

    @Override
    public boolean repeatable() {
      return true;
    }

    @Override
    public InputStream open() {
      return new ByteArrayInputStream(bytes, offset, length);
    }
  }

  /** See {@link #once(InputStream, long)}. */
  final class StreamBody implements HttpBody {
    private final InputStream in;
    private final long length;

    private StreamBody(InputStream in, long length) {
      this.in = in;
      this.length = length;
    }

    @Override
    public long length() {
      return length;
    }

    @Override
    public boolean repeatable() {
      return false;
    }

    @Override
    public InputStream open() {
      return in;
    }
  }
}
