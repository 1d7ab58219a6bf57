package io.github.seekwell.core.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.seekwell.core.metrics.ReadListener;
import io.github.seekwell.core.metrics.ReadOutcome;
import io.github.seekwell.core.plan.AccessHint;
import io.github.seekwell.core.plan.AccessHints;
import io.github.seekwell.core.store.BodyHandler;
import io.github.seekwell.core.store.ByteRange;
import io.github.seekwell.core.store.ErrorKind;
import io.github.seekwell.core.store.Etag;
import io.github.seekwell.core.store.ObjectInfo;
import io.github.seekwell.core.store.ObjectStore;
import io.github.seekwell.core.store.Operation;
import io.github.seekwell.core.store.RequestContext;
import io.github.seekwell.core.store.StoreException;
import io.github.seekwell.core.store.layer.ChangeTellingStore;
import io.github.seekwell.core.store.layer.ForwardingStore;
import io.github.seekwell.core.testing.FaultyStore;
import io.github.seekwell.core.testing.FaultyStore.Fault;
import io.github.seekwell.core.testing.MemoryStore;
import io.github.seekwell.core.testing.RampObject;
import io.github.seekwell.core.testing.ReadRig;
import io.github.seekwell.core.testing.RecordingStore;
import io.github.seekwell.core.testing.SlowStore;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What opening asks of the store, and what it leaves in the cache. */
@Timeout(60)
class OpeningTest {
  private static final int BLOCK = 16 << 10;
  private static final int OPEN = 256 << 10;
  private static final long MIB = 1 << 20;
  private static final Object OWNER = "task 1";
  private static final AccessHints NONE = AccessHints.NONE;
  private static final RequestContext CONTEXT = RequestContext.DEMAND.ownedBy(OWNER);

  private final MemoryStore memory = new MemoryStore();
  private final FaultyStore faulty = new FaultyStore(memory);
  private final RecordingStore store = new RecordingStore(faulty);
  private final Events events = new Events();
  private ReadRig rig = rig(Map.of());

  private ReadRig rig(Map<String, String> settings) {
    Map<String, String> all = new HashMap<>(settings);
    all.putIfAbsent("fs.seekwell.cache.block-size", "16k");
    all.putIfAbsent("fs.seekwell.read.look-ahead-max", "0");
    return new ReadRig(all, 64 * MIB, 64 * MIB, events);
  }

  @AfterEach
  void endThreads() {
    rig.close();
  }

  // By name.

  @Test
  void sixtySmallObjects_openedAndReadOnce_costSixtyGetsAndNoHead() throws Exception {
    for (int i = 0; i < 60; i++) {
      RampObject ramp = new RampObject(64 << 10, i);
      memory.hold("small-" + i, ramp);
      readAll(newest("small-" + i), ramp);
    }
    assertThat(store.count()).isEqualTo(60);
    assertThat(store.firsts()).hasSize(60).containsOnly((long) OPEN);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 16383, 16384, 16385, OPEN - 1, OPEN})
  void anObjectThatFits_isHereWhole(int size) throws Exception {
    RampObject ramp = RampObject.of(size);
    memory.hold("key", ramp);
    readAll(newest("key"), ramp);
    assertThat(store.count()).isEqualTo(1);
  }

  @Test
  void aLargeObject_hasItsBeginningHere_andNoMore() throws Exception {
    RampObject ramp = RampObject.of(MIB + 5);
    memory.hold("key", ramp);
    try (ObjectReader reader = newest("key")) {
      assertThat(reader.size()).isEqualTo(MIB + 5);
      expect(ramp, reader, 0, OPEN);
      assertThat(store.count()).isEqualTo(1);
      expect(ramp, reader, OPEN, 1);
    }
    assertThat(store.gets()).containsExactly(ByteRange.of(OPEN, OPEN + BLOCK));
  }

  @ParameterizedTest
  @ValueSource(strings = {"part-0.snappy.parquet", "part-0.orc"})
  void whatIsReadFromItsEnd_hasThatHere(String key) throws Exception {
    RampObject ramp = RampObject.of(MIB + 5);
    memory.hold(key, ramp);
    try (ObjectReader reader = newest(key)) {
      expect(ramp, reader, MIB - 3, 8);
      expect(ramp, reader, MIB + 5 - OPEN + BLOCK, OPEN - BLOCK);
    }
    assertThat(store.tails()).containsExactly((long) OPEN);
    assertThat(store.count()).isEqualTo(1);
  }

  @Test
  void aSmallObject_isHereWholeFromItsEndToo() throws Exception {
    RampObject ramp = RampObject.of(100_000);
    memory.hold("a.parquet", ramp);
    readAll(newest("a.parquet"), ramp);
    assertThat(store.count()).isEqualTo(1);
  }

  @Test
  void blocksLargerThanWhatIsOpened_areFetchedWhole() throws Exception {
    rig.close();
    rig = rig(Map.of("fs.seekwell.cache.block-size", "256k"));
    RampObject ramp = RampObject.of(MIB);
    memory.hold("key", ramp);
    try (ObjectReader reader = newest("key")) {
      expect(ramp, reader, 0, 256 << 10);
    }
    assertThat(store.firsts()).containsExactly(256L << 10);
    assertThat(store.count()).isEqualTo(1);
  }

  @Test
  void anEmptyObject_costsOneRequest_andAHeadWhenItIsKnown() throws Exception {
    memory.hold("key", new byte[0]);
    for (int i = 0; i < 2; i++) {
      try (ObjectReader reader = newest("key")) {
        assertThat(reader.read(0)).isEqualTo(-1);
      }
    }
    assertThat(operations()).containsExactly(Operation.GET, Operation.HEAD);
    assertThat(events.heard).containsExactly("opened", "opened");
  }

  @Test
  void switchedOff_itIsAHead() throws Exception {
    rig.close();
    rig = rig(Map.of("fs.seekwell.read.open-bytes", "0"));
    RampObject ramp = RampObject.of(1000);
    memory.hold("key", ramp);
    readAll(newest("key"), ramp);
    try (ObjectReader late = at("key", 1000, 0, 10)) {
      expect(ramp, late, 0, 10);
    }
    assertThat(operations()).containsExactly(Operation.HEAD, Operation.GET, Operation.HEAD);
  }

  @Test
  void nothingThere_isNotFound_afterOneRequest() {
    assertThatThrownBy(() -> newest("none"))
        .isInstanceOfSatisfying(
            StoreException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.NOT_FOUND));
    assertThat(store.count()).isEqualTo(1);
  }

  @Test
  void whatIsHereAlready_isOpenedByAHead_whichBringsNoByte() throws Exception {
    RampObject ramp = RampObject.of(MIB);
    memory.hold("key", ramp);
    memory.hold("key.orc", ramp);
    for (String key : List.of("key", "key.orc")) {
      newest(key).close();
      if (key.endsWith(".orc")) {
        newest(key).close(); // its beginning
      }
      store.reset();
      newest(key).close();
      assertThat(operations()).containsExactly(Operation.HEAD);
    }
  }

  @Test
  void whatIsReadFromItsEnd_hasItsBeginningHere_whenItIsOpenedOnceMore() throws Exception {
    RampObject ramp = RampObject.of(MIB);
    memory.hold("key.orc", ramp);
    newest("key.orc").close();
    store.reset();
    try (ObjectReader reader = newest("key.orc")) {
      expect(ramp, reader, 0, OPEN);
      expect(ramp, reader, MIB - OPEN, OPEN);
    }
    assertThat(operations()).containsExactly(Operation.GET);
    assertThat(store.firsts()).containsExactly((long) OPEN);
  }

  @Test
  void whatIsHereInPart_isOpenedByAGet() throws Exception {
    RampObject ramp = RampObject.of(MIB);
    ObjectInfo object = memory.hold("key", ramp);
    try (ObjectReader reader = rig.readers().open(store, object, OWNER)) {
      expect(ramp, reader, BLOCK, 10);
    }
    store.reset();
    newest("key").close();
    assertThat(operations()).containsExactly(Operation.GET);
  }

  @Test
  void whatReadersOfAStatusBrought_isFoundByName() throws Exception {
    RampObject ramp = RampObject.of(50_000);
    ObjectInfo object = memory.hold("key", ramp);
    readAll(rig.readers().open(store, object, OWNER), ramp);
    store.reset();
    readAll(newest("key"), ramp);
    assertThat(operations()).containsExactly(Operation.HEAD);
  }

  @Test
  void whoeverTrustsVersions_opensWhatIsHereWithoutARequest_byNameAndByLength() throws Exception {
    rig.close();
    rig = rig(Map.of("fs.seekwell.read.trust-version", "1h"));
    RampObject ramp = RampObject.of(50_000);
    memory.hold("key", ramp);
    readAll(newest("key"), ramp);
    store.reset();
    readAll(newest("key"), ramp);
    readAll(at("key", 50_000, 0, 10), ramp);
    assertThat(operations()).isEmpty();
  }

  @Test
  void whoeverTrustsVersions_readsTheOldOneFromMemory_untilAFetchFindsAnother() throws Exception {
    rig.close();
    rig = rig(Map.of("fs.seekwell.read.trust-version", "1h"));
    RampObject ramp = RampObject.of(MIB);
    memory.hold("key", ramp);
    ObjectStore ours = new ChangeTellingStore(store, rig.cache().latest()::forget);
    rig.readers().openNewest(ours, "key", NONE, CONTEXT).close();
    RampObject fresh = new RampObject(MIB, 3);
    memory.hold("key", fresh);

    try (ObjectReader reader = rig.readers().openNewest(ours, "key", NONE, CONTEXT)) {
      expect(ramp, reader, 0, 100);
      assertThatThrownBy(() -> reader.read(MIB / 2, new byte[10], 0, 10))
          .isInstanceOfSatisfying(
              StoreException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.CHANGED));
    }
    readAll(rig.readers().openNewest(ours, "key", NONE, CONTEXT), fresh);
  }

  @Test
  void versionsOfAStatus_areNotTrusted() throws Exception {
    rig.close();
    rig = rig(Map.of("fs.seekwell.read.trust-version", "1h"));
    RampObject ramp = RampObject.of(50_000);
    readAll(rig.readers().open(store, memory.hold("key", ramp), OWNER), ramp);
    store.reset();
    readAll(newest("key"), ramp);
    assertThat(operations()).containsExactly(Operation.HEAD);
  }

  @Test
  void anOverwrittenObject_isSeen_whateverIsHere() throws Exception {
    memory.hold("key", RampObject.of(50_000));
    newest("key").close();
    RampObject fresh = new RampObject(60_000, 3);
    memory.hold("key", fresh);
    store.reset();
    readAll(newest("key"), fresh);
    // The guess was wrong, which costs the one request that a right one would have saved.
    assertThat(operations()).containsExactly(Operation.HEAD, Operation.GET);
    store.reset();
    readAll(newest("key"), fresh);
    assertThat(operations()).containsExactly(Operation.HEAD);
  }

  @Test
  void manyWhoOpenAtOnce_makeOneGetEach_andKeepOneCopy() throws Exception {
    int count = 8;
    RampObject ramp = RampObject.of(100_000);
    memory.hold("key", ramp);
    SlowStore slow = new SlowStore(store);
    slow.holdGets();
    ExecutorService threads = Executors.newFixedThreadPool(count);
    try {
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        all.add(
            threads.submit(
                () -> {
                  readAll(rig.readers().openNewest(slow, "key", NONE, CONTEXT), ramp);
                  return null;
                }));
      }
      slow.awaitHeld(count);
      slow.open();
      for (Future<?> one : all) {
        one.get(20, TimeUnit.SECONDS);
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(operations()).hasSize(count).containsOnly(Operation.GET);
    assertThat(rig.cache().weight()).isLessThan(100_000 + 8 * 200);
  }

  @Test
  void anObjectOverwrittenWhileItsBodyComes_isOpenedAtItsNewVersion() throws Exception {
    RampObject fresh = new RampObject(90_000, 4);
    memory.hold("key", RampObject.of(100_000));
    // What a resumed body meets, when its version is gone.
    faulty.script(Operation.GET, Fault.cut(1000, ErrorKind.CHANGED));
    ObjectStore overwriting =
        new ForwardingStore(store) {
          @Override
          public ObjectInfo getFirst(
              String key, long length, BodyHandler body, RequestContext context)
              throws StoreException {
            try {
              return inner().getFirst(key, length, body, context);
            } finally {
              memory.hold(key, fresh);
            }
          }

          @Override
          public String toString() {
            return "Overwriting(" + inner() + ")";
          }
        };
    readAll(rig.readers().openNewest(overwriting, "key", NONE, CONTEXT), fresh);
    assertThat(operations()).containsExactly(Operation.GET, Operation.HEAD, Operation.GET);
  }

  // By a length.

  @Test
  void aSmallObjectOfKnownLength_comesWholeWithItsFirstRead() throws Exception {
    RampObject ramp = RampObject.of(100_000);
    memory.hold("key", ramp);
    try (ObjectReader reader = at("key", 100_000, 90_000, 10)) {
      expect(ramp, reader, 90_000, 10);
      expect(ramp, reader, 0, 100_000);
    }
    assertThat(store.gets()).containsExactly(ByteRange.of(0, 100_000));
    assertThat(store.count()).isEqualTo(1);
  }

  @Test
  void aFirstRead_fetchesItsBlocks_ofWhicheverVersionIsNewest() throws Exception {
    RampObject ramp = RampObject.of(MIB);
    memory.hold("key", ramp);
    try (ObjectReader reader = at("key", MIB, 500_000, 20_000)) {
      expect(ramp, reader, 500_000, 20_000);
      assertThat(store.gets()).containsExactly(ByteRange.of(30 * BLOCK, 32 * BLOCK));
      assertThat(store.calls().get(0).arguments().get(2)).isEqualTo(Etag.ANY);
      expect(ramp, reader, 0, 10);
      assertThat((Etag) store.calls().get(1).arguments().get(2)).isEqualTo(reader.object().etag());
    }
    assertThat(store.count(Operation.HEAD)).isZero();
  }

  @Test
  void aFirstReadAtTheEnd_ofWhatIsReadFromThere_bringsTheWholeEnd() throws Exception {
    RampObject ramp = RampObject.of(MIB + 5);
    memory.hold("a.parquet", ramp);
    try (ObjectReader reader = at("a.parquet", MIB + 5, MIB - 3, 8)) {
      expect(ramp, reader, MIB - 3, 8);
      expect(ramp, reader, MIB - 100_000, 100_000);
    }
    assertThat(store.count()).isEqualTo(1);
  }

  @Test
  void aLargeFirstRead_pinsWithItsBeginning_andFetchesTheRest() throws Exception {
    RampObject ramp = RampObject.of(4 * MIB);
    memory.hold("key", ramp);
    try (ObjectReader reader = at("key", 4 * MIB, 0, 3 << 20)) {
      expect(ramp, reader, 0, 3 << 20);
    }
    assertThat(store.gets().get(0)).isEqualTo(ByteRange.of(0, Opening.LARGEST));
    assertThat(store.bytesAsked()).isEqualTo(3 * MIB);
    assertThat(store.count(Operation.HEAD)).isZero();
  }

  @Test
  void aLengthThatIsTooLarge_isToldByTheTrueSize() throws Exception {
    memory.hold("key", RampObject.of(1000));
    try (ObjectReader reader = at("key", 2000, 1500, 10)) {
      assertThat(reader.size()).isEqualTo(1000);
    }
    assertThat(operations()).containsExactly(Operation.GET, Operation.HEAD);
  }

  @Test
  void aLengthThatIsTooSmall_doesNotCutTheObject() throws Exception {
    RampObject ramp = RampObject.of(MIB);
    memory.hold("key", ramp);
    try (ObjectReader reader = at("key", 30_000, 0, 10)) {
      expect(ramp, reader, 0, 10);
      assertThat(store.count()).isEqualTo(1);
      expect(ramp, reader, 0, 40_000);
    }
    // The block that the length ended in was not whole, and is not taken for the object's last.
    assertThat(store.gets())
        .containsExactly(ByteRange.of(0, 30_000), ByteRange.of(BLOCK, 3 * BLOCK));
  }

  @Test
  void aKnownLength_ofWhatIsHere_costsAHead() throws Exception {
    RampObject ramp = RampObject.of(MIB);
    memory.hold("key", ramp);
    at("key", MIB, 0, 10).close();
    store.reset();
    try (ObjectReader reader = at("key", MIB, 5, 10)) {
      expect(ramp, reader, 5, 10);
    }
    assertThat(operations()).containsExactly(Operation.HEAD);
  }

  // By hints.

  @Test
  void aColumnarObject_isOpenedByItsEnd_whateverItsName() throws Exception {
    RampObject ramp = RampObject.of(MIB);
    memory.hold("key", ramp);
    try (ObjectReader reader = newest("key", hint(AccessHint.COLUMNAR))) {
      expect(ramp, reader, MIB - OPEN, OPEN);
      assertThat(reader.hints().policy()).isEqualTo(AccessHint.COLUMNAR);
    }
    assertThat(store.tails()).containsExactly((long) OPEN);
    assertThat(store.count()).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource(AccessHint.class)
  void aFormatsName_isBelieved_unlessACallerSaysHeGoesFromTheBeginning(AccessHint policy)
      throws Exception {
    memory.hold("a.parquet", RampObject.of(MIB));
    newest("a.parquet", hint(policy)).close();
    boolean beginning = policy == AccessHint.SEQUENTIAL || policy == AccessHint.WHOLE;
    assertThat(store.firsts()).hasSize(beginning ? 1 : 0);
    assertThat(store.tails()).hasSize(beginning ? 0 : 1);
    assertThat(store.count()).isEqualTo(1);
  }

  @Test
  void aColumnarFirstReadAtTheEnd_bringsTheWholeEnd() throws Exception {
    RampObject ramp = RampObject.of(MIB);
    memory.hold("key", ramp);
    try (ObjectReader reader = at("key", MIB, MIB - 8, 8, hint(AccessHint.COLUMNAR))) {
      expect(ramp, reader, MIB - 8, 8);
      expect(ramp, reader, MIB - OPEN, OPEN);
    }
    assertThat(store.gets()).containsExactly(ByteRange.of(MIB - OPEN, MIB));
    assertThat(store.count()).isEqualTo(1);
  }

  @Test
  void aPart_isOpenedWhereItBegins() throws Exception {
    RampObject ramp = RampObject.of(4 * MIB + 5);
    memory.hold("key", ramp);
    AccessHints middle = new AccessHints(AccessHint.SEQUENTIAL, MIB + 100, 2 * MIB);
    try (ObjectReader reader = newest("key", middle)) {
      expect(ramp, reader, MIB + 100, OPEN - 100);
      assertThat(reader.hints()).isEqualTo(middle);
    }
    assertThat(store.gets()).containsExactly(ByteRange.of(MIB, MIB + OPEN));
    assertThat(store.count()).isEqualTo(1);
    newest("key", middle).close();
    assertThat(store.count(Operation.HEAD)).isEqualTo(1);
  }

  @Test
  void aLastPart_isOpenedUpToTheObjectsEnd() throws Exception {
    RampObject ramp = RampObject.of(MIB + 5);
    memory.hold("key", ramp);
    try (ObjectReader reader =
        newest("key", new AccessHints(AccessHint.ADAPTIVE, MIB - 100, MIB + 5))) {
      expect(ramp, reader, MIB - 100, 105);
    }
    assertThat(store.gets()).containsExactly(ByteRange.of(MIB - BLOCK, MIB + 5));
    assertThat(store.count()).isEqualTo(1);
  }

  @Test
  void aPartBehindTheEnd_costsAHeadMore() throws Exception {
    RampObject ramp = RampObject.of(1000);
    memory.hold("key", ramp);
    AccessHints wrong = new AccessHints(AccessHint.ADAPTIVE, MIB, 2 * MIB);
    readAll(newest("key", wrong), ramp);
    assertThat(operations()).containsExactly(Operation.GET, Operation.HEAD, Operation.GET);
  }

  @Test
  void aPartThatTheBeginningCovers_orOneWithoutAnEnd_isOpenedByTheBeginning() throws Exception {
    List<AccessHints> all =
        List.of(
            new AccessHints(AccessHint.ADAPTIVE, 0, MIB),
            new AccessHints(AccessHint.ADAPTIVE, OPEN - 1, MIB),
            new AccessHints(AccessHint.ADAPTIVE, MIB, MIB),
            new AccessHints(AccessHint.ADAPTIVE, MIB, AccessHints.UNKNOWN_END));
    for (int i = 0; i < all.size(); i++) {
      memory.hold("key" + i, RampObject.of(4 * MIB));
      newest("key" + i, all.get(i)).close();
    }
    assertThat(store.firsts()).hasSize(all.size());
    assertThat(store.count()).isEqualTo(all.size());
  }

  @Test
  void hints_goWithEveryWayToAReader() throws Exception {
    ObjectInfo object = memory.hold("key", RampObject.of(1000));
    AccessHints hints = new AccessHints(AccessHint.WHOLE, 10, 20);
    for (ObjectReader reader :
        List.of(
            newest("key", hints),
            at("key", 1000, 0, 1, hints),
            rig.readers().open(store, object, hints, CONTEXT))) {
      assertThat(reader.hints()).isEqualTo(hints);
      reader.close();
    }
    assertThat(rig.readers().open(store, object, OWNER).hints()).isEqualTo(NONE);
  }

  @Test
  void hintsThatAreNone_areRefused() {
    assertThatThrownBy(() -> new AccessHints(AccessHint.RANDOM, -1, 5))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new AccessHints(AccessHint.RANDOM, 6, 5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("[6, 5)");
    assertThatThrownBy(() -> new FirstRead(5, 5, 1)).isInstanceOf(IllegalArgumentException.class);
  }

  // What is told.

  @Test
  void aReadThatCannotOpen_isToldAsFailed() {
    assertThatThrownBy(() -> at("none", 5, 0, 1)).isInstanceOf(StoreException.class);
    assertThat(events.heard).containsExactly("failed");
  }

  @Test
  void opening_isAFetchOfItsOwner_andTheReadThatFollowsAHit() throws Exception {
    RampObject ramp = RampObject.of(50_000);
    memory.hold("key", ramp);
    try (ObjectReader reader = newest("key")) {
      assertThat(events.heard).containsExactly("fetch 50000 of task 1 as demand", "opened");
      expect(ramp, reader, 0, 100);
    }
    assertThat(events.heard)
        .containsExactly("fetch 50000 of task 1 as demand", "opened", "hits 1 of 100 bytes");
  }

  @Test
  void aReadThatOpens_isAMiss_andTheNextOneAHit() throws Exception {
    RampObject ramp = RampObject.of(MIB);
    memory.hold("key", ramp);
    try (ObjectReader reader = at("key", MIB, 0, 100)) {
      expect(ramp, reader, 0, 100);
      expect(ramp, reader, 50, 200);
    }
    assertThat(events.heard)
        .containsExactly(
            "fetch 16384 of task 1 as demand", "MISS of 100 bytes", "hits 1 of 200 bytes");
  }

  private ObjectReader newest(String key) throws StoreException {
    return newest(key, NONE);
  }

  private ObjectReader newest(String key, AccessHints hints) throws StoreException {
    return rig.readers().openNewest(store, key, hints, CONTEXT);
  }

  private ObjectReader at(String key, long length, long position, int count) throws StoreException {
    return at(key, length, position, count, NONE);
  }

  private ObjectReader at(String key, long length, long position, int count, AccessHints hints)
      throws StoreException {
    FirstRead first = new FirstRead(length, position, count);
    return rig.readers().openAt(store, key, first, hints, CONTEXT);
  }

  private static AccessHints hint(AccessHint policy) {
    return new AccessHints(policy, 0, AccessHints.UNKNOWN_END);
  }

  private List<Operation> operations() {
    return store.calls().stream().map(RecordingStore.Call::operation).toList();
  }

  private static void readAll(ObjectReader opened, RampObject ramp) throws StoreException {
    try (ObjectReader reader = opened) {
      assertThat(reader.size()).isEqualTo(ramp.size());
      expect(ramp, reader, 0, (int) ramp.size());
    }
  }

  private static void expect(RampObject ramp, ObjectReader reader, long position, int length)
      throws StoreException {
    byte[] buffer = new byte[length];
    assertThat(reader.read(position, buffer, 0, length)).isEqualTo(length);
    ramp.verify(position, buffer, 0, length);
  }

  private static final class Events implements ReadListener {
    private final List<String> heard = Collections.synchronizedList(new ArrayList<>());

    @Override
    public void onFetch(Object owner, long demanded, long ahead) {
      heard.add("fetch " + demanded + " of " + owner + (ahead > 0 ? " in hope" : " as demand"));
    }

    @Override
    public void onHits(Object owner, long reads, long bytes) {
      heard.add("hits " + reads + " of " + bytes + " bytes");
    }

    @Override
    public void onOpen(Object owner, long nanos) {
      heard.add("opened");
    }

    @Override
    public void onReadFailed(Object owner, long nanos) {
      heard.add("failed");
    }

    @Override
    public void onRead(
        Object owner,
        String object,
        long position,
        long bytes,
        long nanos,
        long cpuNanos,
        ReadOutcome outcome) {
      assertThat(nanos).isPositive();
      heard.add(outcome + " of " + bytes + " bytes");
    }
  }
}
