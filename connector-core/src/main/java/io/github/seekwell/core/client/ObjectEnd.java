package io.github.seekwell.core.client;

import io.github.seekwell.core.store.ByteRange;

/** One end of an object whose size is not known yet, as a request asks for it. */
public enum ObjectEnd {
  FIRST {
    @Override
    public String header(long length) {
      return ByteRange.of(0, length).toHeader();
    }

    @Override
    public ByteRange within(long size, long length) {
      return ByteRange.of(0, Math.min(size, length));
    }
  },
  LAST {
    @Override
    public String header(long length) {
      return "bytes=-" + length;
    }

    @Override
    public ByteRange within(long size, long length) {
      return ByteRange.of(Math.max(0, size - length), size);
    }
  };

  /**
   * The value of an HTTP {@code Range} header.
   *
   * @param length at least 1
   */
  public abstract String header(long length);

  /** What {@code length} bytes from this end are once the size is known; all if it is less. */
  public abstract ByteRange within(long size, long length);

  /** For messages, such as {@code (last 100)}. */
  public String words(long length) {
    return "(" + (this == FIRST ? "first " : "last ") + length + ")";
  }
}
