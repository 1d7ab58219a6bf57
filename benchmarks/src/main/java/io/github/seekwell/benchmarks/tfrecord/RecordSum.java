package io.github.seekwell.benchmarks.tfrecord;

import java.io.IOException;
import java.io.Serializable;

/**
 * What all records of a data set come to, in whatever order they are read: two data sets with the
 * same sum have the same records. It is made of each record's length and checksum, mixed so that
 * one record too many and another too few do not make up for each other.
 *
 * @param records how many
 * @param bytes of all of them, without the framing
 * @param sum of their checksums, mixed
 */
public record RecordSum(long records, long bytes, long sum) implements Serializable {
  public static final RecordSum NOTHING = new RecordSum(0, 0, 0);

  private static final int WORDS = 3;

  /** With the record that the reader stands at. */
  public RecordSum plus(TfRecordReader reader) {
    return plus(reader.record().remaining(), reader.recordCrc());
  }

  /** With a record that is not in a file. */
  RecordSum plus(byte[] record) {
    return plus(record.length, new MaskedCrc().of(record, 0, record.length));
  }

  private RecordSum plus(int length, int crc) {
    return new RecordSum(records + 1, bytes + length, sum + mix((long) length << 32 ^ crc));
  }

  public RecordSum plus(RecordSum other) {
    return new RecordSum(records + other.records, bytes + other.bytes, sum + other.sum);
  }

  /** The finaliser of SplittableRandom, by David Stafford: every bit depends on every bit. */
  private static long mix(long value) {
    long mixed = (value ^ value >>> 30) * 0xbf58476d1ce4e5b9L;
    mixed = (mixed ^ mixed >>> 27) * 0x94d049bb133111ebL;
    return mixed ^ mixed >>> 31;
  }

  /** Reads what {@link #toString} has written. */
  public static RecordSum parse(String text) throws IOException {
    String[] words = text.trim().split("-");
    try {
      if (words.length == WORDS) {
        return new RecordSum(
            Long.parseLong(words[0]),
            Long.parseLong(words[1]),
            Long.parseUnsignedLong(words[2], 16));
      }
    } catch (NumberFormatException e) {
      throw new IOException("not a sum of records: " + text, e);
    }
    throw new IOException("not a sum of records: " + text);
  }

  @Override
  public String toString() {
    return records + "-" + bytes + "-" + Long.toHexString(sum);
  }
}
