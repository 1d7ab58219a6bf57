package io.github.seekwell.core.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.seekwell.core.hadoop.ObjectChangedException;
import io.github.seekwell.core.store.ByteRange;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.nio.file.AccessDeniedException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.ChecksumException;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What a store can get wrong while a file is read: what may mend is tried again as often as set,
 * what may not fails at once, and never is a byte delivered that is not the object's.
 */
@Timeout(30)
public abstract class BadAnswersContract {
  protected static final int SIZE = 4 << 20;
  protected static final int ATTEMPTS = 3;
  private static final int STALL_MILLIS = 300;

  private static final int BLOCK = 8 << 10;

  /** Within a block, so that a cut anywhere in its answer is somewhere in a block. */
  protected static final int AT = 300_000;

  private static final int LENGTH = 100_000;

  /** What a read there asks for: its blocks, whole. */
  protected static final int FROM = AT / BLOCK * BLOCK;

  protected static final int TO = ((AT + LENGTH - 1) / BLOCK + 1) * BLOCK;

  private final RampObject ramp = new RampObject(SIZE, 5);
  private final byte[] buffer = new byte[LENGTH];
  private FileSystemRig rig;
  private FileSystem fs;
  private FSDataInputStream in;

  /** A store that answers at once. */
  protected abstract FileSystemRig start() throws IOException;

  protected final FileSystemRig rig() {
    return rig;
  }

  @BeforeEach
  void open() throws IOException {
    rig = start();
    rig.hold("a", ramp);
    open(impatient());
  }

  private void open(Configuration conf) throws IOException {
    // What goes wrong shall go wrong in a read.
    conf.set("fs.seekwell.read.open-bytes", "0");
    fs = rig.open(conf);
    in = fs.open(rig.path("a"));
  }

  private Configuration impatient() throws IOException {
    Configuration conf = rig.configuration();
    conf.set("fs.seekwell.read.look-ahead-max", "0");
    conf.setInt("fs.seekwell.retry.attempts", ATTEMPTS);
    conf.set("fs.seekwell.retry.base-delay", "1ms");
    conf.set("fs.seekwell.retry.max-delay", "1200ms");
    conf.set("fs.seekwell.read.stall-deadline", STALL_MILLIS + "ms");
    return conf;
  }

  @AfterEach
  void close() throws IOException {
    in.close();
    fs.close();
    rig.close();
  }

  static Stream<Arguments> mendable() {
    return Stream.of(
        Arguments.of("cut short", Fault.closeAfter(1000), IOException.class, "TRUNCATED"),
        Arguments.of("cut at once", Fault.closeAfter(0), IOException.class, "TRUNCATED"),
        Arguments.of("reset", Fault.resetAfter(1000), ConnectException.class, "CONNECTION"),
        Arguments.of(
            "closed unanswered", Fault.closeBeforeAnswer(), ConnectException.class, "CONNECTION"),
        Arguments.of("another range", Fault.anotherRange(10, 20), IOException.class, "WRONG"),
        Arguments.of(
            "another range of the same length",
            Fault.anotherRange(FROM + 1, TO + 1),
            IOException.class,
            "WRONG"),
        Arguments.of("range ignored", Fault.rangeIgnored(), IOException.class, "WRONG"),
        Arguments.of(
            "range called one of a smaller object",
            Fault.contentRange("bytes 1-2/3"),
            IOException.class,
            "WRONG"),
        Arguments.of(
            "range called another",
            Fault.contentRange("bytes 0-262143/" + SIZE),
            IOException.class,
            "WRONG"),
        Arguments.of(
            "range that is none", Fault.contentRange("nonsense"), IOException.class, "WRONG"),
        Arguments.of(
            "range without a size",
            Fault.contentRange("bytes " + FROM + "-" + (TO - 1) + "/*"),
            IOException.class,
            "WRONG"),
        Arguments.of("range not told", Fault.without("Content-Range"), IOException.class, "WRONG"),
        Arguments.of("version empty", Fault.etag(""), IOException.class, "WRONG"),
        Arguments.of("version not told", Fault.without("ETag"), IOException.class, "WRONG"),
        Arguments.of("no answer", Fault.neverAnswer(), SocketTimeoutException.class, "STALLED"),
        Arguments.of(
            "stops in the middle", Fault.stallAfter(1000), SocketTimeoutException.class, "STALLED"),
        Arguments.of("throttled", Fault.status(429), IOException.class, "THROTTLED, status 429"),
        Arguments.of("unavailable", Fault.status(503), IOException.class, "THROTTLED, status 503"),
        Arguments.of("broken", Fault.status(500), IOException.class, "SERVER_ERROR, status 500"),
        Arguments.of("no gateway", Fault.status(502), IOException.class, "status 502"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("mendable")
  void once_isTriedAgain_andTheReaderNoticesNothing(
      String name, Fault fault, Class<? extends IOException> type, String kind) throws IOException {
    isTriedAgain(fault);
  }

  /** Once, unnoticed; and what follows on the same connections is right too. */
  protected final void isTriedAgain(Fault fault) throws IOException {
    rig.emulator().script(Call.named("GetObject"), fault);
    readAndVerify(AT);
    assertThat(gets()).isEqualTo(2);
    for (int at = 0; at + buffer.length <= SIZE; at += 200_000) {
      readAndVerify(at);
    }
    assertThat(rig.emulator().script().unused()).isZero();
  }

  @Test
  void aFlippedBit_isFound_whereTheStoreKeepsAChecksum_andSomebodyAsks() throws IOException {
    Configuration conf = impatient();
    // OCI keeps one of all that is written so, S3 of what is written with the other.
    conf.set("fs.seekwell.files.checksum", "crc32c");
    conf.set("fs.s3a.create.checksum.algorithm", "CRC32C");
    conf.set("fs.seekwell.read.verify-checksum", "true");
    RampObject large = new RampObject(3 << 20, 9);
    RampObject other = new RampObject(3 << 20, 8);
    RampObject small = new RampObject(LENGTH, 7);
    try (FileSystem verifying = rig.open(conf)) {
      write(verifying, "large", large);
      write(verifying, "small", small);
      verifyAll(verifying, "large", large);

      rig.emulator().script(Call.named("GetObject"), Fault.flippedBit(5000));
      verifyAll(verifying, "small", small);
      assertThat(rig.emulator().script().unused()).isZero();

      write(verifying, "other", other);
      rig.emulator().script(Call.named("GetObject"), Fault.ok(), Fault.flippedBit(70));
      assertThatThrownBy(() -> verifyAll(verifying, "other", other))
          .isInstanceOf(ChecksumException.class)
          .hasMessageContaining(rig.path("other").toString());
      verifyAll(verifying, "other", other);
    }
  }

  private void write(FileSystem to, String key, RampObject object) throws IOException {
    try (FSDataOutputStream out = to.create(rig.path(key))) {
      out.write(object.bytes());
    }
  }

  private void verifyAll(FileSystem from, String key, RampObject object) throws IOException {
    try (FSDataInputStream stream = from.open(rig.path(key))) {
      assertThat(stream.readAllBytes()).isEqualTo(object.bytes());
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("mendable")
  void always_isGivenUpAfterTheAttempts(
      String name, Fault fault, Class<? extends IOException> type, String kind) throws IOException {
    // A connection that was kept may have been closed for its age alone: such a one is replaced
    // within the attempt.
    int most = name.equals("closed unanswered") ? ATTEMPTS + 1 : ATTEMPTS;
    isGivenUp(fault, most, type, kind);
  }

  /** After the attempts that are set; the stream outlives it. */
  protected final void isGivenUp(
      Fault fault, int mostGets, Class<? extends IOException> type, String... parts)
      throws IOException {
    rig.emulator().script().always(Call.named("GetObject"), fault);
    long begin = System.nanoTime();
    failsUntouched(type, parts).saying(ATTEMPTS + " attempts", ", " + TO + ")");
    assertThat(gets()).isBetween(ATTEMPTS, mostGets);
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(10));
    assertThat(rig.emulator().log().counters().answersWaiting())
        .as("only what never is answered")
        .isLessThanOrEqualTo(ATTEMPTS);
    rig.emulator().script().clear();
    readAndVerify(AT);
  }

  static Stream<Arguments> unmendable() {
    return Stream.of(
        Arguments.of("denied", Fault.status(403), AccessDeniedException.class, "status 403"),
        Arguments.of("expired", Fault.status(401), AccessDeniedException.class, "status 401"),
        Arguments.of(
            "bad request",
            Fault.status(400),
            org.apache.hadoop.fs.PathIOException.class,
            "status 400"),
        Arguments.of("changed", Fault.status(412), ObjectChangedException.class, "status 412"),
        Arguments.of(
            "another version", Fault.etag("other"), ObjectChangedException.class, "CHANGED"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("unmendable")
  void whatDoesNotMend_failsAtOnce(
      String name, Fault fault, Class<? extends IOException> type, String kind) throws IOException {
    failsAtOnce(fault, type, kind);
  }

  /** With the first request; the stream outlives it. */
  protected final void failsAtOnce(Fault fault, Class<? extends IOException> type, String... parts)
      throws IOException {
    rig.emulator().script(Call.named("GetObject"), fault);
    failsUntouched(type, parts);
    assertThat(gets()).isEqualTo(1);
    readAndVerify(AT);
  }

  @Test
  void bodyCutShort_isResumedAtTheMissingByte() throws IOException {
    rig.emulator().script(Call.named("GetObject"), Fault.closeAfter(1000));
    readAndVerify(AT);
    List<ByteRange> ranges = rig.emulator().log().ranges("GetObject");
    assertThat(ranges).containsExactly(ByteRange.of(FROM, TO), ByteRange.of(FROM + 1000, TO));
  }

  @Test
  void bodyTooLong_isNeverReadAsTheNextAnswer() throws IOException {
    rig.emulator().script().always(Call.named("GetObject"), Fault.tooLong(50));
    for (int at = 0; at + buffer.length <= SIZE; at += 262_144) {
      readAndVerify(at);
    }
  }

  @Test
  void rangeIgnored_doesNotFetchTheWholeObject() throws IOException {
    RampObject large = rig.hold("large", new RampObject(1L << 30, 1));
    rig.emulator().script().always(Call.named("GetObject"), Fault.rangeIgnored());
    try (FSDataInputStream other = fs.open(rig.path("large"))) {
      Failing.with(IOException.class, () -> other.readFully(AT, buffer))
          .naming(rig.path("large"))
          .saying("ignored the range");
    }
    assertThat(rig.emulator().log().counters().bytesSent()).isLessThan(large.size() / 4);
  }

  @Test
  void overwrittenWhileOpen_failsAtOnce_andWhatIsCachedStaysReadable() throws IOException {
    readAndVerify(0);
    rig.hold("a", new RampObject(SIZE, 6));
    failsUntouched(
        ObjectChangedException.class, "overwritten or removed while it was open", "status 412");
    assertThat(gets()).isEqualTo(2);
    readAndVerify(0);
    assertThat(gets()).isEqualTo(2);
  }

  @Test
  void overwrittenWhileOpen_isSeenEvenIfTheStoreIgnoresConditions() throws IOException {
    readAndVerify(0);
    rig.hold("a", new RampObject(SIZE, 6));
    rig.emulator().script().always(Call.named("GetObject"), Fault.conditionIgnored());
    failsUntouched(ObjectChangedException.class, "asked for version");
    assertThat(gets()).isEqualTo(2);
  }

  @Test
  void overwrittenBetweenTwoAttempts_isNotMixed() throws IOException {
    // The first request meets this fault, so that the rule below is asked from the second one on.
    rig.emulator().script(Call.named("GetObject"), Fault.closeAfter(1000));
    rig.emulator()
        .script()
        .always(
            call -> {
              if (call.operation().equals("GetObject")) {
                rig.hold("a", new RampObject(SIZE, 6));
              }
              return false;
            },
            Fault.ok());
    failsUntouched(ObjectChangedException.class, "overwritten or removed while it was open");
    assertThat(gets()).isEqualTo(2);
  }

  @Test
  void deletedWhileOpen_isNotFound_atOnce() throws IOException {
    readAndVerify(0);
    rig.emulator().objects().remove(rig.bucket(), "a");
    failsUntouched(FileNotFoundException.class, "status 404");
    assertThat(gets()).isEqualTo(2);
  }

  @Test
  void retryAfter_isWaitedFor() throws IOException {
    in.close();
    fs.close();
    // An answer that is late on a busy machine is not to be asked for again.
    Configuration patient = impatient();
    patient.set("fs.seekwell.read.stall-deadline", "20s");
    open(patient);
    for (int status : new int[] {429, 503}) {
      rig.emulator().script(Call.named("GetObject"), Fault.status(status, Duration.ofSeconds(1)));
      long begin = System.nanoTime();
      readAndVerify(status == 429 ? 0 : AT);
      assertThat(Duration.ofNanos(System.nanoTime() - begin))
          .isBetween(Duration.ofSeconds(1), Duration.ofSeconds(8));
    }
    assertThat(gets()).isEqualTo(4);
  }

  @Test
  void trouble_whileOpening_isTriedAgainToo() throws IOException {
    rig.emulator().script(Call.named("HeadObject"), Fault.status(500), Fault.closeBeforeAnswer());
    fs.open(rig.path("a")).close();
    rig.emulator().script().always(Call.named("HeadObject"), Fault.status(500));
    Failing.with(IOException.class, () -> fs.open(rig.path("a")))
        .naming(rig.path("a"))
        .saying("status 500", ATTEMPTS + " attempts")
        .withoutSecrets(rig.secrets());
  }

  static Stream<Arguments> mendableInOpening() {
    return Stream.of(
        Arguments.of("cut short", Fault.closeAfter(1000), IOException.class, "TRUNCATED"),
        Arguments.of("cut at once", Fault.closeAfter(0), IOException.class, "TRUNCATED"),
        Arguments.of("reset", Fault.resetAfter(1000), ConnectException.class, "CONNECTION"),
        Arguments.of("another range", Fault.anotherRange(10, 20), IOException.class, "WRONG"),
        Arguments.of("range ignored", Fault.rangeIgnored(), IOException.class, "WRONG"),
        Arguments.of(
            "range that is none", Fault.contentRange("nonsense"), IOException.class, "WRONG"),
        Arguments.of(
            "range without a size",
            Fault.contentRange("bytes 0-131071/*"),
            IOException.class,
            "WRONG"),
        Arguments.of("range not told", Fault.without("Content-Range"), IOException.class, "WRONG"),
        Arguments.of("version not told", Fault.without("ETag"), IOException.class, "WRONG"),
        Arguments.of(
            "stops in the middle", Fault.stallAfter(1000), SocketTimeoutException.class, "STALLED"),
        Arguments.of("throttled", Fault.status(429), IOException.class, "THROTTLED, status 429"),
        Arguments.of("broken", Fault.status(500), IOException.class, "SERVER_ERROR, status 500"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("mendableInOpening")
  void trouble_inTheGetThatOpens_isTriedAgain_andGivenUpAfterTheAttempts(
      String name, Fault fault, Class<? extends IOException> type, String kind) throws IOException {
    try (FileSystem other = rig.open(impatient())) {
      rig.emulator().script(Call.named("GetObject"), fault);
      readsItsBeginning(other, "a", ramp);
      assertThat(gets()).isEqualTo(2);
      rig.hold("b", new RampObject(SIZE, 7));
      rig.emulator().script().always(Call.named("GetObject"), fault);
      Failing.with(type, () -> other.open(rig.path("b")))
          .naming(rig.path("b"))
          .saying(kind, ATTEMPTS + " attempts")
          .withoutSecrets(rig.secrets());
      rig.emulator().script().clear();
      readsItsBeginning(other, "b", new RampObject(SIZE, 7));
    }
  }

  @Test
  void overwrittenWhileItIsOpened_isOpenedAtItsNewVersion() throws IOException {
    RampObject fresh = new RampObject(SIZE, 6);
    rig.emulator().script(Call.named("GetObject"), Fault.closeAfter(1000));
    AtomicBoolean overwritten = new AtomicBoolean();
    // Asked from the second request on, which is for the rest.
    rig.emulator()
        .script()
        .always(
            call -> {
              if (call.operation().equals("GetObject") && overwritten.compareAndSet(false, true)) {
                rig.hold("a", fresh);
              }
              return false;
            },
            Fault.ok());
    try (FileSystem other = rig.open(impatient())) {
      readsItsBeginning(other, "a", fresh);
    }
    assertThat(overwritten).isTrue();
  }

  @Test
  void refusedWhileItIsOpened_failsAtOnce() throws IOException {
    try (FileSystem other = rig.open(impatient())) {
      rig.emulator().script(Call.named("GetObject"), Fault.status(403));
      Failing.with(AccessDeniedException.class, () -> other.open(rig.path("a")))
          .naming(rig.path("a"))
          .saying("status 403")
          .withoutSecrets(rig.secrets());
      assertThat(gets()).isEqualTo(1);
    }
  }

  private void readsItsBeginning(FileSystem other, String key, RampObject of) throws IOException {
    try (FSDataInputStream opened = other.open(rig.path(key))) {
      byte[] read = new byte[2000];
      opened.readFully(0, read);
      of.verify(0, read, 0, read.length);
    }
  }

  protected final void readAndVerify(int at) throws IOException {
    in.readFully(at, buffer);
    ramp.verify(at, buffer, 0, buffer.length);
  }

  /** Fails as told, and the caller's buffer is as it was. */
  protected final Failing failsUntouched(Class<? extends IOException> type, String... parts)
      throws IOException {
    Arrays.fill(buffer, (byte) 0x5a);
    Failing failing =
        Failing.with(type, () -> in.readFully(AT, buffer))
            .naming(rig.path("a"))
            .saying(parts)
            .withoutSecrets(rig.secrets());
    byte[] untouched = new byte[buffer.length];
    Arrays.fill(untouched, (byte) 0x5a);
    assertThat(buffer).isEqualTo(untouched);
    return failing;
  }

  protected final int gets() {
    return rig.emulator().log().requests("GetObject").size();
  }
}
