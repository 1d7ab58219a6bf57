package io.github.seekwell.core.hadoop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.seekwell.core.store.ErrorKind;
import io.github.seekwell.core.store.Operation;
import io.github.seekwell.core.store.RequestContext;
import io.github.seekwell.core.testing.FaultyStore;
import io.github.seekwell.core.testing.FaultyStore.Fault;
import io.github.seekwell.core.testing.MemoryStore;
import io.github.seekwell.core.testing.RampObject;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.StreamCapabilities;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** When an output stream publishes, and when it does not. */
class WriteStreamTest {
  private static final Path FILE = new Path("mem://write/f");

  /** More than one part, so that parts are sent while it is written. */
  private static final RampObject LARGE = RampObject.of(12 << 20);

  private final MemoryStore memory = MemoryFileSystem.store("write");
  private final FaultyStore store = new FaultyStore(memory);
  private FileSystem fs;

  @BeforeEach
  void open() throws IOException {
    fs = MemoryFileSystem.over(store, MemoryFileSystem.configuration());
  }

  @AfterEach
  void close() throws IOException {
    fs.close();
  }

  @Test
  void close_publishesWhatWasWritten() throws IOException {
    FSDataOutputStream out = fs.create(FILE);
    out.write(LARGE.bytes(0, 1), 0, 1);
    out.write(LARGE.byteAt(1));
    out.write(LARGE.bytes(2, (int) LARGE.size() - 2));
    out.flush();
    assertThat(out.getPos()).isEqualTo(LARGE.size());
    assertThat(memory.keys()).isEmpty();
    out.close();
    out.close();
    assertThat(memory.bytes("f")).isEqualTo(LARGE.bytes());
  }

  @Test
  void fileLeftOpen_whenTheFileSystemCloses_isNotPublished_andLeavesNoParts() throws IOException {
    FSDataOutputStream out = fs.create(FILE);
    out.write(LARGE.bytes());
    out.write(LARGE.bytes());
    assertThat(memory.listUploads("", RequestContext.DEMAND)).hasSize(1);

    fs.close();

    assertThat(memory.listUploads("", RequestContext.DEMAND)).isEmpty();
    assertThat(memory.keys()).isEmpty();
    assertThatThrownBy(() -> out.write(1)).isInstanceOf(IOException.class);
    assertThatThrownBy(out::close)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("file system was closed");
    out.close();
    assertThat(memory.keys()).isEmpty();
  }

  @Test
  void emptyFile_isPublished() throws IOException {
    fs.create(FILE).close();
    assertThat(memory.bytes("f")).isEmpty();
  }

  @Test
  void abort_publishesNothing_andLeavesNothing() throws IOException {
    FSDataOutputStream out = fs.create(FILE);
    out.write(LARGE.bytes());
    assertThat(out.abort().alreadyClosed()).isFalse();
    assertThat(out.abort().alreadyClosed()).isTrue();
    out.close();
    assertThat(memory.keys()).isEmpty();
    assertThat(memory.uploads()).isZero();
    assertThatThrownBy(() -> out.write(1))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("Stream is closed")
        .hasMessageContaining("mem://write/f");
  }

  @Test
  void failedPart_failsTheStream_andPublishesNothing() throws IOException {
    store.script(Operation.UPLOAD_PART, Fault.before(ErrorKind.ACCESS_DENIED));
    store.script(Operation.PUT, Fault.before(ErrorKind.ACCESS_DENIED));
    FSDataOutputStream out = fs.create(FILE);
    assertThatThrownBy(
            () -> {
              out.write(LARGE.bytes());
              out.close();
            })
        .isInstanceOf(java.nio.file.AccessDeniedException.class);
    assertThatThrownBy(
            () -> {
              out.close();
              out.write(1);
            })
        .isInstanceOf(IOException.class);
    assertThat(memory.keys()).isEmpty();
    assertThat(memory.uploads()).isZero();
  }

  @Test
  void failedPublishing_isTranslated() throws IOException {
    FSDataOutputStream out = fs.create(FILE);
    out.write(1);
    store.script(Operation.PUT, Fault.before(ErrorKind.ACCESS_DENIED));
    assertThatThrownBy(out::close)
        .isInstanceOf(java.nio.file.AccessDeniedException.class)
        .hasMessageContaining("mem://write/f");
    out.close();
    assertThat(memory.keys()).isEmpty();
  }

  @Test
  void sync_doesNothing_andSaysSoByCapability() throws IOException {
    try (FSDataOutputStream out = fs.create(FILE)) {
      out.write(1);
      out.hflush();
      out.hsync();
      assertThat(memory.keys()).isEmpty();
      assertThat(out.hasCapability("hflush")).isFalse();
      assertThat(out.hasCapability(StreamCapabilities.HSYNC)).isFalse();
      assertThat(out.hasCapability(StreamCapabilities.ABORTABLE_STREAM)).isTrue();
    }
  }

  @Test
  void sync_ifSoSet_isRefused() throws IOException {
    Configuration conf = MemoryFileSystem.configuration();
    conf.setBoolean("fs.seekwell.write.refuse-sync", true);
    try (FSDataOutputStream out = MemoryFileSystem.over(store, conf).create(FILE)) {
      assertThatThrownBy(out::hsync)
          .isInstanceOf(UnsupportedOperationException.class)
          .hasMessageContaining("before close()");
      assertThatThrownBy(out::hflush).isInstanceOf(UnsupportedOperationException.class);
    }
  }
}
