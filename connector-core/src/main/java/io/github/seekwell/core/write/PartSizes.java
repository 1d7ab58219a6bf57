package io.github.seekwell.core.write;

/**
 * How large each part of an upload is.
 *
 * <p>Stores take 10,000 parts at most, and S3 objects of at least 5 TiB, which would need parts of
 * 525 MiB each; far too large to begin with. So parts double every 500: an object of up to 4 GiB
 * has parts of the first size only, and with first parts of 8 MiB the last of 10,000 parts ends
 * beyond 6 TiB. At 1 GiB growth ends, since a part has to fit into memory.
 */
final class PartSizes {
  /** Of S3, and of OCI too. */
  static final int MAX_PARTS = 10_000;

  static final int PARTS_OF_ONE_SIZE = 500;
  static final long LARGEST = 1L << 30;

  private final long first;
  private final long largest;

  /**
   * @param first bytes of the first parts, at least 1
   * @param room no part is larger than this, whatever else; at least 1
   */
  PartSizes(long first, long room) {
    if (first < 1 || room < 1) {
      throw new IllegalArgumentException("parts of " + first + " bytes within " + room);
    }
    this.first = Math.min(first, room);
    this.largest = Math.min(Math.max(first, LARGEST), room);
  }

  /**
   * @param number from 1 to {@link #MAX_PARTS}
   */
  long size(int number) {
    if (number < 1 || number > MAX_PARTS) {
      throw new IllegalArgumentException("part " + number);
    }
    long size = first;
    for (int i = PARTS_OF_ONE_SIZE; i < number && size < largest; i += PARTS_OF_ONE_SIZE) {
      size *= 2;
    }
    return Math.min(size, largest);
  }

  /** The most bytes that the first {@code parts} parts hold together. */
  long reach(int parts) {
    long sum = 0;
    for (int number = 1; number <= parts; number++) {
      sum += size(number);
    }
    return sum;
  }
}
