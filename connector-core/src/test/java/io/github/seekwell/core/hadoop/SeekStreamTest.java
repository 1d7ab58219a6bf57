package io.github.seekwell.core.hadoop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.seekwell.core.store.ByteRange;
import io.github.seekwell.core.store.ErrorKind;
import io.github.seekwell.core.store.Operation;
import io.github.seekwell.core.testing.FaultyStore;
import io.github.seekwell.core.testing.FaultyStore.Fault;
import io.github.seekwell.core.testing.MemoryStore;
import io.github.seekwell.core.testing.RampObject;
import io.github.seekwell.core.testing.RecordingStore;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileRange;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.StreamCapabilities;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Positions, ends and closings of an input stream, through the file system that opens it. */
class SeekStreamTest {
  private static final int SIZE = 300_000;
  private static final Path FILE = new Path("mem://seek/ramp");

  private final RampObject ramp = RampObject.of(SIZE);
  private final MemoryStore memory = MemoryFileSystem.store("seek");
  private final FaultyStore faulty = new FaultyStore(memory);
  private final RecordingStore store = new RecordingStore(faulty);
  private FileSystem fs;
  private FSDataInputStream in;

  @BeforeEach
  void open() throws IOException {
    memory.hold("ramp", ramp);
    fs = MemoryFileSystem.over(store, MemoryFileSystem.configuration());
    in = fs.open(FILE);
    store.reset();
  }

  @AfterEach
  void close() throws IOException {
    in.close();
    fs.close();
  }

  private void assertIs(long position, byte[] bytes) {
    ramp.verify(position, bytes, 0, bytes.length);
  }

  @Test
  void seek_costsNoRequest_andNextReadIsThere() throws IOException {
    in.seek(200_000);
    in.seek(SIZE);
    in.seek(7);
    assertThat(store.calls()).isEmpty();
    assertThat(in.getPos()).isEqualTo(7);
    byte[] read = new byte[100];
    in.readFully(read);
    assertIs(7, read);
    assertThat(in.getPos()).isEqualTo(107);
  }

  @Test
  void seek_beforeStartOrPastEnd_isEndOfFile_andMovesNothing() throws IOException {
    in.seek(5);
    assertThatThrownBy(() -> in.seek(-1)).isInstanceOf(EOFException.class);
    assertThatThrownBy(() -> in.seek(SIZE + 1L))
        .isInstanceOf(EOFException.class)
        .hasMessageContaining("mem://seek/ramp");
    assertThat(in.getPos()).isEqualTo(5);
    assertThat(in.read()).isEqualTo(ramp.byteAt(5) & 0xff);
  }

  @Test
  void read_byteByByte_isTheRamp() throws IOException {
    in.seek(SIZE - 3L);
    for (int i = 3; i > 0; i--) {
      assertThat(in.read()).isEqualTo(ramp.byteAt(SIZE - i) & 0xff);
    }
    assertThat(in.read()).isEqualTo(-1);
    assertThat(in.getPos()).isEqualTo(SIZE);
  }

  @Test
  void read_acrossEnd_isShort_andAtEndMinusOne() throws IOException {
    byte[] buffer = new byte[10];
    in.seek(SIZE - 4L);
    assertThat(in.read(buffer, 2, 8)).isEqualTo(4);
    ramp.verify(SIZE - 4L, buffer, 2, 4);
    assertThat(in.read(buffer, 0, 1)).isEqualTo(-1);
    assertThat(in.read(buffer, 0, 0)).isZero();
  }

  @Test
  void positionedRead_isNotShort_andMovesNothing() throws IOException {
    in.seek(11);
    byte[] buffer = new byte[150_000];
    assertThat(in.read(1000, buffer, 0, buffer.length)).isEqualTo(buffer.length);
    assertIs(1000, buffer);
    assertThat(in.read(SIZE - 1L, buffer, 0, 5)).isEqualTo(1);
    assertThat(in.read(SIZE, buffer, 0, 5)).isEqualTo(-1);
    assertThat(in.getPos()).isEqualTo(11);
  }

  @Test
  void readFully_pastEnd_isEndOfFile() throws IOException {
    byte[] buffer = new byte[5];
    assertThatThrownBy(() -> in.readFully(SIZE - 4L, buffer)).isInstanceOf(EOFException.class);
    assertThatThrownBy(() -> in.readFully(-1, buffer)).isInstanceOf(EOFException.class);
    in.readFully(SIZE - 5L, buffer);
    assertIs(SIZE - 5L, buffer);
    in.readFully(SIZE + 9L, new byte[0]);
  }

  @Test
  void read_withBadArguments_isRefused() {
    assertThatThrownBy(() -> in.read(0, new byte[4], 2, 3))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> in.read(-1, new byte[4], 0, 1)).isInstanceOf(EOFException.class);
  }

  @Test
  void byteBuffers_ofBothKinds_areFilled() throws IOException {
    for (ByteBuffer buffer :
        List.of(ByteBuffer.allocate(290_000), ByteBuffer.allocateDirect(290_000))) {
      buffer.position(3);
      in.readFully(10, buffer);
      buffer.flip().position(3);
      byte[] read = new byte[buffer.remaining()];
      buffer.get(read);
      assertIs(10, read);
      buffer.clear();
      in.seek(SIZE - 2L);
      assertThat(in.read(buffer)).isEqualTo(2);
      assertThat(buffer.position()).isEqualTo(2);
      assertThat(in.read(buffer)).isEqualTo(-1);
      assertThat(in.read(SIZE - 1L, buffer)).isEqualTo(1);
      assertThatThrownBy(() -> in.readFully(SIZE - 1L, ByteBuffer.allocateDirect(2)))
          .isInstanceOf(EOFException.class);
    }
  }

  @Test
  void skip_isArithmetic_andEndsAtTheEnd() throws IOException {
    assertThat(in.skip(100)).isEqualTo(100);
    assertThat(in.skip(-5)).isZero();
    assertThat(in.skip(SIZE)).isEqualTo(SIZE - 100);
    assertThat(in.skip(1)).isZero();
    assertThat(store.calls()).isEmpty();
  }

  @Test
  void available_isZeroOnlyAtTheEnd() throws IOException {
    assertThat(in.available()).isPositive();
    in.read();
    assertThat(in.available()).isPositive();
    in.seek(SIZE);
    assertThat(in.available()).isZero();
  }

  @Test
  void gzipOfSeveralMembers_isReadToItsEnd() throws IOException {
    ByteArrayOutputStream members = new ByteArrayOutputStream();
    for (int i = 0; i < 3; i++) {
      try (GZIPOutputStream gzip = new GZIPOutputStream(members)) {
        gzip.write(new byte[] {1, 2, 3});
      }
    }
    memory.hold("gz", members.toByteArray());
    try (GZIPInputStream gzip = new GZIPInputStream(fs.open(new Path("mem://seek/gz")), 23)) {
      assertThat(gzip.readAllBytes()).hasSize(9);
    }
  }

  @Test
  void emptyFile_hasNothing_andCostsNoFurtherRequest() throws IOException {
    memory.hold("empty", new byte[0]);
    try (FSDataInputStream empty = fs.open(new Path("mem://seek/empty"))) {
      empty.seek(0);
      assertThat(empty.read()).isEqualTo(-1);
      assertThat(empty.read(new byte[1])).isEqualTo(-1);
      assertThat(empty.read(0, new byte[1], 0, 1)).isEqualTo(-1);
      assertThat(empty.available()).isZero();
      assertThatThrownBy(() -> empty.readFully(0, new byte[1])).isInstanceOf(EOFException.class);
    }
    assertThat(store.count()).isEqualTo(1);
  }

  @Test
  void afterClose_everythingFails_andClosingAgainDoesNot() throws IOException {
    in.read();
    in.close();
    in.close();
    byte[] buffer = new byte[1];
    List<Callable<?>> calls =
        List.of(
            in::read,
            () -> in.read(buffer),
            () -> in.read(0, buffer, 0, 1),
            () -> in.skip(1),
            in::available,
            () -> in.read(ByteBuffer.allocate(1)),
            () -> {
              in.seek(0);
              return 0;
            });
    for (Callable<?> call : calls) {
      assertThatThrownBy(call::call)
          .isInstanceOf(IOException.class)
          .hasMessageContaining("Stream is closed")
          .hasMessageContaining("mem://seek/ramp");
    }
    in.seekToNewSource(0);
  }

  @Test
  void unbuffer_costsNothing_andReadingGoesOn() throws IOException {
    in.seek(10);
    in.read();
    store.reset();
    in.unbuffer();
    in.unbuffer();
    assertThat(store.calls()).isEmpty();
    assertThat(in.read()).isEqualTo(ramp.byteAt(11) & 0xff);
    assertThat(store.count(Operation.HEAD)).isZero();
  }

  @Test
  void overwrittenFile_isNeverMixed() throws IOException {
    RampObject large = RampObject.of(1 << 20);
    memory.hold("large", large);
    try (FSDataInputStream stream = fs.open(new Path("mem://seek/large"))) {
      stream.read();
      memory.hold("large", new RampObject(1 << 20, 5));
      // What is in memory is of the old version, and so is what is delivered.
      byte[] near = new byte[1000];
      stream.readFully(1000, near);
      large.verify(1000, near, 0, 1000);
      assertThatThrownBy(() -> stream.readFully(900_000, new byte[1000]))
          .isInstanceOf(ObjectChangedException.class)
          .hasMessageContaining("mem://seek/large");
    }
  }

  @Test
  void failedRead_isTranslated_andMovesNothing() throws IOException {
    in.seek(290_000);
    faulty.script(Operation.GET, Fault.before(ErrorKind.ACCESS_DENIED));
    assertThatThrownBy(() -> in.read(new byte[10]))
        .isInstanceOf(java.nio.file.AccessDeniedException.class);
    assertThat(in.getPos()).isEqualTo(290_000);
    assertThat(in.read()).isEqualTo(ramp.byteAt(290_000) & 0xff);
  }

  @Test
  void capabilities_areTrue() throws IOException {
    assertThat(in.hasCapability(StreamCapabilities.READBYTEBUFFER)).isTrue();
    assertThat(in.hasCapability(StreamCapabilities.PREADBYTEBUFFER)).isTrue();
    assertThat(in.hasCapability(StreamCapabilities.UNBUFFER)).isTrue();
    assertThat(in.hasCapability(StreamCapabilities.IOSTATISTICS)).isTrue();
    assertThat(in.hasCapability(StreamCapabilities.VECTOREDIO)).isTrue();
    assertThat(in.hasCapability(Prefetching.CAPABILITY)).isTrue();
    in.setReadahead(1L << 20);
    assertThatThrownBy(() -> in.setReadahead(-1L)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void vectoredRead_asksForAllRangesAtOnce_andCountsThem() throws Exception {
    List<FileRange> ranges =
        List.of(
            FileRange.createFileRange(200_000, 5000),
            FileRange.createFileRange(100_000, 0),
            FileRange.createFileRange(100, 10_000));
    in.readVectored(ranges, ByteBuffer::allocateDirect);
    assertIs(200_000, bytes(ranges.get(0)));
    assertIs(100, bytes(ranges.get(2)));
    assertThat(ranges.get(1).getData().get().remaining()).isZero();
    assertThat(in.getPos()).isZero();
  }

  @Test
  void vectoredRead_beyondTheEnd_isRefusedBeforeAnyIsRead() {
    List<FileRange> ranges =
        List.of(FileRange.createFileRange(0, 10), FileRange.createFileRange(SIZE - 5, 10));
    assertThatThrownBy(() -> in.readVectored(ranges, ByteBuffer::allocate))
        .isInstanceOf(EOFException.class);
    assertThat(store.calls()).isEmpty();
  }

  @Test
  void prefetch_isTakenAsAHint() throws Exception {
    assertThat(in.getWrappedStream()).isInstanceOf(Prefetching.class);
    Prefetching stream = (Prefetching) in.getWrappedStream();
    stream.prefetch(List.of());
    stream.prefetch(List.of(ByteRange.of(290_000, 400_000), ByteRange.of(500_000, 500_001)));
    byte[] buffer = new byte[10_000];
    in.readFully(290_000, buffer);
    assertIs(290_000, buffer);
    in.close();
    assertThatThrownBy(() -> stream.prefetch(List.of(ByteRange.of(0, 1))))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("closed");
  }

  private static byte[] bytes(FileRange range) throws Exception {
    ByteBuffer data = range.getData().get();
    byte[] bytes = new byte[data.remaining()];
    data.get(bytes);
    return bytes;
  }

  @Test
  void randomReads_inAnyOrder_areTheRamp() throws IOException {
    long seed = 20261121;
    Random random = new Random(seed);
    for (int i = 0; i < 500; i++) {
      int position = random.nextInt(SIZE);
      byte[] buffer = new byte[random.nextInt(Math.min(5000, SIZE - position)) + 1];
      if (random.nextBoolean()) {
        in.seek(position);
        in.readFully(buffer);
        assertThat(in.getPos()).as("seed %d", seed).isEqualTo(position + buffer.length);
      } else {
        in.readFully(position, buffer);
      }
      assertIs(position, buffer);
    }
  }

  @Test
  void thirtyTwoThreads_onOneStream_readWhatTheyAskFor() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(32);
    try {
      List<Future<?>> reads = new ArrayList<>();
      for (int t = 0; t < 32; t++) {
        int thread = t;
        reads.add(
            threads.submit(
                () -> {
                  Random random = new Random(thread);
                  for (int i = 0; i < 50; i++) {
                    byte[] buffer = new byte[1 + random.nextInt(3000)];
                    long position = random.nextInt(SIZE - buffer.length);
                    in.readFully(position, buffer);
                    assertIs(position, buffer);
                  }
                  return null;
                }));
      }
      for (Future<?> read : reads) {
        read.get(30, TimeUnit.SECONDS);
      }
      assertThat(in.getPos()).isZero();
    } finally {
      threads.shutdownNow();
    }
  }
}
