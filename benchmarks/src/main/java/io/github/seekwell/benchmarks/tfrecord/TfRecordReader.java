package io.github.seekwell.benchmarks.tfrecord;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The records of a TFRecord file, one after the other. Both checksums of every record are compared.
 * Reads as TensorFlow's own reader does, 256 KiB at a time.
 */
public final class TfRecordReader implements Closeable {
  /** Length (8) and its checksum (4). */
  static final int HEAD = 12;

  /** The checksum of the record. */
  static final int FOOT = 4;

  private static final int BUFFER = 256 << 10;
  private static final int LONGEST = 1 << 30;

  private final String name;
  private final InputStream in;
  private final MaskedCrc crc = new MaskedCrc();
  private byte[] bytes = new byte[BUFFER];
  private ByteBuffer view = littleEndian(bytes);
  private int start;
  private int end;
  private long position;
  private int recordAt;
  private int recordLength;
  private int recordCrc;

  /**
   * @param name for messages
   * @param in closed with this
   */
  public TfRecordReader(String name, InputStream in) {
    this.name = name;
    this.in = in;
  }

  /**
   * Goes to the next record; false at the end of the file.
   *
   * @throws CorruptRecordException if a checksum differs or the file ends within a record
   */
  public boolean next() throws IOException {
    int there = fill(HEAD);
    if (there == 0) {
      return false;
    }
    if (there < HEAD) {
      throw corrupt("the file ends");
    }
    if (crc.of(bytes, start, Long.BYTES) != view.getInt(start + Long.BYTES)) {
      throw corrupt("wrong checksum of the length");
    }
    long length = view.getLong(start);
    if (length < 0 || length > LONGEST) {
      throw corrupt("impossible length " + length);
    }
    recordLength = (int) length;
    int whole = HEAD + recordLength + FOOT;
    if (fill(whole) < whole) {
      throw corrupt("the file ends");
    }
    recordAt = start + HEAD;
    recordCrc = view.getInt(recordAt + recordLength);
    if (crc.of(bytes, recordAt, recordLength) != recordCrc) {
      throw corrupt("wrong checksum of the data");
    }
    start += whole;
    position += whole;
    return true;
  }

  /** The bytes of the record; good until the next one is asked for. */
  public ByteBuffer record() {
    return view.slice(recordAt, recordLength).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** The masked checksum of the record, which was compared. */
  int recordCrc() {
    return recordCrc;
  }

  /** Bytes of the file that the records so far have taken. */
  public long position() {
    return position;
  }

  /** Reads until so many bytes are there, or the file ends; how many of them are there. */
  private int fill(int wanted) throws IOException {
    if (end - start >= wanted) {
      return wanted;
    }
    makeRoom(wanted);
    while (end - start < wanted) {
      int got = in.read(bytes, end, bytes.length - end);
      if (got < 0) {
        return end - start;
      }
      end += got;
    }
    return wanted;
  }

  private void makeRoom(int wanted) {
    byte[] target = wanted <= bytes.length ? bytes : new byte[wanted + BUFFER];
    System.arraycopy(bytes, start, target, 0, end - start);
    end -= start;
    start = 0;
    if (target != bytes) {
      bytes = target;
      view = littleEndian(bytes);
    }
  }

  private static ByteBuffer littleEndian(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private CorruptRecordException corrupt(String what) {
    return new CorruptRecordException(name, position, what);
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
