package io.github.seekwell.benchmarks.tfrecord;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Writes a TFRecord file. */
public final class TfRecordWriter implements Closeable {
  private final OutputStream out;
  private final MaskedCrc crc = new MaskedCrc();
  private final ByteBuffer head =
      ByteBuffer.allocate(TfRecordReader.HEAD).order(ByteOrder.LITTLE_ENDIAN);
  private final ByteBuffer foot =
      ByteBuffer.allocate(TfRecordReader.FOOT).order(ByteOrder.LITTLE_ENDIAN);

  /**
   * @param out closed with this
   */
  public TfRecordWriter(OutputStream out) {
    this.out = out;
  }

  /** Adds a record. */
  public void write(byte[] bytes, int offset, int length) throws IOException {
    head.putLong(0, length).putInt(Long.BYTES, crc.of(head.array(), 0, Long.BYTES));
    foot.putInt(0, crc.of(bytes, offset, length));
    out.write(head.array());
    out.write(bytes, offset, length);
    out.write(foot.array());
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
