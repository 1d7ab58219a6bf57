package io.github.seekwell.core.block;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.seekwell.core.config.ConnectorConfig;
import io.github.seekwell.core.config.Settings;
import io.github.seekwell.core.metrics.Count;
import io.github.seekwell.core.metrics.ListenerChain;
import io.github.seekwell.core.metrics.ReadListener;
import io.github.seekwell.core.metrics.ReadRecorder;
import io.github.seekwell.core.plan.AccessHints;
import io.github.seekwell.core.read.ObjectReader;
import io.github.seekwell.core.store.ByteRange;
import io.github.seekwell.core.store.ErrorKind;
import io.github.seekwell.core.store.ObjectInfo;
import io.github.seekwell.core.store.Operation;
import io.github.seekwell.core.store.RequestContext;
import io.github.seekwell.core.store.StoreException;
import io.github.seekwell.core.testing.Await;
import io.github.seekwell.core.testing.FaultyStore;
import io.github.seekwell.core.testing.MemoryStore;
import io.github.seekwell.core.testing.RampObject;
import io.github.seekwell.core.testing.ReadRig;
import io.github.seekwell.core.testing.RecordingStore;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What counts as fetched again because the cache had lost it, and what does not. */
@Timeout(60)
class RefetchTest {
  private static final int BLOCK = 8 << 10;
  private static final int MIB = 1 << 20;
  private static final Map<String, String> DEMANDS_ONLY =
      Map.of("fs.seekwell.read.look-ahead-max", "0");

  private final MemoryStore memory = new MemoryStore();
  private final FaultyStore faulty = new FaultyStore(memory);
  private final RecordingStore store = new RecordingStore(faulty);
  private final ReadRecorder recorder = new ReadRecorder();
  private final Set<Object> owners = Collections.synchronizedSet(new HashSet<>());
  private final ReadListener listener =
      ListenerChain.of(
          recorder,
          new ReadListener() {
            @Override
            public void onRefetch(Object owner, long bytes) {
              owners.add(owner);
            }
          });
  private ReadRig rig = rig(DEMANDS_ONLY);

  private ReadRig rig(Map<String, String> settings) {
    return new ReadRig(settings, MIB, 16 * MIB, listener);
  }

  @AfterEach
  void end() {
    rig.close();
  }

  @Test
  void scanThatIsRepeated_countsWhatWasAskedForTwice_forWhoReads() throws Exception {
    ObjectInfo object = memory.hold("key", RampObject.of(8 * MIB + 77));
    scan(object);
    long first = count(Count.REFETCHED_BYTES);
    scan(object);

    assertThat(first).isZero();
    assertThat(count(Count.REFETCHED_BYTES))
        .isEqualTo(store.bytesAsked() - object.size())
        .isGreaterThan(7 * MIB);
    assertThat(owners).containsExactly("test");
  }

  @Test
  void whatTheCacheHolds_isFetchedOnce() throws Exception {
    ObjectInfo object = memory.hold("key", RampObject.of(MIB / 2));
    scan(object);
    scan(object);

    assertThat(store.bytesAsked()).isEqualTo(object.size());
    assertThat(count(Count.REFETCHED_BYTES)).isZero();
  }

  @Test
  void fetchThatFails_andIsMadeAgain_isNoRefetch() throws Exception {
    ObjectInfo object = memory.hold("key", RampObject.of(MIB));
    failToRead(object);
    read(object, 0, BLOCK);

    assertThat(store.gets()).hasSize(2);
    assertThat(count(Count.REFETCHED_BYTES)).isZero();
  }

  @Test
  void refetchThatFails_andIsMadeAgain_isOne() throws Exception {
    ObjectInfo object = memory.hold("key", RampObject.of(MIB));
    read(object, 0, BLOCK);
    driveOut();
    failToRead(object);
    read(object, 0, BLOCK);

    assertThat(count(Count.REFETCHED_BYTES)).isEqualTo(BLOCK);
  }

  @Test
  void newVersion_isNoRefetch() throws Exception {
    read(memory.hold("key", new RampObject(MIB, 1)), 0, BLOCK);
    driveOut();
    read(memory.hold("key", new RampObject(MIB, 2)), 0, BLOCK);

    assertThat(count(Count.REFETCHED_BYTES)).isZero();
  }

  @Test
  void lookAheadThatLeftUnread_isWaste_andNoRefetchWhenItIsWantedAfterAll() throws Exception {
    ObjectInfo object = memory.hold("key", RampObject.of(MIB));
    try (ObjectReader reader = rig.open(store, object)) {
      reader.prefetch(List.of(ByteRange.of(0, 4 * BLOCK)));
      Await.until("it is here", () -> rig.cache().present(version(object), 3) != null);
    }
    driveOut();
    long wasted = count(Count.LOOK_AHEAD_WASTED_BYTES);
    read(object, 0, 4 * BLOCK);

    assertThat(wasted).isEqualTo(4 * BLOCK);
    assertThat(count(Count.REFETCHED_BYTES)).isZero();
  }

  @Test
  void lookAheadThatBringsItBack_isARefetch() throws Exception {
    ObjectInfo object = memory.hold("key", RampObject.of(MIB));
    read(object, 0, 2 * BLOCK);
    driveOut();
    try (ObjectReader reader = rig.open(store, object)) {
      reader.prefetch(List.of(ByteRange.of(0, 4 * BLOCK)));
      Await.until("it is here", () -> rig.cache().present(version(object), 3) != null);
    }

    assertThat(count(Count.REFETCHED_BYTES)).isEqualTo(2 * BLOCK);
  }

  @Test
  void whatASecondTierHas_isNoRefetch() throws Exception {
    rig.close();
    SecondTier disk = new KeepingTier();
    rig =
        new ReadRig(ConnectorConfig.from(Settings.of(DEMANDS_ONLY)), MIB, 16 * MIB, listener, disk);
    ObjectInfo object = memory.hold("key", RampObject.of(8 * MIB));
    scan(object);
    scan(object);

    assertThat(store.bytesAsked()).isEqualTo(object.size());
    assertThat(count(Count.REFETCHED_BYTES)).isZero();
  }

  @Test
  void beginningThatOpeningBringsAgain_isARefetch() throws Exception {
    RampObject ramp = RampObject.of(20_000);
    memory.hold("key", ramp);
    for (int i = 0; i < 2; i++) {
      try (ObjectReader reader =
          rig.readers()
              .openNewest(
                  store, "key", AccessHints.NONE, RequestContext.DEMAND.ownedBy("opener"))) {
        reader.read(0, new byte[20_000], 0, 20_000);
      }
      driveOut();
    }

    assertThat(count(Count.REFETCHED_BYTES)).isEqualTo(20_000);
    assertThat(owners).containsExactly("opener");
  }

  @Test
  void withLookAhead_whatIsAskedForTwice_isWasteOrRefetch() throws Exception {
    rig.close();
    rig = rig(Map.of());
    List<ObjectInfo> objects = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      objects.add(memory.hold("key" + i, RampObject.of(4 * MIB)));
    }
    for (int round = 0; round < 2; round++) {
      scanSideBySide(objects);
    }
    Await.until("nothing is on its way", () -> rig.pool().inFlightBytes() == 0);

    long twice = store.bytesAsked() - 8 * 4 * MIB;
    assertThat(count(Count.REFETCHED_BYTES)).isPositive();
    assertThat(count(Count.REFETCHED_BYTES) + count(Count.LOOK_AHEAD_WASTED_BYTES))
        .as("but for what comes along between blocks that were claimed")
        .isGreaterThan(twice * 3 / 4);
  }

  private void scanSideBySide(List<ObjectInfo> objects) throws StoreException {
    List<ObjectReader> readers = new ArrayList<>();
    for (ObjectInfo each : objects) {
      readers.add(rig.open(store, each));
    }
    byte[] buffer = new byte[32 << 10];
    for (long at = 0; at < objects.get(0).size(); at += buffer.length) {
      for (ObjectReader each : readers) {
        each.read(at, buffer, 0, buffer.length);
      }
    }
    readers.forEach(ObjectReader::close);
  }

  private void scan(ObjectInfo object) throws StoreException {
    read(object, 0, (int) object.size());
  }

  private void read(ObjectInfo object, long position, int length) throws StoreException {
    byte[] buffer = new byte[Math.min(length, 64 << 10)];
    try (ObjectReader reader = rig.open(store, object)) {
      for (long at = position; at < position + length; at += buffer.length) {
        reader.read(at, buffer, 0, buffer.length);
      }
    }
  }

  private void failToRead(ObjectInfo object) {
    faulty.script(Operation.GET, FaultyStore.Fault.before(ErrorKind.CONNECTION));
    assertThatThrownBy(() -> read(object, 0, BLOCK)).isInstanceOf(StoreException.class);
  }

  /** Everything that was read leaves; what drives it out is never read again. */
  private void driveOut() throws StoreException {
    scan(memory.hold("other " + store.count(), RampObject.of(4 * MIB)));
  }

  private ObjectVersion version(ObjectInfo object) {
    return new ObjectVersion(memory.id(), object.key(), object.etag(), object.size());
  }

  private long count(Count count) {
    return recorder.snapshot().count(count);
  }

  /** Has all that it was ever offered. */
  private static final class KeepingTier implements SecondTier {
    private final Map<BlockKey, Block> kept = new ConcurrentHashMap<>();

    @Override
    public List<Piece> pieces(ObjectVersion object, long first, int count) {
      List<Piece> pieces = new ArrayList<>();
      for (long index = first; index < first + count; index++) {
        pieces.add(new Piece(index, 1, kept.containsKey(new BlockKey(object, index))));
      }
      return pieces;
    }

    @Override
    public int read(ObjectVersion object, long first, int count, Object owner, Sink sink) {
      for (long index = first; index < first + count; index++) {
        Block block = kept.get(new BlockKey(object, index));
        byte[] bytes = new byte[block.length()];
        assertThat(block.copy(block.start(), bytes, 0, bytes.length)).isTrue();
        sink.accept(index, ByteBuffer.wrap(bytes));
      }
      return count;
    }

    @Override
    public void offer(ObjectVersion object, long index, Block block) {
      assertThat(block.hold()).isTrue();
      kept.put(new BlockKey(object, index), block);
    }

    @Override
    public void flush() {}
  }
}
