package io.github.seekwell.benchmarks.tfrecord;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TfRecordReaderTest {

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void whatIsWritten_isRead_inWhicheverPiecesItComes(long seed) throws IOException {
    Random random = new Random(seed);
    List<byte[]> records = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      // Some are larger than the reader's buffer, some are empty.
      byte[] record = new byte[i % 50 == 0 ? 600_000 : random.nextInt(5000)];
      random.nextBytes(record);
      records.add(record);
    }
    byte[] file = file(records);

    List<byte[]> read = read(new Pieces(new ByteArrayInputStream(file), random));

    assertThat(read).as("seed %d", seed).hasSameSizeAs(records);
    for (int i = 0; i < read.size(); i++) {
      assertThat(read.get(i)).as("seed %d, record %d", seed, i).isEqualTo(records.get(i));
    }
  }

  @Test
  void emptyFile_hasNoRecords() throws IOException {
    assertThat(read(new ByteArrayInputStream(new byte[0]))).isEmpty();
  }

  @Test
  void checksums_areThoseOfTheFormat() throws IOException {
    ByteBuffer file = ByteBuffer.wrap(file(List.of(new byte[0])));

    // CRC-32C of eight zero bytes is 0x8c28b28a; of nothing it is 0: both masked by hand.
    assertThat(Integer.reverseBytes(file.getInt(8)))
        .isEqualTo(Integer.rotateRight(0x8c28b28a, 15) + 0xa282ead8);
    assertThat(Integer.reverseBytes(file.getInt(12))).isEqualTo(0xa282ead8);
  }

  @Test
  void anyBitThatIsWrong_isFound() throws IOException {
    byte[] file = file(List.of(new byte[] {1, 2, 3}, new byte[] {4, 5, 6, 7}));
    for (int bit = 0; bit < file.length * 8; bit++) {
      byte[] damaged = file.clone();
      damaged[bit / 8] ^= (byte) (1 << bit % 8);

      assertThatThrownBy(() -> read(new ByteArrayInputStream(damaged)))
          .as("bit %d", bit)
          .isInstanceOf(CorruptRecordException.class)
          .hasMessageContaining("some.tfrecord: wrong checksum of the ")
          .hasMessageContaining(bit / 8 < 19 ? "at byte 0" : "at byte 19");
    }
  }

  @Test
  void fileCutShort_isFound_exceptBetweenRecords() throws IOException {
    byte[] file = file(List.of(new byte[] {1, 2, 3}, new byte[] {4, 5, 6, 7}));
    for (int length = 1; length < file.length; length++) {
      byte[] cut = Arrays.copyOf(file, length);
      if (length == 19) {
        assertThat(read(new ByteArrayInputStream(cut))).hasSize(1);
      } else {
        assertThatThrownBy(() -> read(new ByteArrayInputStream(cut)))
            .as("%d bytes", length)
            .isInstanceOf(CorruptRecordException.class)
            .hasMessageContaining("the file ends");
      }
    }
  }

  private static byte[] file(List<byte[]> records) throws IOException {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    try (TfRecordWriter writer = new TfRecordWriter(file)) {
      for (byte[] record : records) {
        writer.write(record, 0, record.length);
      }
    }
    return file.toByteArray();
  }

  private static List<byte[]> read(InputStream in) throws IOException {
    List<byte[]> records = new ArrayList<>();
    try (TfRecordReader reader = new TfRecordReader("some.tfrecord", in)) {
      while (reader.next()) {
        byte[] record = new byte[reader.record().remaining()];
        reader.record().get(record);
        records.add(record);
      }
    }
    return records;
  }

  /** Gives less than it is asked for, as streams may. */
  private static final class Pieces extends java.io.FilterInputStream {
    private final Random random;

    Pieces(InputStream in, Random random) {
      super(in);
      this.random = random;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      return super.read(bytes, offset, Math.min(length, 1 + random.nextInt(100_000)));
    }
  }
}
