package io.github.seekwell.benchmarks.tfrecord;

import java.util.zip.CRC32C;

/**
 * The checksum of TFRecord files: a CRC-32C that is rotated and shifted, so that the checksum of
 * bytes which hold checksums themselves is no special case.
 */
final class MaskedCrc {
  private static final int ROTATION = 15;
  private static final int SHIFT = 0xa282ead8;

  private final CRC32C crc = new CRC32C();

  int of(byte[] bytes, int offset, int length) {
    crc.reset();
    crc.update(bytes, offset, length);
    return Integer.rotateRight((int) crc.getValue(), ROTATION) + SHIFT;
  }
}
