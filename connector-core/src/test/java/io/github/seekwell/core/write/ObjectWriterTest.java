package io.github.seekwell.core.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.seekwell.core.config.BufferConfig;
import io.github.seekwell.core.config.BufferConfig.Kind;
import io.github.seekwell.core.config.WriteConfig;
import io.github.seekwell.core.metrics.Count;
import io.github.seekwell.core.metrics.ReadRecorder;
import io.github.seekwell.core.store.ErrorKind;
import io.github.seekwell.core.store.ObjectStore;
import io.github.seekwell.core.store.Operation;
import io.github.seekwell.core.store.PutCondition;
import io.github.seekwell.core.store.RequestContext;
import io.github.seekwell.core.store.StoreException;
import io.github.seekwell.core.store.UploadedPart;
import io.github.seekwell.core.testing.Await;
import io.github.seekwell.core.testing.FaultyStore;
import io.github.seekwell.core.testing.FaultyStore.Fault;
import io.github.seekwell.core.testing.MemoryStore;
import io.github.seekwell.core.testing.RecordingStore;
import io.github.seekwell.core.testing.SlowStore;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class ObjectWriterTest {
  private static final int PART = 128 * 1024;
  private static final Object OWNER = new Object();
  private static final String KEY = "dir/key";

  private final MemoryStore memory = new MemoryStore();
  private final FaultyStore faulty = new FaultyStore(memory);
  private final SlowStore slow = new SlowStore(faulty);
  private final RecordingStore store = new RecordingStore(slow);
  private final ReadRecorder recorder = new ReadRecorder();
  private final WriteBudget budget = new WriteBudget(4L * PART, Duration.ofSeconds(20));
  private WriterFactory factory;

  @BeforeEach
  void makeFactory() {
    factory = factory(budget, 2);
  }

  private WriterFactory factory(WriteBudget room, int partsInFlight) {
    return new WriterFactory(
        new WriteConfig(PART, partsInFlight, 0.1, buffer()), buffers(room), 4, recorder);
  }

  /** Where parts wait. */
  BufferConfig buffer() {
    return new BufferConfig(Kind.MEMORY, List.of(), 1);
  }

  /** Buffers that have no more than this, wherever they are. */
  PartBuffers buffers(WriteBudget room) {
    return PartBuffers.of(buffer(), room, room, new LocalDisk());
  }

  @AfterEach
  void everyByteOfRoom_isGivenBack() {
    slow.open();
    factory.close();
    Await.until("all room is given back", () -> budget.inUse() == 0);
    assertThat(budget.highWater()).isLessThanOrEqualTo(budget.capacity());
  }

  private ObjectWriter writer() {
    return writer(PutCondition.ALWAYS);
  }

  private ObjectWriter writer(PutCondition condition) {
    return factory.create(store, KEY, condition, OWNER);
  }

  private static byte[] random(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }

  private static StoreException failure(
      org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    return catchThrowableOfType(StoreException.class, call);
  }

  private List<Operation> operations() {
    return store.calls().stream().map(RecordingStore.Call::operation).toList();
  }

  private void assertNothingThere() {
    assertThat(memory.keys()).isEmpty();
    assertThat(memory.uploads()).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 10, 64 * 1024, 64 * 1024 + 1, PART - 1, PART})
  void object_thatFitsIntoAPart_costsOnePut(int length) throws Exception {
    byte[] bytes = random(length);
    try (ObjectWriter writer = writer()) {
      writer.write(bytes, 0, length);
      assertThat(writer.position()).isEqualTo(length);
      assertThat(memory.keys()).as("visible only after close").isEmpty();
    }
    assertThat(memory.bytes(KEY)).isEqualTo(bytes);
    assertThat(operations()).containsExactly(Operation.PUT);
    assertThat(store.calls().get(0).context().owner()).isSameAs(OWNER);
    assertThat(recorder.snapshot().count(Count.BYTES_WRITTEN)).isEqualTo(length);
  }

  @ParameterizedTest
  @ValueSource(ints = {PART + 1, 2 * PART, 9 * PART, 9 * PART + 12_345})
  void largerObject_costsStart_itsParts_andCompletion(int length) throws Exception {
    byte[] bytes = random(length);
    try (ObjectWriter writer = writer()) {
      for (int at = 0; at < length; at += 30_011) {
        writer.write(bytes, at, Math.min(30_011, length - at));
      }
    }
    assertThat(memory.bytes(KEY)).isEqualTo(bytes);
    assertThat(memory.uploads()).isZero();
    int parts = (length + PART - 1) / PART;
    assertThat(store.count()).isEqualTo(parts + 2);
    assertThat(store.count(Operation.UPLOAD_PART)).isEqualTo(parts);
    assertThat(operations()).startsWith(Operation.START_UPLOAD);
    assertThat(operations()).endsWith(Operation.COMPLETE_UPLOAD);
  }

  @Test
  void bytes_writtenOneByOne_arriveInOrder() throws Exception {
    byte[] bytes = random(PART + 5);
    try (ObjectWriter writer = writer()) {
      for (byte one : bytes) {
        writer.write(one);
      }
    }
    assertThat(memory.bytes(KEY)).isEqualTo(bytes);
  }

  @Test
  void smallWriters_neverTouchTheBudget() throws Exception {
    List<ObjectWriter> open = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      ObjectWriter writer = factory.create(store, "small-" + i, PutCondition.ALWAYS, OWNER);
      writer.write(random(1_000), 0, 1_000);
      open.add(writer);
    }
    for (ObjectWriter writer : open) {
      writer.close();
    }
    assertThat(budget.highWater()).isZero();
    assertThat(memory.keys()).hasSize(50);
  }

  @Test
  void parts_thatEndOutOfOrder_arePublishedInOrder() throws Exception {
    slow.hold(request -> request.operation() == Operation.UPLOAD_PART);
    byte[] bytes = random(3 * PART);
    ObjectWriter writer = writer();
    writer.write(bytes, 0, 2 * PART + 1); // parts 1 and 2 are handed over
    List<SlowStore.Held> held = slow.awaitHeld(2);
    slow.release(held.get(1));
    slow.release(held.get(0));
    slow.open();
    writer.write(bytes, 2 * PART + 1, PART - 1);
    writer.close();
    assertThat(memory.bytes(KEY)).isEqualTo(bytes);
    assertThat(completedParts()).extracting(UploadedPart::number).containsExactly(1, 2, 3);
  }

  @SuppressWarnings("unchecked")
  private List<UploadedPart> completedParts() {
    for (RecordingStore.Call call : store.calls()) {
      if (call.operation() == Operation.COMPLETE_UPLOAD) {
        return (List<UploadedPart>) call.arguments().get(1);
      }
    }
    throw new AssertionError("no completion");
  }

  @Test
  void writer_neverSendsMoreThanItsShareAtATime() throws Exception {
    slow.hold(request -> request.operation() == Operation.UPLOAD_PART);
    byte[] bytes = random(6 * PART);
    ObjectWriter writer = writer();
    ExecutorService caller = Executors.newSingleThreadExecutor();
    try {
      Future<?> writing =
          caller.submit(
              () -> {
                writer.write(bytes, 0, bytes.length);
                writer.close();
                return null;
              });
      for (int sent = 0; sent < 6; sent += 2) {
        List<SlowStore.Held> held = slow.awaitHeld(2);
        assertThat(held).hasSize(2);
        assertThat(budget.inUse()).isLessThanOrEqualTo(3L * PART);
        slow.releaseAll();
      }
      writing.get(30, TimeUnit.SECONDS);
    } finally {
      caller.shutdownNow();
    }
    assertThat(memory.bytes(KEY)).isEqualTo(bytes);
  }

  @Test
  void ifAbsent_decidesSmallObjects_inTheStore() throws Exception {
    memory.hold(KEY, new byte[] {1});
    ObjectWriter writer = writer(PutCondition.IF_ABSENT);
    writer.write(2);
    assertThat(failure(writer::close).kind()).isEqualTo(ErrorKind.ALREADY_EXISTS);
    assertThat(memory.bytes(KEY)).containsExactly(1);
  }

  @Test
  void onlyIfAbsent_theObjectCarriesAnId_thatNoOtherWriteHas() throws Exception {
    List<String> ids = new ArrayList<>();
    for (int length : new int[] {1, 3 * PART}) {
      for (PutCondition condition : List.of(PutCondition.IF_ABSENT, PutCondition.ALWAYS)) {
        ObjectWriter writer = writer(condition);
        writer.write(random(length), 0, length);
        writer.close();
        ids.add(memory.written(KEY, RequestContext.DEMAND).writeId());
        memory.delete(KEY, RequestContext.DEMAND);
      }
    }
    assertThat(ids.get(0)).isNotEmpty().isNotEqualTo(ids.get(2));
    assertThat(ids.get(2)).isNotEmpty();
    assertThat(List.of(ids.get(1), ids.get(3))).containsOnly("");
  }

  @Test
  void ifAbsent_decidesLargeObjects_whenTheyArePublished() throws Exception {
    ObjectWriter writer = writer(PutCondition.IF_ABSENT);
    writer.write(random(3 * PART), 0, 3 * PART);
    memory.hold(KEY, new byte[] {1}); // somebody was faster
    assertThat(failure(writer::close).kind()).isEqualTo(ErrorKind.ALREADY_EXISTS);
    assertThat(memory.bytes(KEY)).containsExactly(1);
    assertThat(memory.uploads()).isZero();
  }

  @Test
  void abort_leavesNothing_andMayBeRepeated() throws Exception {
    ObjectWriter writer = writer();
    writer.write(random(5 * PART), 0, 5 * PART);
    writer.abort();
    writer.abort();
    writer.close();
    assertNothingThere();
    assertThat(store.count(Operation.ABORT_UPLOAD)).isEqualTo(1);
    assertThat(store.count(Operation.COMPLETE_UPLOAD)).isZero();
  }

  @Test
  void abort_ofASmallObject_costsNoRequest() throws Exception {
    ObjectWriter writer = writer();
    writer.write(random(100_000), 0, 100_000);
    writer.abort();
    assertThat(store.count()).isZero();
    assertThat(budget.inUse()).isZero();
  }

  @Test
  void abort_waitsForPartsOnTheirWay_soThatNoneLandsLater() throws Exception {
    slow.hold(request -> request.operation() == Operation.UPLOAD_PART);
    ObjectWriter writer = writer();
    writer.write(random(2 * PART + 1), 0, 2 * PART + 1);
    slow.awaitHeld(2);
    Thread aborting =
        new Thread(
            () -> {
              try {
                writer.abort();
              } catch (StoreException e) {
                throw new AssertionError(e);
              }
            });
    aborting.start();
    Await.until(
        "abort waits for the parts", () -> aborting.getState() == Thread.State.TIMED_WAITING);
    assertThat(store.count(Operation.ABORT_UPLOAD)).isZero();
    slow.releaseAll();
    aborting.join(20_000);
    assertNothingThere();
    List<Operation> asked = operations();
    assertThat(asked).endsWith(Operation.ABORT_UPLOAD);
    assertThat(asked).hasSize(4);
  }

  @Test
  void giveUp_whileAnotherThreadCloses_cutsHangingPartsOff_andPublishesNothing() throws Exception {
    slow.hold(request -> request.operation() == Operation.UPLOAD_PART);
    ObjectWriter writer = writer();
    writer.write(random(2 * PART), 0, 2 * PART);
    slow.awaitHeld(1);
    AtomicReference<StoreException> failed = new AtomicReference<>();
    Thread closing = new Thread(() -> failed.set(failure(writer::close)));
    closing.start();
    Await.until(
        "close waits for the parts", () -> closing.getState() == Thread.State.TIMED_WAITING);

    writer.giveUp("somebody else thinks better of it");

    closing.join(20_000); // the parts are held for ever
    assertThat(failed.get()).isNotNull().hasMessageContaining("somebody else thinks better of it");
    assertThat(failed.get().kind()).isEqualTo(ErrorKind.CLOSED);
    assertNothingThere();
    assertThat(store.count(Operation.COMPLETE_UPLOAD)).isZero();
  }

  @Test
  void givenUp_nothingIsSentAnyMore() throws Exception {
    ObjectWriter writer = writer();
    writer.write(1);
    writer.giveUp("somebody else thinks better of it");

    assertThat(failure(() -> writer.write(2)).kind()).isEqualTo(ErrorKind.CLOSED);
    assertThat(failure(writer::close).kind()).isEqualTo(ErrorKind.CLOSED);
    assertThat(store.count()).isZero();
  }

  @Test
  void abort_byAnInterruptedThread_stillLeavesNothing_andKeepsTheInterrupt() throws Exception {
    ObjectWriter writer = writer();
    writer.write(random(2 * PART), 0, 2 * PART);
    slow.hold(request -> request.operation() == Operation.ABORT_UPLOAD);
    Thread opener =
        new Thread(
            () -> {
              slow.awaitHeld(1);
              slow.open();
            });
    opener.start();
    Thread.currentThread().interrupt();
    writer.abort(); // an interrupted thread would not get past the gate
    assertThat(Thread.interrupted()).isTrue();
    opener.join(20_000);
    assertNothingThere();
  }

  @Test
  void failedPart_failsTheWriter_andNothingIsVisible() throws Exception {
    faulty.script(Operation.UPLOAD_PART, Fault.none(), Fault.before(ErrorKind.ACCESS_DENIED));
    ObjectWriter writer = writer();
    byte[] bytes = random(PART);
    StoreException failed =
        failure(
            () -> {
              for (int i = 0; i < 100; i++) {
                writer.write(bytes, 0, PART);
              }
            });
    assertThat(failed.kind()).isEqualTo(ErrorKind.ACCESS_DENIED);
    assertThat(store.count(Operation.UPLOAD_PART)).as("stops soon").isLessThan(8);
    assertThat(failure(() -> writer.write(1)).kind()).isEqualTo(ErrorKind.ACCESS_DENIED);
    assertThat(failure(writer::close).kind()).isEqualTo(ErrorKind.ACCESS_DENIED);
    writer.close(); // a second time does nothing
    assertNothingThere();
    assertThat(store.count(Operation.COMPLETE_UPLOAD)).isZero();
  }

  @Test
  void lastPartThatFails_failsClose() throws Exception {
    faulty.script(Operation.UPLOAD_PART, Fault.none(), Fault.before(ErrorKind.SERVER_ERROR));
    ObjectWriter writer = writer();
    writer.write(random(PART + 1), 0, PART + 1);
    assertThat(failure(writer::close).kind()).isEqualTo(ErrorKind.SERVER_ERROR);
    assertNothingThere();
  }

  @Test
  void startThatFails_failsTheWrite_andCloseDoesNotPublish() throws Exception {
    faulty.script(Operation.START_UPLOAD, Fault.before(ErrorKind.BUCKET_NOT_FOUND));
    ObjectWriter writer = writer();
    byte[] bytes = random(PART + 1);
    assertThat(failure(() -> writer.write(bytes, 0, bytes.length)).kind())
        .isEqualTo(ErrorKind.BUCKET_NOT_FOUND);
    assertThat(failure(writer::close).kind()).isEqualTo(ErrorKind.BUCKET_NOT_FOUND);
    assertNothingThere();
    assertThat(store.count()).isEqualTo(1);
  }

  @Test
  void tryWithResources_afterAFailedWrite_publishesNothing() {
    faulty.script(Operation.UPLOAD_PART, Fault.before(ErrorKind.CONNECTION));
    byte[] bytes = random(3 * PART);
    assertThatThrownBy(
            () -> {
              try (ObjectWriter writer = writer()) {
                for (int i = 0; i < 10; i++) {
                  writer.write(bytes, 0, bytes.length);
                }
              }
            })
        .isInstanceOf(StoreException.class);
    assertNothingThere();
  }

  @Test
  void refusedCompletion_abortsTheUpload() throws Exception {
    faulty.script(Operation.COMPLETE_UPLOAD, Fault.before(ErrorKind.INVALID_REQUEST));
    ObjectWriter writer = writer();
    writer.write(random(2 * PART), 0, 2 * PART);
    assertThat(failure(writer::close))
        .hasMessageNotContaining("unknown")
        .extracting(StoreException::kind)
        .isEqualTo(ErrorKind.INVALID_REQUEST);
    assertNothingThere();
  }

  @ParameterizedTest
  @EnumSource(
      value = ErrorKind.class,
      names = {"CONNECTION", "STALLED", "SERVER_ERROR", "TRUNCATED", "WRONG_ANSWER"})
  void completionWithoutAnswer_isNotAborted_andTheMessageSaysWhy(ErrorKind kind) throws Exception {
    faulty.script(Operation.COMPLETE_UPLOAD, Fault.after(kind));
    ObjectWriter writer = writer();
    writer.write(random(2 * PART), 0, 2 * PART);
    assertThat(failure(writer::close))
        .hasMessageContaining("memory://bucket/" + KEY)
        .hasMessageContaining("it is unknown whether the object was published")
        .hasMessageContaining(", and upload upload-0")
        .extracting(StoreException::kind)
        .isEqualTo(kind);
    assertThat(memory.keys()).containsExactly(KEY);
    assertThat(store.count(Operation.ABORT_UPLOAD)).isZero();
  }

  @Test
  void putWithoutAnswer_saysThatTheOutcomeIsUnknown() throws Exception {
    faulty.script(Operation.PUT, Fault.after(ErrorKind.STALLED));
    ObjectWriter writer = writer();
    writer.write(1);
    assertThat(failure(writer::close)).hasMessageContaining("it is unknown whether");
  }

  @Test
  void abortThatFails_namesTheUploadThatMayBeLeft() throws Exception {
    faulty.script(Operation.ABORT_UPLOAD, Fault.before(ErrorKind.ACCESS_DENIED));
    ObjectWriter writer = writer();
    writer.write(random(2 * PART), 0, 2 * PART);
    assertThat(failure(writer::abort))
        .hasMessageContaining(" may be left behind")
        .extracting(StoreException::kind)
        .isEqualTo(ErrorKind.ACCESS_DENIED);
  }

  @Test
  void write_afterClose_isClosed() throws Exception {
    ObjectWriter writer = writer();
    writer.close();
    assertThat(failure(() -> writer.write(1)).kind()).isEqualTo(ErrorKind.CLOSED);
    assertThat(failure(writer::detach).kind()).isEqualTo(ErrorKind.CLOSED);
    assertThat(memory.bytes(KEY)).isEmpty();
  }

  @Test
  void wrongArguments_doNotBreakTheWriter() throws Exception {
    ObjectWriter writer = writer();
    assertThatThrownBy(() -> writer.write(new byte[3], 2, 2))
        .isInstanceOf(IndexOutOfBoundsException.class);
    writer.write(5);
    writer.close();
    assertThat(memory.bytes(KEY)).containsExactly(5);
  }

  @Test
  void closedFactory_failsWriters_insteadOfHangingThem() throws Exception {
    ObjectWriter writer = writer();
    byte[] bytes = random(2 * PART);
    writer.write(bytes, 0, bytes.length);
    factory.close();
    assertThat(failure(writer::close).kind()).isIn(ErrorKind.CLOSED, ErrorKind.INTERRUPTED);
    assertNothingThere();
  }

  @Test
  void budgetHeldByOthers_failsTheWrite_namingTheSetting() throws Exception {
    WriteBudget tiny = new WriteBudget(PART, Duration.ZERO);
    try (WriterFactory poor = factory(tiny, 1)) {
      ObjectWriter first = poor.create(store, "first", PutCondition.ALWAYS, OWNER);
      ObjectWriter second = poor.create(store, "second", PutCondition.ALWAYS, OWNER);
      byte[] bytes = random(PART);
      first.write(bytes, 0, PART);
      assertThat(failure(() -> second.write(bytes, 0, PART)))
          .hasMessageContaining("fs.seekwell.write.heap-fraction")
          .extracting(StoreException::kind)
          .isEqualTo(ErrorKind.LOCAL);
      first.close();
      assertThat(failure(second::close).kind()).isEqualTo(ErrorKind.LOCAL);
    }
    assertThat(memory.keys()).containsExactly("first");
    assertThat(tiny.inUse()).isZero();
  }

  @Test
  void oneWriter_withRoomForOnePart_getsThrough() throws Exception {
    WriteBudget tiny = new WriteBudget(PART, Duration.ofSeconds(20));
    byte[] bytes = random(7 * PART + 3);
    try (WriterFactory poor = factory(tiny, 4)) {
      ObjectWriter writer = poor.create(store, KEY, PutCondition.ALWAYS, OWNER);
      writer.write(bytes, 0, bytes.length);
      writer.close();
    }
    assertThat(memory.bytes(KEY)).isEqualTo(bytes);
    assertThat(tiny.highWater()).isEqualTo(PART);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void sixteenWriters_inOneSmallBudget_allGetThrough(int parts) throws Exception {
    WriteBudget small = new WriteBudget((long) parts * PART, Duration.ofSeconds(30));
    ExecutorService callers = Executors.newFixedThreadPool(16);
    List<Future<?>> all = new ArrayList<>();
    try (WriterFactory poor = factory(small, 2)) {
      CountDownLatch go = new CountDownLatch(1);
      for (int i = 0; i < 16; i++) {
        byte[] bytes = random(5 * PART + 1_000 * i);
        String key = "object-" + i;
        all.add(
            callers.submit(
                () -> {
                  go.await();
                  try (ObjectWriter writer = poor.create(store, key, PutCondition.ALWAYS, key)) {
                    for (int at = 0; at < bytes.length; at += 9_999) {
                      writer.write(bytes, at, Math.min(9_999, bytes.length - at));
                    }
                  }
                  return null;
                }));
      }
      go.countDown();
      for (Future<?> one : all) {
        one.get(50, TimeUnit.SECONDS);
      }
    } finally {
      callers.shutdownNow();
    }
    for (int i = 0; i < 16; i++) {
      assertThat(memory.bytes("object-" + i)).isEqualTo(random(5 * PART + 1_000 * i));
    }
    assertThat(memory.uploads()).isZero();
    assertThat(small.highWater()).isLessThanOrEqualTo(small.capacity());
    assertThat(small.inUse()).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 10, PART, 3 * PART + 5})
  void detached_isInvisible_untilAnotherProcessCompletesIt(int length) throws Exception {
    byte[] bytes = random(length);
    ObjectWriter writer = writer(PutCondition.IF_ABSENT);
    writer.write(bytes, 0, length);
    UploadSession session = writer.detach();
    writer.close(); // the writer has ended
    writer.abort();
    assertThat(memory.keys()).isEmpty();
    assertThat(memory.uploads()).isEqualTo(1);

    UploadSession elsewhere = overTheWire(session);
    assertThat(elsewhere).isEqualTo(session);
    assertThat(elsewhere.size()).isEqualTo(length);
    assertThat(elsewhere.condition().ifAbsent()).isTrue();
    assertThat(elsewhere.condition().writeId()).isNotEmpty();
    ObjectStore theirs = new RecordingStore(memory);
    assertThat(elsewhere.complete(theirs, RequestContext.DEMAND).size()).isEqualTo(length);
    assertThat(memory.bytes(KEY)).isEqualTo(bytes);
    assertThat(memory.uploads()).isZero();
  }

  @Test
  void detached_mayBeAborted_elsewhereAndTwice() throws Exception {
    ObjectWriter writer = writer();
    writer.write(random(2 * PART), 0, 2 * PART);
    UploadSession session = overTheWire(writer.detach());
    session.abort(memory, RequestContext.DEMAND);
    session.abort(memory, RequestContext.DEMAND);
    assertNothingThere();
  }

  @Test
  void detach_thatFails_leavesNothing() throws Exception {
    faulty.script(Operation.UPLOAD_PART, Fault.before(ErrorKind.ACCESS_DENIED));
    ObjectWriter writer = writer();
    writer.write(1);
    assertThat(failure(writer::detach).kind()).isEqualTo(ErrorKind.ACCESS_DENIED);
    assertNothingThere();
  }

  @Test
  void session_ofAnotherBucket_isRefused() throws Exception {
    UploadSession session = writer().detach();
    MemoryStore other =
        new MemoryStore(
            new io.github.seekwell.core.store.StoreId("memory", "memory://local", "other", "me"),
            java.time.InstantSource.system());
    assertThat(failure(() -> session.complete(other, RequestContext.DEMAND)))
        .hasMessageContaining("other")
        .extracting(StoreException::kind)
        .isEqualTo(ErrorKind.INVALID_REQUEST);
  }

  private static UploadSession overTheWire(UploadSession session)
      throws IOException, ClassNotFoundException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(session);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      return (UploadSession) in.readObject();
    }
  }
}
