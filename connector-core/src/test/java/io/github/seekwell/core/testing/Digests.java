package io.github.seekwell.core.testing;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.function.Consumer;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import java.util.zip.Checksum;

/** Digests of content that need not be in memory. Checksums come as bytes, the highest first. */
public final class Digests {
  private static final int PIECE = 1 << 20;
  // The polynomial of NVM Express, bits reflected.
  private static final long CRC64NVME = 0x9a6c9329ac4bc9b5L;
  private static final long[] CRC64_TABLE = crc64Table();

  private Digests() {}

  /** An algorithm every JDK has. */
  public static MessageDigest of(String algorithm) {
    try {
      return MessageDigest.getInstance(algorithm);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("Every JDK has " + algorithm, e);
    }
  }

  public static byte[] md5(Content content) {
    return digest("MD5", content);
  }

  public static byte[] sha1(Content content) {
    return digest("SHA-1", content);
  }

  public static byte[] sha256(Content content) {
    return digest("SHA-256", content);
  }

  public static byte[] crc32(Content content) {
    return checksum(new CRC32(), content);
  }

  public static byte[] crc32c(Content content) {
    return checksum(new CRC32C(), content);
  }

  public static byte[] crc64nvme(Content content) {
    long[] crc = {~0L};
    inPieces(
        content,
        piece -> {
          for (byte b : piece) {
            crc[0] = CRC64_TABLE[(int) ((crc[0] ^ b) & 0xff)] ^ (crc[0] >>> 8);
          }
        });
    return ByteBuffer.allocate(Long.BYTES).putLong(~crc[0]).array();
  }

  private static byte[] digest(String algorithm, Content content) {
    MessageDigest digest = of(algorithm);
    inPieces(content, digest::update);
    return digest.digest();
  }

  private static byte[] checksum(Checksum checksum, Content content) {
    inPieces(content, checksum::update);
    return ByteBuffer.allocate(Integer.BYTES).putInt((int) checksum.getValue()).array();
  }

  private static void inPieces(Content content, Consumer<byte[]> taker) {
    for (long position = 0; position < content.size(); position += PIECE) {
      taker.accept(content.bytes(position, (int) Math.min(PIECE, content.size() - position)));
    }
  }

  private static long[] crc64Table() {
    long[] table = new long[256];
    for (int i = 0; i < table.length; i++) {
      long value = i;
      for (int bit = 0; bit < Byte.SIZE; bit++) {
        value = (value & 1) == 0 ? value >>> 1 : (value >>> 1) ^ CRC64NVME;
      }
      table[i] = value;
    }
    return table;
  }
}
