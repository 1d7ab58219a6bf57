package io.github.seekwell.core.hadoop;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.seekwell.core.store.ObjectChecksum;
import io.github.seekwell.core.store.ObjectStore;
import io.github.seekwell.core.store.Operation;
import io.github.seekwell.core.store.RequestContext;
import io.github.seekwell.core.store.layer.ForwardingStore;
import io.github.seekwell.core.testing.MemoryStore;
import io.github.seekwell.core.testing.RecordingStore;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.CommonPathCapabilities;
import org.apache.hadoop.fs.CompositeCrcFileChecksum;
import org.apache.hadoop.fs.FileChecksum;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.DataInputBuffer;
import org.apache.hadoop.io.DataOutputBuffer;
import org.apache.hadoop.util.DataChecksum;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code getFileChecksum()}, which is off unless somebody wants it. */
class FileChecksumTest {
  private static final Path FILE = new Path("mem://sums/f");

  private final MemoryStore memory = MemoryFileSystem.store("sums");
  private final RecordingStore store = new RecordingStore(memory);

  @BeforeEach
  void hold() {
    memory.hold("f", "123456789".getBytes(UTF_8));
  }

  private static FileSystem open(ObjectStore over, String kind) throws IOException {
    Configuration conf = MemoryFileSystem.configuration();
    conf.set("fs.seekwell.files.checksum", kind);
    return MemoryFileSystem.over(over, conf);
  }

  @Test
  void byDefault_thereIsNone_andItCostsNothing() throws IOException {
    try (FileSystem fs = MemoryFileSystem.over(store, MemoryFileSystem.configuration())) {
      assertThat(fs.getFileChecksum(FILE)).isNull();
      assertThat(fs.hasPathCapability(FILE, CommonPathCapabilities.FS_CHECKSUMS)).isFalse();
    }
    assertThat(store.count()).isZero();
  }

  @Test
  void etag_isTheVersion_forOneHead_andSurvivesTheWire() throws IOException {
    try (FileSystem fs = open(store, "etag")) {
      FileChecksum sum = fs.getFileChecksum(FILE);
      assertThat(store.calls().stream().map(RecordingStore.Call::operation))
          .containsExactly(Operation.HEAD);
      assertThat(sum.getAlgorithmName()).isEqualTo("etag-mem");
      assertThat(sum.getBytes()).isEqualTo("v1".getBytes(UTF_8));
      assertThat(fs.getFileChecksum(FILE, 9)).isEqualTo(sum);
      assertThat(fs.getFileChecksum(FILE, 8)).isNull();
      assertThat(fs.hasPathCapability(FILE, CommonPathCapabilities.FS_CHECKSUMS)).isTrue();
      DataOutputBuffer out = new DataOutputBuffer();
      sum.write(out);
      DataInputBuffer in = new DataInputBuffer();
      in.reset(out.getData(), out.getLength());
      EtagFileChecksum read = new EtagFileChecksum();
      read.readFields(in);
      assertThat(read).isEqualTo(sum).hasToString("etag-mem:v1");
      memory.hold("f", "other".getBytes(UTF_8));
      assertThat(fs.getFileChecksum(FILE)).isNotEqualTo(sum);
    }
  }

  @Test
  void crc32c_isWhatHdfsTellsOfTheSameBytes() throws IOException {
    try (FileSystem fs = open(store, "crc32c")) {
      // E3069283 is the checksum of these nine digits in every description of CRC-32C.
      assertThat(fs.getFileChecksum(FILE))
          .isEqualTo(new CompositeCrcFileChecksum(0xE3069283, DataChecksum.Type.CRC32C, 512));
      assertThat(fs.getFileChecksum(FILE).getAlgorithmName()).isEqualTo("COMPOSITE-CRC32C");
      assertThat(fs.getFileChecksum(FILE, 5)).isNull();
    }
    assertThat(store.count(Operation.HEAD)).isEqualTo(store.count());
  }

  @Test
  void crc32c_ofAStoreThatKeepsNone_isNone() throws IOException {
    ForwardingStore without =
        new ForwardingStore(memory) {
          @Override
          public Optional<ObjectChecksum> checksum(String key, RequestContext context) {
            return Optional.empty();
          }

          @Override
          public String toString() {
            return "Without(" + inner() + ")";
          }
        };
    try (FileSystem fs = open(without, "crc32c")) {
      assertThat(fs.getFileChecksum(FILE)).isNull();
    }
  }

  @Test
  void checksum_ofNothing_isFileNotFound() throws IOException {
    for (String kind : new String[] {"etag", "crc32c"}) {
      try (FileSystem fs = open(store, kind)) {
        assertThatThrownBy(() -> fs.getFileChecksum(new Path("mem://sums/none")))
            .isInstanceOf(FileNotFoundException.class);
      }
    }
  }
}
