package io.github.seekwell.core.testing;

import io.github.seekwell.core.store.ObjectBody;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Content that is a function of position: any byte of an object of any size can be made and checked
 * without being kept. Eight neighbouring bytes come of one mixed word, so that a shift by any
 * distance shows.
 *
 * @param size bytes
 * @param seed ramps of different seeds differ nearly everywhere
 */
public record RampObject(long size, long seed) {
  private static final VarHandle WORDS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  public RampObject {
    if (size < 0) {
      throw new IllegalArgumentException("size " + size);
    }
  }

  public static RampObject of(long size) {
    return new RampObject(size, 0);
  }

  public byte byteAt(long position) {
    return (byte) (word(position >>> 3) >>> ((position & 7) << 3));
  }

  /** Writes the content of {@code [position, position + length)}. */
  public void fill(long position, byte[] buffer, int offset, int length) {
    if (position < 0 || length < 0 || position + length > size) {
      throw new IndexOutOfBoundsException(position + " + " + length + " of " + size);
    }
    int i = 0;
    for (; i < length && (position + i & 7) != 0; i++) {
      buffer[offset + i] = byteAt(position + i);
    }
    for (; i + 8 <= length; i += 8) {
      WORDS.set(buffer, offset + i, word(position + i >>> 3));
    }
    for (; i < length; i++) {
      buffer[offset + i] = byteAt(position + i);
    }
  }

  public byte[] bytes(long position, int length) {
    byte[] bytes = new byte[length];
    fill(position, bytes, 0, length);
    return bytes;
  }

  /** The whole content; for small ramps. */
  public byte[] bytes() {
    return bytes(0, Math.toIntExact(size));
  }

  /** Fails with the first wrong position, if there is one. */
  public void verify(long position, byte[] buffer, int offset, int length) {
    for (int i = 0; i < length; i++) {
      if (buffer[offset + i] != byteAt(position + i)) {
        throw new AssertionError(
            String.format(
                "byte %d of the ramp is 0x%02x, not 0x%02x (read of [%d, %d))",
                position + i,
                byteAt(position + i),
                buffer[offset + i],
                position,
                position + length));
      }
    }
  }

  /** The content as something to upload. */
  public ObjectBody body() {
    return body(0, size);
  }

  /** A part of the content as something to upload. */
  public ObjectBody body(long start, long length) {
    return new ObjectBody() {
      @Override
      public long length() {
        return length;
      }

      @Override
      public InputStream open() {
        return new RampStream(RampObject.this, start, start + length);
      }
    };
  }

  private long word(long index) {
    // The finalizer of SplitMix64: every bit of the index reaches every bit of the word.
    long z = (index + seed * 0x9e3779b97f4a7c15L) * 0xbf58476d1ce4e5b9L + 1;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }

  private static final class RampStream extends InputStream {
    private final RampObject ramp;
    private final long end;
    private long position;

    private RampStream(RampObject ramp, long start, long end) {
      this.ramp = ramp;
      this.position = start;
      this.end = end;
    }

    @Override
    public int read() {
      return position == end ? -1 : ramp.byteAt(position++) & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) {
      if (length == 0) {
        return 0;
      }
      int count = (int) Math.min(length, end - position);
      if (count == 0) {
        return -1;
      }
      ramp.fill(position, buffer, offset, count);
      position += count;
      return count;
    }
  }
}
