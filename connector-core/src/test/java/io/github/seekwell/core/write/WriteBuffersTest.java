package io.github.seekwell.core.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.seekwell.core.config.BufferConfig;
import io.github.seekwell.core.config.BufferConfig.Kind;
import io.github.seekwell.core.config.WriteConfig;
import io.github.seekwell.core.local.Slot;
import io.github.seekwell.core.metrics.ReadListener;
import io.github.seekwell.core.store.ErrorKind;
import io.github.seekwell.core.store.ObjectBody;
import io.github.seekwell.core.store.ObjectStore;
import io.github.seekwell.core.store.Operation;
import io.github.seekwell.core.store.PutCondition;
import io.github.seekwell.core.store.StoreException;
import io.github.seekwell.core.store.layer.Backoff;
import io.github.seekwell.core.store.layer.RetryingStore;
import io.github.seekwell.core.testing.Await;
import io.github.seekwell.core.testing.FaultyStore;
import io.github.seekwell.core.testing.FaultyStore.Fault;
import io.github.seekwell.core.testing.MemoryStore;
import io.github.seekwell.core.testing.SlowStore;
import io.github.seekwell.core.testing.VirtualTime;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where parts wait: memory that is spent, memory outside the heap, disks that fail. */
@Timeout(60)
final class WriteBuffersTest {
  private static final int PART = 128 * 1024;
  private static final String KEY = "dir/key";

  /** Nobody waits so long in a test: who would have to, fails it. */
  private static final Duration FOR_EVER = Duration.ofMinutes(10);

  private static final Backoff BACKOFF =
      new Backoff(Duration.ofMillis(100), Duration.ofSeconds(1), () -> 0.5);

  private final MemoryStore memory = new MemoryStore();
  private final FaultyStore faulty = new FaultyStore(memory);
  private final SlowStore slow = new SlowStore(faulty);
  private final ScriptedDisk disk = new ScriptedDisk();
  private final WriteBudget budget = new WriteBudget(4L * PART, FOR_EVER);
  private final List<WriterFactory> factories = new ArrayList<>();

  @TempDir private Path temporary;
  private Path first;
  private Path second;

  @BeforeEach
  void nameDirectories() {
    first = temporary.resolve("first");
    second = temporary.resolve("second");
  }

  @AfterEach
  void nothingIsHeld_andNoFileIsLeft() throws IOException {
    slow.open();
    for (WriterFactory factory : factories) {
      factory.close();
      Await.until("room on disk is given back", () -> factory.buffers().disk().inUse() == 0);
    }
    Await.until("memory is given back", () -> budget.inUse() == 0);
    assertThat(budget.highWater()).isLessThanOrEqualTo(budget.capacity());
    assertThat(parts()).isEmpty();
  }

  private WriterFactory factory(Kind kind, WriteBudget onDisk, Path... directories) {
    BufferConfig config =
        new BufferConfig(kind, Arrays.stream(directories).map(Path::toString).toList(), 1);
    WriterFactory made =
        new WriterFactory(
            new WriteConfig(PART, 2, 0.1, config),
            PartBuffers.of(config, budget, onDisk, disk),
            4,
            ReadListener.NONE);
    factories.add(made);
    return made;
  }

  private WriterFactory factory(Kind kind, Path... directories) {
    return factory(kind, WriteBudget.ofDisk(1L << 30, FOR_EVER), directories);
  }

  private ObjectWriter writer(WriterFactory factory, String key) {
    return factory.create(slow, key, PutCondition.ALWAYS, this);
  }

  private static byte[] random(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }

  private static void write(ObjectWriter writer, byte[] bytes) throws StoreException {
    for (int at = 0; at < bytes.length; at += 9_999) {
      writer.write(bytes, at, Math.min(9_999, bytes.length - at));
    }
  }

  private static StoreException failure(
      org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    return catchThrowableOfType(StoreException.class, call);
  }

  private List<Path> parts() throws IOException {
    return parts(temporary);
  }

  private static List<Path> parts(Path below) throws IOException {
    if (!Files.exists(below)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(below)) {
      return files.filter(file -> file.getFileName().toString().startsWith("part-")).toList();
    }
  }

  private void assertNothingThere() {
    assertThat(memory.keys()).isEmpty();
    assertThat(memory.uploads()).isZero();
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void oneThread_feedingAHundredWritersInTurn_isNeverStuck(Kind kind) throws Exception {
    WriterFactory factory = factory(kind, first, second);
    byte[] bytes = random(2 * PART + PART / 2);
    List<ObjectWriter> writers = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      writers.add(writer(factory, "object-" + i));
    }
    for (int at = 0; at < bytes.length; at += PART / 4) {
      for (ObjectWriter writer : writers) {
        writer.write(bytes, at, PART / 4);
      }
    }
    for (ObjectWriter writer : writers) {
      writer.close();
    }
    for (int i = 0; i < 100; i++) {
      assertThat(memory.bytes("object-" + i)).isEqualTo(bytes);
    }
    assertThat(memory.uploads()).isZero();
    assertThat(disk.created.get()).as("files").isGreaterThan(90);
  }

  @ParameterizedTest
  @EnumSource(
      value = Kind.class,
      names = {"MEMORY", "OFF_HEAP"})
  void memorySpent_byPartsBeingSent_isWaitedFor_andNothingGoesToDisk(Kind kind) throws Exception {
    WriterFactory factory = factory(kind, first);
    slow.hold(request -> request.operation() == Operation.UPLOAD_PART);
    byte[] bytes = random(PART);
    List<ObjectWriter> busy = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      ObjectWriter writer = writer(factory, "busy-" + i);
      writer.write(bytes, 0, PART);
      writer.write(bytes, 0, PART);
      busy.add(writer);
    }
    slow.awaitHeld(2);
    ObjectWriter late = writer(factory, KEY);
    ExecutorService caller = Executors.newSingleThreadExecutor();
    try {
      Future<?> writing =
          caller.submit(
              () -> {
                late.write(bytes, 0, PART);
                return null;
              });
      Await.until("the late one waits", () -> budget.waiting() == 1);
      slow.open();
      writing.get(30, TimeUnit.SECONDS);
    } finally {
      caller.shutdownNow();
    }
    late.close();
    for (ObjectWriter writer : busy) {
      writer.close();
    }
    assertThat(memory.bytes(KEY)).isEqualTo(bytes);
    assertThat(disk.created.get()).as("files").isZero();
    assertThat(first).doesNotExist();
  }

  @Test
  void memorySpent_whereDisksFail_isWaitedFor() throws Exception {
    Files.writeString(first, "no directory");
    WriterFactory factory = factory(Kind.MEMORY, first);
    byte[] bytes = random(PART);
    List<ObjectWriter> idle = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      ObjectWriter writer = writer(factory, "idle-" + i);
      writer.write(bytes, 0, PART);
      idle.add(writer);
    }
    ObjectWriter late = writer(factory, KEY);
    ExecutorService caller = Executors.newSingleThreadExecutor();
    try {
      Future<?> writing =
          caller.submit(
              () -> {
                late.write(bytes, 0, PART);
                return null;
              });
      Await.until("the late one waits", () -> budget.waiting() == 1);
      for (ObjectWriter writer : idle) {
        writer.close();
      }
      writing.get(30, TimeUnit.SECONDS);
    } finally {
      caller.shutdownNow();
    }
    late.close();
    assertThat(memory.bytes(KEY)).isEqualTo(bytes);
  }

  @Test
  void offHeapMemory_isUsedAgain_andNeverMoreThanTheBudget() throws Exception {
    WriterFactory factory = factory(Kind.OFF_HEAP, first);
    DirectChunks chunks = factory.buffers().chunks();
    for (int i = 0; i < 20; i++) {
      try (ObjectWriter writer = writer(factory, KEY)) {
        write(writer, random(5 * PART + i));
      }
      ObjectWriter aborted = writer(factory, KEY);
      write(aborted, random(PART));
      aborted.abort();
    }
    assertThat(chunks.bytes()).isPositive().isLessThanOrEqualTo(budget.capacity());
    assertThat(disk.created.get()).as("files").isZero();
    factory.endIdle();
    Await.until("all is given up", () -> chunks.bytes() == 0);
  }

  @Test
  void offHeapPart_thatWasFreed_isNotReadAnyMore() throws Exception {
    DirectChunks chunks = new DirectChunks();
    OffHeapBuffer buffer = new OffHeapBuffer(chunks, chunks.take(2), WriteBudget.Room.NONE, PART);
    buffer.append(random(PART), 0, PART);
    ObjectBody body = buffer.body();
    try (InputStream in = body.open()) {
      assertThat(in.readNBytes(70_000)).isEqualTo(Arrays.copyOf(random(PART), 70_000));
      buffer.free();
      buffer.free();
      assertThatThrownBy(in::read).isInstanceOf(IOException.class);
    }
    assertThat(chunks.take(2)).doesNotHaveDuplicates();
    assertThat(chunks.bytes()).isEqualTo(PART);
  }

  @Test
  void files_areTheUsersAlone_andUsedInTurn_andGone() throws Exception {
    WriterFactory factory = factory(Kind.DISK, first, second);
    ObjectWriter closed = writer(factory, "closed");
    ObjectWriter aborted = writer(factory, "aborted");
    closed.write(random(PART), 0, PART);
    aborted.write(random(PART), 0, PART);
    assertThat(parts(first)).hasSize(1);
    assertThat(parts(second)).hasSize(1);
    for (Path part : parts()) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(part)))
          .isEqualTo("rw-------");
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(part.getParent())))
          .isEqualTo("rwx------");
    }
    closed.close();
    aborted.abort();
    assertThat(parts()).isEmpty();
    assertThat(memory.bytes("closed")).isEqualTo(random(PART));
  }

  @Test
  void smallObjects_touchNoDisk() throws Exception {
    WriterFactory factory = factory(Kind.DISK, first);
    try (ObjectWriter writer = writer(factory, KEY)) {
      write(writer, random(WriteBudget.FREE));
    }
    assertThat(first).doesNotExist();
  }

  @Test
  void directoryThatIsFull_isLeftForAnother() throws Exception {
    disk.say(first, PART - 1);
    WriterFactory factory = factory(Kind.DISK, first, second);
    byte[] bytes = random(5 * PART);
    try (ObjectWriter writer = writer(factory, KEY)) {
      write(writer, bytes);
      assertThat(parts(first)).isEmpty();
      assertThat(parts(second)).isNotEmpty();
    }
    assertThat(memory.bytes(KEY)).isEqualTo(bytes);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 70_000, PART - 1})
  void directoryThatBecomesFull_isLeft_withWhatIsInIt(int room) throws Exception {
    disk.endAt(first, room);
    WriterFactory factory = factory(Kind.DISK, first, second);
    byte[] bytes = random(5 * PART);
    try (ObjectWriter writer = writer(factory, KEY)) {
      write(writer, bytes);
    }
    assertThat(memory.bytes(KEY)).isEqualTo(bytes);
    assertThat(disk.created.get()).as("five parts, and one of them once more").isEqualTo(6);
  }

  @Test
  void noRoomAnywhere_isALocalError_thatTellsAll_andNothingIsPublished() throws Exception {
    Files.writeString(second, "no directory");
    WriterFactory factory = factory(Kind.DISK, first, second);
    ObjectWriter writer = writer(factory, KEY);
    byte[] bytes = random(PART);
    writer.write(bytes, 0, PART);
    writer.write(bytes, 0, 1);
    disk.say(first, 1000);
    StoreException failed = failure(() -> write(writer, random(3 * PART)));
    assertThat(failed.kind()).isEqualTo(ErrorKind.LOCAL);
    assertThat(failed)
        .hasMessageContaining("memory://bucket/" + KEY)
        .hasMessageContaining("fs.seekwell.write.buffer-dirs")
        .hasMessageContaining("a part of 128k (")
        .hasMessageContaining(first + ": only 1000 bytes are free")
        .hasMessageContaining(second + ": FileAlreadyExistsException");
    assertThat(failure(writer::close).kind()).isEqualTo(ErrorKind.LOCAL);
    assertNothingThere();
  }

  @Test
  void roomOnDisk_spentByOneThreadsOwnFiles_isNamedSoon_andTheOthersAreWritten() throws Exception {
    WriteBudget twoParts = WriteBudget.ofDisk(2L * PART, FOR_EVER, Duration.ofMillis(20));
    WriterFactory factory = factory(Kind.DISK, twoParts, first);
    byte[] bytes = random(PART);
    ObjectWriter a = writer(factory, "a");
    ObjectWriter b = writer(factory, "b");
    ObjectWriter late = writer(factory, "late");
    write(a, bytes);
    write(b, bytes);
    assertThat(failure(() -> write(late, bytes)))
        .hasMessageContaining("other writers hold 256k of 256k")
        .hasMessageContaining("raise fs.seekwell.write.buffer-disk-max")
        .extracting(StoreException::kind)
        .isEqualTo(ErrorKind.LOCAL);
    late.abort();
    a.close();
    b.close();
    assertThat(memory.keys()).containsExactly("a", "b");
  }

  @Test
  void diskFilledInTheMiddleOfAPart_failsTheWrite_andNothingIsPublished() throws Exception {
    disk.endAt(first, PART / 2);
    WriterFactory factory = factory(Kind.DISK, first);
    ObjectWriter writer = writer(factory, KEY);
    assertThat(failure(() -> write(writer, random(3 * PART))))
        .hasMessageContaining(first + ": No space left on device")
        .extracting(StoreException::kind)
        .isEqualTo(ErrorKind.LOCAL);
    assertThat(parts()).as("at once, since others may need the room").isEmpty();
    assertThat(failure(writer::close).kind()).isEqualTo(ErrorKind.LOCAL);
    assertNothingThere();
  }

  @Test
  void roomOnDisk_thatIsSpent_isNamed() throws Exception {
    WriterFactory factory = factory(Kind.DISK, WriteBudget.ofDisk(PART, Duration.ZERO), first);
    ObjectWriter holder = writer(factory, "holder");
    holder.write(random(PART), 0, PART);
    ObjectWriter late = writer(factory, "late");
    assertThat(failure(() -> late.write(random(PART), 0, PART)))
        .hasMessageContaining("fs.seekwell.write.buffer-disk-max")
        .extracting(StoreException::kind)
        .isEqualTo(ErrorKind.LOCAL);
    holder.close();
    late.abort();
    assertThat(memory.keys()).containsExactly("holder");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 60_000, PART - 1})
  void byteThatFlipsOnDisk_isNoticed_beforeTheObjectIsPut(int at) throws Exception {
    WriterFactory factory = factory(Kind.DISK, first);
    ObjectWriter writer = writer(factory, KEY);
    writer.write(random(PART), 0, PART);
    flip(parts().get(0), at);
    assertChanged(writer);
  }

  @Test
  void byteThatFlipsOnDisk_isNoticed_beforeAPartIsTaken() throws Exception {
    WriterFactory factory = factory(Kind.DISK, first);
    slow.hold(request -> request.operation() == Operation.UPLOAD_PART);
    ObjectWriter writer = writer(factory, KEY);
    writer.write(random(PART), 0, PART);
    writer.write(random(PART), 0, PART);
    slow.awaitHeld(1);
    flip(parts().get(0), 5);
    slow.open();
    assertChanged(writer);
  }

  @Test
  void fileThatWasCut_orIsGone_failsTheWriterByName() throws Exception {
    WriterFactory factory = factory(Kind.DISK, first);
    for (boolean gone : new boolean[] {false, true}) {
      ObjectWriter writer = writer(factory, KEY);
      writer.write(random(PART), 0, PART);
      Path part = parts().get(0);
      if (gone) {
        Files.delete(part);
      } else {
        try (RandomAccessFile file = new RandomAccessFile(part.toFile(), "rw")) {
          file.setLength(PART - 1);
        }
      }
      assertThat(failure(writer::close))
          .hasMessageContaining(part.toString())
          .extracting(StoreException::kind)
          .isEqualTo(ErrorKind.LOCAL);
      assertNothingThere();
    }
  }

  private static void flip(Path file, int at) throws IOException {
    try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
      bytes.seek(at);
      int old = bytes.read();
      bytes.seek(at);
      bytes.write(old ^ 1);
    }
  }

  private void assertChanged(ObjectWriter writer) {
    assertThat(failure(writer::close))
        .hasMessageContaining(first.toString())
        .hasMessageContaining("has been changed")
        .extracting(StoreException::kind)
        .isEqualTo(ErrorKind.LOCAL);
    assertNothingThere();
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void partThatIsSentAgain_isReadAgain(Kind kind) throws Exception {
    ObjectStore retrying =
        new RetryingStore(faulty, 3, BACKOFF, new VirtualTime(), ReadListener.NONE);
    faulty.script(
        Operation.UPLOAD_PART, Fault.after(ErrorKind.CONNECTION), Fault.before(ErrorKind.STALLED));
    byte[] bytes = random(3 * PART);
    try (ObjectWriter writer =
        factory(kind, first).create(retrying, KEY, PutCondition.ALWAYS, this)) {
      write(writer, bytes);
    }
    assertThat(faulty.injected()).isEqualTo(2);
    assertThat(memory.bytes(KEY)).isEqualTo(bytes);
  }

  @Test
  void interrupt_betweenTwoBytesOfAPart_doesNotHarmItsFile() throws Exception {
    WriterFactory factory = factory(Kind.DISK, first);
    byte[] bytes = random(PART);
    ObjectWriter writer = writer(factory, KEY);
    writer.write(bytes, 0, 70_000);
    Thread.currentThread().interrupt();
    writer.write(bytes, 70_000, PART - 70_000);
    assertThat(Thread.interrupted()).isTrue();
    writer.close();
    assertThat(memory.bytes(KEY)).isEqualTo(bytes);
  }

  @Test
  void whatADeadProcessLeft_isDeleted_andWhatALivingOneHas_isNot() throws Exception {
    WriterFactory dead = factory(Kind.DISK, first);
    ObjectWriter left = writer(dead, "left");
    left.write(random(PART), 0, PART);
    Path leftPart = parts().get(0);
    Path home = leftPart.getParent().getParent();
    Path livingPart = home.resolve("slot-1").resolve("part-1");
    Path deadPart = home.resolve("slot-2").resolve("part-9");
    try (Slot living = Slot.takeFirst(home)) {
      Files.writeString(livingPart, "living");
      try (Slot ended = Slot.takeFirst(home);
          Slot alsoEnded = Slot.takeFirst(home)) {
        assertThat(living.directory()).isEqualTo(livingPart.getParent());
        assertThat(ended.directory()).isEqualTo(deadPart.getParent());
        Files.writeString(deadPart, "dead");
        Files.writeString(alsoEnded.directory().resolve("part-3"), "dead too");
      }
      // Another class loader, as it were, which takes the dead one's place.
      ObjectWriter next = writer(factory(Kind.DISK, first), "next");
      next.write(random(PART), 0, PART);
      assertThat(parts())
          .containsExactlyInAnyOrder(
              leftPart, livingPart, home.resolve("slot-2").resolve("part-1"));
      next.close();
    } finally {
      Files.deleteIfExists(livingPart);
    }
    left.close();
    assertThat(memory.keys()).containsExactly("left", "next");
  }

  @Test
  void placeThatSomebodyTidiedAway_isMadeAgain() throws Exception {
    WriterFactory factory = factory(Kind.DISK, first);
    for (int i = 0; i < 2; i++) {
      try (ObjectWriter writer = writer(factory, KEY)) {
        write(writer, random(PART));
      }
      remove(first);
    }
    assertThat(memory.bytes(KEY)).isEqualTo(random(PART));
  }

  private static void remove(Path directory) throws IOException {
    try (Stream<Path> all = Files.walk(directory)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
