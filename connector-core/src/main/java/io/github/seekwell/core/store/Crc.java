package io.github.seekwell.core.store;

import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import java.util.zip.Checksum;

/**
 * The cyclic redundancy checks that stores keep of objects: of bytes, and of bytes that stand
 * behind one another when only their sums are known.
 *
 * <p>A CRC is a remainder in polynomials over GF(2): the sum of A and B together is that of A times
 * x to the power of B's bits, plus that of B. Products and powers as in zlib's {@code
 * crc32_combine} (1.2.12). Bits are reflected: the highest is the constant term.
 */
public enum Crc {
  /** Castagnoli's, of RFC 3720. */
  CRC32C(Integer.SIZE, 0x82f63b78L),
  /** That of Ethernet and zip. */
  CRC32(Integer.SIZE, 0xedb88320L),
  /** Of the NVM Express command set specification; what Amazon S3 keeps if nobody asks. */
  CRC64NVME(Long.SIZE, 0x9a6c9329ac4bc9b5L);

  private static final int BYTE_VALUES = 256;

  private final int width;
  private final long polynomial;

  /** Sums of bytes that stand so many bytes before the end of eight, the last first. */
  private final long[][] tables;

  Crc(int width, long polynomial) {
    this.width = width;
    this.polynomial = polynomial;
    this.tables = width == Long.SIZE ? tables(polynomial) : new long[0][];
  }

  private static long[][] tables(long polynomial) {
    long[][] tables = new long[Long.BYTES][BYTE_VALUES];
    for (int value = 0; value < BYTE_VALUES; value++) {
      long sum = value;
      for (int bit = 0; bit < Byte.SIZE; bit++) {
        sum = (sum & 1) == 0 ? sum >>> 1 : sum >>> 1 ^ polynomial;
      }
      tables[0][value] = sum;
    }
    for (int i = 1; i < tables.length; i++) {
      for (int value = 0; value < BYTE_VALUES; value++) {
        long sum = tables[i - 1][value];
        tables[i][value] = sum >>> Byte.SIZE ^ tables[0][(int) sum & 0xff];
      }
    }
    return tables;
  }

  /** Bytes that a sum has. */
  public int bytes() {
    return width / Byte.SIZE;
  }

  /** The sum of these bytes, in the lowest {@link #bytes()}. */
  public long of(byte[] bytes) {
    return of(bytes, 0, bytes.length);
  }

  /** The same of a part of an array. */
  public long of(byte[] bytes, int offset, int length) {
    return switch (this) {
      case CRC32C -> sum(new CRC32C(), bytes, offset, length);
      case CRC32 -> sum(new CRC32(), bytes, offset, length);
      case CRC64NVME -> sliced(bytes, offset, length);
    };
  }

  private static long sum(Checksum sum, byte[] bytes, int offset, int length) {
    sum.update(bytes, offset, length);
    return sum.getValue();
  }

  /** Eight bytes a step ("slicing by 8", Kounavis and Berry, 2005). */
  private long sliced(byte[] bytes, int offset, int length) {
    long sum = ~0L;
    int at = offset;
    int end = offset + length;
    for (; at + Long.BYTES <= end; at += Long.BYTES) {
      long next = 0;
      for (int i = 0; i < Long.BYTES; i++) {
        int value = (bytes[at + i] ^ (int) (sum >>> i * Byte.SIZE)) & 0xff;
        next ^= tables[Long.BYTES - 1 - i][value];
      }
      sum = next;
    }
    for (; at < end; at++) {
      sum = sum >>> Byte.SIZE ^ tables[0][(int) (sum ^ bytes[at]) & 0xff];
    }
    return ~sum;
  }

  /** What {@link #append} wants to know of a piece of this many bytes. */
  public long shift(long length) {
    long result = one();
    long power = one() >>> 1;
    for (long bits = length * Byte.SIZE; bits != 0; bits >>>= 1) {
      if ((bits & 1) != 0) {
        result = multiply(power, result);
      }
      power = multiply(power, power);
    }
    return result;
  }

  /**
   * The sum of two pieces, one behind the other.
   *
   * @param shift that of the second one's length
   */
  public long append(long first, long second, long shift) {
    return multiply(shift, first) ^ second;
  }

  private long one() {
    return 1L << width - 1;
  }

  private long multiply(long a, long b) {
    long product = 0;
    long shifted = b;
    for (long bit = one(); bit != 0; bit >>>= 1) {
      if ((a & bit) != 0) {
        product ^= shifted;
      }
      shifted = (shifted & 1) == 0 ? shifted >>> 1 : shifted >>> 1 ^ polynomial;
    }
    return product;
  }
}
