package io.github.seekwell.core.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.PathIOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is written appears whole when its stream is closed, or not at all. */
@Timeout(60)
public abstract class WriteVisibilityContract {
  protected static final int PART = 5 << 20;

  /** Stands for {@link FileSystemRig#completion()}. */
  private static final String COMPLETION = "completion";

  @TempDir private Path folder;

  private FileSystemRig rig;
  private FileSystem fs;

  /** A store that answers at once. */
  protected abstract FileSystemRig start() throws IOException;

  protected final FileSystemRig rig() {
    return rig;
  }

  @BeforeEach
  void open() throws IOException {
    rig = start();
    fs = rig.open(impatient());
  }

  @AfterEach
  void close() throws IOException {
    fs.close();
    rig.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 1000, PART - 1, PART, PART + 1, 2 * PART, 3 * PART + PART / 2})
  void everySize_isInvisibleUntilClosed_thenThereWhole_withEveryBodysMd5(int size)
      throws Exception {
    RampObject ramp = RampObject.of(size);
    FSDataOutputStream out = fs.create(rig.path("dir/a"));
    write(out, ramp);
    out.flush();
    assertThat(keysThere()).isEmpty();
    assertThat(fs.exists(rig.path("dir/a"))).isFalse();
    assertThat(out.getPos()).isEqualTo(size);
    out.close();

    assertHolds("dir/a", ramp);
    assertNoUploads();
    assertThat(fs.getFileStatus(rig.path("dir/a")).getLen()).isEqualTo(size);
    List<LoggedRequest> bodies = new ArrayList<>(requests("PutObject"));
    bodies.addAll(requests("UploadPart"));
    List<String> sums = new ArrayList<>();
    for (int at = 0; at == 0 || at < size; at += PART) {
      sums.add(md5(ramp.bytes(at, Math.min(PART, size - at))));
    }
    assertThat(bodies)
        .extracting(request -> request.headers().get("content-md5"))
        .containsExactlyInAnyOrderElementsOf(sums);
    assertThat(requests("PutObject")).hasSize(size <= PART ? 1 : 0);
  }

  @Test
  void overwriting_showsTheOldFileUntilClosed() throws IOException {
    RampObject old = rig.hold("a", new RampObject(100, 1));
    FSDataOutputStream out = fs.create(rig.path("a"), true);
    write(out, new RampObject(2 * PART, 2));
    assertHolds("a", old);
    out.close();
    assertHolds("a", new RampObject(2 * PART, 2));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 10, 3 * PART})
  void abort_leavesNoObjectAndNoUpload_andClosingThenDoesNothing(int size) throws IOException {
    FSDataOutputStream out = fs.create(rig.path("a"));
    write(out, RampObject.of(size));
    out.abort();
    out.close();
    assertThat(keysThere()).isEmpty();
    assertNoUploads();
    Failing.with(IOException.class, () -> out.write(1)).naming(rig.path("a"));
  }

  @Test
  void abortOfAnOverwrite_leavesTheOldFile() throws IOException {
    RampObject old = rig.hold("a", new RampObject(100, 1));
    FSDataOutputStream out = fs.create(rig.path("a"), true);
    write(out, RampObject.of(2 * PART));
    out.abort();
    assertHolds("a", old);
    assertNoUploads();
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 500})
  void failedPart_makesClosingFail_andNothingIsThere(int status) throws IOException {
    rig.emulator()
        .script()
        .always(
            call ->
                call.operation().equals("UploadPart")
                    && call.request().target().contains(rig.partParameter() + "2"),
            Fault.status(status));
    FSDataOutputStream out = fs.create(rig.path("a"));
    Class<? extends IOException> type = status == 400 ? PathIOException.class : IOException.class;
    Failing.with(
            type,
            () -> {
              write(out, RampObject.of(3 * PART));
              out.close();
            })
        .naming(rig.path("a"))
        .saying("part 2", "status " + status)
        .withoutSecrets(rig.secrets());
    // As try-with-resources does after a failed write: publishes nothing, whatever it throws.
    try {
      out.close();
    } catch (IOException again) {
      assertThat(again).hasMessageContaining("part 2");
    }
    assertThat(keysThere()).isEmpty();
    assertNoUploads();
  }

  @Test
  void failedPut_makesClosingFail_andNothingIsThere() throws IOException {
    rig.emulator().script().always(Call.named("PutObject"), Fault.status(403));
    FSDataOutputStream out = fs.create(rig.path("a"));
    out.write(1);
    Failing.with(java.nio.file.AccessDeniedException.class, out::close).naming(rig.path("a"));
    out.close();
    assertThat(keysThere()).isEmpty();
  }

  @Test
  void refusedCompletion_makesClosingFail_andNothingIsLeft() throws IOException {
    rig.emulator().script().always(Call.named(rig.completion()), Fault.status(400));
    FSDataOutputStream out = fs.create(rig.path("a"));
    write(out, RampObject.of(2 * PART));
    Failing.with(PathIOException.class, out::close).naming(rig.path("a")).saying("status 400");
    assertThat(keysThere()).isEmpty();
    assertNoUploads();
  }

  @ParameterizedTest
  @ValueSource(ints = {10, 2 * PART})
  void writersThatMustNotOverwrite_haveExactlyOneWinner(int size) throws Exception {
    int count = 4;
    ExecutorService threads = Executors.newFixedThreadPool(count);
    try {
      List<FSDataOutputStream> outs = new ArrayList<>();
      for (int writer = 0; writer < count; writer++) {
        outs.add(fs.create(rig.path("a"), false));
        write(outs.get(writer), new RampObject(size, writer));
      }
      List<Future<?>> closing = new ArrayList<>();
      for (FSDataOutputStream out : outs) {
        closing.add(
            threads.submit(
                () -> {
                  out.close();
                  return null;
                }));
      }
      List<Integer> winners = new ArrayList<>();
      for (int writer = 0; writer < count; writer++) {
        try {
          closing.get(writer).get(30, TimeUnit.SECONDS);
          winners.add(writer);
        } catch (ExecutionException lost) {
          assertThat(lost.getCause())
              .isInstanceOf(FileAlreadyExistsException.class)
              .hasMessageContaining(rig.path("a").toString());
        }
      }
      assertThat(winners).hasSize(1);
      assertHolds("a", new RampObject(size, winners.get(0)));
      assertNoUploads();
    } finally {
      threads.shutdownNow();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"UploadPart", COMPLETION, "CreateMultipartUpload"})
  void lostAnswer_ofAnUpload_endsRight_alsoIfNothingMayBeOverwritten(String operation)
      throws IOException {
    RampObject ramp = RampObject.of(2 * PART + 7);
    for (boolean overwrite : new boolean[] {true, false}) {
      String name = operation.equals(COMPLETION) ? rig.completion() : operation;
      rig.emulator().script(Call.named(name), Fault.loseAnswer());
      FSDataOutputStream out = fs.create(rig.path("a-" + overwrite), overwrite);
      write(out, ramp);
      out.close();
      assertHolds("a-" + overwrite, ramp);
    }
    assertThat(rig.emulator().script().unused()).isZero();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void lostAnswer_ofAPut_endsRight_alsoIfNothingMayBeOverwritten(boolean overwrite)
      throws IOException {
    rig.emulator().script(Call.named("PutObject"), Fault.loseAnswer());
    FSDataOutputStream out = fs.create(rig.path("a"), overwrite);
    write(out, RampObject.of(1000));
    out.close();
    assertHolds("a", RampObject.of(1000));
    assertThat(requests("PutObject")).hasSize(2);
  }

  @Test
  void requestsThatBreakInTheMiddle_areSentAgain() throws IOException {
    rig.emulator()
        .script(
            Call.named("UploadPart"),
            Fault.closeBeforeAnswer(),
            Fault.status(500),
            Fault.status(503),
            Fault.status(429));
    RampObject ramp = RampObject.of(3 * PART);
    try (FSDataOutputStream out = fs.create(rig.path("a"))) {
      write(out, ramp);
    }
    assertHolds("a", ramp);
    assertNoUploads();
  }

  @Test
  void bodyThatIsNeverAnswered_isSentAgainAfterTheStallDeadline() throws IOException {
    rig.emulator().script(Call.named("UploadPart"), Fault.neverAnswer());
    rig.emulator().script(Call.named("PutObject"), Fault.neverAnswer());
    Configuration conf = impatient();
    conf.set("fs.seekwell.read.stall-deadline", "300ms");
    long begin = System.nanoTime();
    try (FileSystem hasty = rig.open(conf)) {
      for (int size : new int[] {10, 2 * PART}) {
        try (FSDataOutputStream out = hasty.create(rig.path("a"))) {
          write(out, RampObject.of(size));
        }
        assertHolds("a", RampObject.of(size));
      }
    }
    assertThat(rig.emulator().script().unused()).isZero();
    // The default deadline is 20 s.
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(15));
  }

  /** More bytes than the whole heap, in a JVM of its own, since its budgets are the JVM's. */
  @Test
  protected void fileLargerThanTheHeap_isWritten() throws Exception {
    Path out = folder.resolve("out");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx" + SmallHeap.HEAP_MIB + "m");
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(SmallHeap.class.getName());
    command.add(rig.path("large").toString());
    command.addAll(settings());
    Process jvm =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(out.toFile()).start();
    try {
      assertThat(jvm.waitFor(50, TimeUnit.SECONDS)).isTrue();
    } finally {
      jvm.destroyForcibly();
    }
    assertThat(jvm.exitValue()).as(Files.readString(out)).isZero();
    assertHolds("large", SmallHeap.RAMP);
    assertNoUploads();
  }

  /** What the rig sets beyond what every configuration has, as arguments. */
  private List<String> settings() throws IOException {
    Configuration without = new Configuration();
    List<String> set = new ArrayList<>();
    for (Map.Entry<String, String> entry : rig.configuration()) {
      if (!entry.getValue().equals(without.getRaw(entry.getKey()))) {
        set.add(entry.getKey());
        set.add(entry.getValue());
      }
    }
    return set;
  }

  /** Writes a file by default settings. Arguments: the file, then settings and their values. */
  static final class SmallHeap {
    static final int HEAP_MIB = 64;
    static final RampObject RAMP = RampObject.of((HEAP_MIB + 20) << 20);

    private SmallHeap() {}

    public static void main(String[] args) throws IOException {
      Configuration conf = new Configuration();
      for (int i = 1; i < args.length; i += 2) {
        conf.set(args[i], args[i + 1]);
      }
      org.apache.hadoop.fs.Path file = new org.apache.hadoop.fs.Path(args[0]);
      try (FileSystem fs = FileSystem.newInstance(file.toUri(), conf);
          FSDataOutputStream out = fs.create(file)) {
        write(out, RAMP);
      }
    }
  }

  protected final FileSystem fileSystem() {
    return fs;
  }

  /** Small parts, and retries that do not wait long. */
  private Configuration impatient() throws IOException {
    Configuration conf = rig.configuration();
    conf.set("fs.seekwell.write.part-size", "5m");
    conf.set("fs.seekwell.write.parts-in-flight", "2");
    conf.set("fs.seekwell.retry.attempts", "5");
    conf.set("fs.seekwell.retry.base-delay", "1ms");
    conf.set("fs.seekwell.retry.max-delay", "5ms");
    return conf;
  }

  protected static void write(FSDataOutputStream out, RampObject ramp) throws IOException {
    // An odd size, so that writes lie across parts.
    int piece = 777_777;
    for (long at = 0; at < ramp.size(); at += piece) {
      out.write(ramp.bytes(at, (int) Math.min(piece, ramp.size() - at)));
    }
  }

  protected final void assertHolds(String key, RampObject ramp) {
    byte[] there = rig.emulator().objects().get(rig.bucket(), key).orElseThrow().content().bytes();
    assertThat(there.length).isEqualTo((int) ramp.size());
    ramp.verify(0, there, 0, there.length);
  }

  protected final List<String> keysThere() {
    return rig.emulator().objects().keys(rig.bucket());
  }

  protected final void assertNoUploads() {
    assertThat(rig.emulator().objects().uploads(rig.bucket())).isEmpty();
  }

  protected final List<LoggedRequest> requests(String operation) {
    return rig.emulator().log().requests(operation);
  }

  private static String md5(byte[] bytes) throws Exception {
    return Base64.getEncoder().encodeToString(MessageDigest.getInstance("MD5").digest(bytes));
  }
}
