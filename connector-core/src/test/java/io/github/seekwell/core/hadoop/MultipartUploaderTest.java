package io.github.seekwell.core.hadoop;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.seekwell.core.config.BufferConfig;
import io.github.seekwell.core.metrics.ReadListener;
import io.github.seekwell.core.store.ErrorKind;
import io.github.seekwell.core.store.Operation;
import io.github.seekwell.core.store.layer.Backoff;
import io.github.seekwell.core.store.layer.RetryingStore;
import io.github.seekwell.core.testing.FaultyStore;
import io.github.seekwell.core.testing.FaultyStore.Fault;
import io.github.seekwell.core.testing.MemoryStore;
import io.github.seekwell.core.testing.RampObject;
import io.github.seekwell.core.testing.RecordingStore;
import io.github.seekwell.core.testing.VirtualTime;
import io.github.seekwell.core.write.KeptPart;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.BBPartHandle;
import org.apache.hadoop.fs.BBUploadHandle;
import org.apache.hadoop.fs.CommonPathCapabilities;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.MultipartUploader;
import org.apache.hadoop.fs.PartHandle;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.UploadHandle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Hadoop's uploads in parts. */
class MultipartUploaderTest {
  private static final Path BASE = new Path("mem://parts/d");
  private static final Path FILE = new Path(BASE, "f");

  private static final Backoff BACKOFF =
      new Backoff(Duration.ofMillis(100), Duration.ofSeconds(1), () -> 0.5);

  private final MemoryStore memory = MemoryFileSystem.store("parts");
  private final FaultyStore faulty = new FaultyStore(memory);
  private final RecordingStore store = new RecordingStore(faulty);
  @TempDir private java.nio.file.Path spool;
  private FileSystem fs;
  private MultipartUploader uploader;

  @BeforeEach
  void open() throws IOException {
    fs = MemoryFileSystem.over(store, configuration());
    uploader = fs.createMultipartUploader(BASE).build();
  }

  @AfterEach
  void close() throws IOException {
    uploader.close();
    fs.close();
  }

  private static <T> T get(CompletableFuture<T> future) throws Exception {
    return future.get(10, TimeUnit.SECONDS);
  }

  private static InputStream in(String text) {
    return new ByteArrayInputStream(text.getBytes(UTF_8));
  }

  private PartHandle put(UploadHandle upload, int number, String text) throws Exception {
    return get(uploader.putPart(upload, number, false, FILE, in(text), text.length()));
  }

  @Test
  void parts_becomeAFileInTheirOrder_andNothingIsThereBefore() throws Exception {
    UploadHandle upload = get(uploader.startUpload(FILE));
    PartHandle second = put(upload, 2, "world");
    PartHandle first = put(upload, 1, "hello ");
    assertThat(memory.keys()).isEmpty();
    get(uploader.complete(upload, FILE, Map.of(1, first, 2, second)));
    assertThat(memory.bytes("d/f")).isEqualTo("hello world".getBytes(UTF_8));
    assertThat(memory.uploads()).isZero();
    assertThat(store.calls().stream().map(RecordingStore.Call::operation))
        .containsExactly(
            Operation.START_UPLOAD,
            Operation.UPLOAD_PART,
            Operation.UPLOAD_PART,
            Operation.LIST, // no directory has the name,
            Operation.LIST, // and no file is above
            Operation.HEAD,
            Operation.COMPLETE_UPLOAD);
  }

  @Test
  void handles_goToAnotherProcessAsBytes() throws Exception {
    UploadHandle upload = get(uploader.startUpload(FILE));
    PartHandle part = put(upload, 1, "x");
    UploadHandle sent = BBUploadHandle.from(ByteBuffer.wrap(upload.toByteArray()));
    PartHandle sentPart = BBPartHandle.from(ByteBuffer.wrap(part.toByteArray()));
    FileContext elsewhere =
        FileContext.getFileContext(fs.getUri(), MemoryFileSystem.configuration());
    try (MultipartUploader other = elsewhere.createMultipartUploader(BASE).build()) {
      get(other.complete(sent, FILE, Map.of(1, sentPart)));
    }
    assertThat(memory.keys()).containsExactly("d/f");
  }

  @Test
  void handlesOfOthers_areRefused() throws Exception {
    UploadHandle upload = get(uploader.startUpload(FILE));
    PartHandle part = put(upload, 1, "x");
    UploadHandle another = get(uploader.startUpload(FILE));
    assertThatThrownBy(() -> get(uploader.complete(another, FILE, Map.of(1, part))))
        .isInstanceOf(ExecutionException.class)
        .hasMessageContaining("of another upload");
    PartHandle foreign = BBPartHandle.from(ByteBuffer.wrap("garbage".getBytes(UTF_8)));
    assertThatThrownBy(() -> uploader.complete(upload, FILE, Map.of(1, foreign)))
        .isInstanceOf(IOException.class);
    assertThatThrownBy(() -> uploader.complete(upload, FILE, Map.of()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> get(uploader.complete(upload, FILE, Map.of(1, part, 2, part))))
        .hasCauseInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> uploader.startUpload(new Path("mem://parts/elsewhere")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void abort_leavesNothing_andAllBelowAPathCanBeAborted() throws Exception {
    UploadHandle upload = get(uploader.startUpload(FILE));
    put(upload, 1, "x");
    get(uploader.abort(upload, FILE));
    assertThat(memory.uploads()).isZero();
    assertThatThrownBy(() -> get(uploader.abort(upload, FILE)))
        .hasCauseInstanceOf(FileNotFoundException.class);
    get(uploader.startUpload(new Path(BASE, "g/1")));
    get(uploader.startUpload(new Path(BASE, "g/2")));
    get(uploader.startUpload(new Path(BASE, "gg")));
    assertThat(get(uploader.abortUploadsUnderPath(new Path(BASE, "g")))).isEqualTo(2);
    assertThat(memory.uploads()).isEqualTo(1);
  }

  @Test
  void largePart_isSentAgainAfterAFailure_andLeavesNoFile() throws Exception {
    RampObject ramp = RampObject.of(KeptPart.IN_MEMORY + 10L);
    FaultyStore failing = new FaultyStore(memory);
    failing.script(Operation.UPLOAD_PART, Fault.after(ErrorKind.CONNECTION));
    AtomicBoolean closed = new AtomicBoolean();
    AtomicReference<List<java.nio.file.Path>> seen = new AtomicReference<>(List.of());
    InputStream in =
        new FilterInputStream(ramp.body().open()) {
          @Override
          public int read(byte[] bytes, int offset, int length) throws IOException {
            seen.set(spoolFiles());
            return super.read(bytes, offset, length);
          }

          @Override
          public void close() throws IOException {
            closed.set(true);
            super.close();
          }
        };
    try (FileSystem retrying =
            MemoryFileSystem.over(
                new RetryingStore(failing, 3, BACKOFF, new VirtualTime(), ReadListener.NONE),
                configuration());
        MultipartUploader again = retrying.createMultipartUploader(BASE).build()) {
      UploadHandle upload = get(again.startUpload(FILE));
      PartHandle part = get(again.putPart(upload, 1, true, FILE, in, ramp.size()));
      get(again.complete(upload, FILE, Map.of(1, part)));
    }
    assertThat(failing.injected()).isEqualTo(1);
    assertThat(memory.bytes("d/f")).isEqualTo(ramp.bytes());
    assertThat(closed).isTrue();
    assertThat(seen.get()).as("where the setting says").hasSize(1);
    assertThat(spoolFiles()).isEmpty();
  }

  @Test
  void partThatEndsEarly_isAnError_andFurtherBytesStayUnread() throws Exception {
    UploadHandle upload = get(uploader.startUpload(FILE));
    assertThatThrownBy(() -> get(uploader.putPart(upload, 1, true, FILE, in("abc"), 4)))
        .hasCauseInstanceOf(EOFException.class);
    assertThatThrownBy(
            () -> get(uploader.putPart(upload, 1, true, FILE, in("abc"), KeptPart.IN_MEMORY + 1L)))
        .hasCauseInstanceOf(EOFException.class);
    assertThat(spoolFiles()).isEmpty();
    PartHandle part = get(uploader.putPart(upload, 1, true, FILE, in("abcdef"), 3));
    get(uploader.complete(upload, FILE, Map.of(1, part)));
    assertThat(memory.bytes("d/f")).isEqualTo("abc".getBytes(UTF_8));
  }

  @Test
  void directoryInTheWay_isNotOverwritten() throws Exception {
    UploadHandle upload = get(uploader.startUpload(FILE));
    PartHandle part = put(upload, 1, "x");
    memory.hold("d/f/g", new byte[1]);
    assertThatThrownBy(() -> get(uploader.complete(upload, FILE, Map.of(1, part))))
        .hasMessageContaining("is a directory");
  }

  @Test
  void afterClose_whoWaitsIsTold() throws Exception {
    UploadHandle upload = get(uploader.startUpload(FILE));
    fs.close();
    assertThatThrownBy(() -> uploader.abort(upload, FILE))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("closed");
  }

  @Test
  @Timeout(30)
  void partThatWaits_whenTheFileSystemIsClosed_isNotRead_butItsStreamIsClosed() throws Exception {
    UploadHandle upload = get(uploader.startUpload(FILE));
    CountDownLatch busy = new CountDownLatch(ObjectFileSystem.BACKGROUND_THREADS);
    CountDownLatch never = new CountDownLatch(1);
    for (int number = 1; number <= ObjectFileSystem.BACKGROUND_THREADS; number++) {
      InputStream slow =
          new InputStream() {
            @Override
            public int read() throws IOException {
              busy.countDown();
              try {
                never.await(20, TimeUnit.SECONDS);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              throw new InterruptedIOException("closed under it");
            }
          };
      uploader.putPart(upload, number, false, FILE, slow, 1);
    }
    assertThat(busy.await(10, TimeUnit.SECONDS)).isTrue();
    AtomicBoolean read = new AtomicBoolean();
    AtomicBoolean closed = new AtomicBoolean();
    InputStream waiting =
        new InputStream() {
          @Override
          public int read() {
            read.set(true);
            return -1;
          }

          @Override
          public void close() {
            closed.set(true);
          }
        };
    CompletableFuture<PartHandle> part = uploader.putPart(upload, 9, false, FILE, waiting, 1);

    fs.close();

    assertThatThrownBy(() -> get(part)).hasMessageContaining("the file system is closed");
    assertThat(read).isFalse();
    assertThat(closed).isTrue();
  }

  @Test
  void unknownMandatoryOption_isRefused_andCapabilityIsTold() throws IOException {
    assertThatThrownBy(() -> fs.createMultipartUploader(BASE).must("fs.what.ever", "1").build())
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(fs.hasPathCapability(BASE, CommonPathCapabilities.FS_MULTIPART_UPLOADER)).isTrue();
  }

  private Configuration configuration() {
    Configuration conf = MemoryFileSystem.configuration();
    conf.set(BufferConfig.DIRECTORIES.key(), spool.toString());
    return conf;
  }

  private List<java.nio.file.Path> spoolFiles() throws IOException {
    try (Stream<java.nio.file.Path> files = Files.walk(spool)) {
      return files.filter(f -> f.getFileName().toString().startsWith("part-")).toList();
    }
  }
}
