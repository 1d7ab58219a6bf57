package io.github.seekwell.core.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.seekwell.core.metrics.ReadListener;
import io.github.seekwell.core.store.ByteRange;
import io.github.seekwell.core.store.ErrorKind;
import io.github.seekwell.core.store.Etag;
import io.github.seekwell.core.store.ObjectInfo;
import io.github.seekwell.core.store.Operation;
import io.github.seekwell.core.store.StoreException;
import io.github.seekwell.core.testing.AccessTrace;
import io.github.seekwell.core.testing.AccessTrace.Call;
import io.github.seekwell.core.testing.MemoryStore;
import io.github.seekwell.core.testing.RampObject;
import io.github.seekwell.core.testing.ReadRig;
import io.github.seekwell.core.testing.RecordingStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ObjectReaderTest {
  private static final int BLOCK = 8 << 10;

  /** What a first touch of an unknown object brings. */
  private static final int FIRST = 64 << 10;

  private static final long MIB = 1 << 20;

  private final MemoryStore memory = new MemoryStore();
  private final RecordingStore store = new RecordingStore(memory);
  private ReadRig rig = ReadRig.roomy();

  @AfterEach
  void endThreads() {
    rig.close();
  }

  @Test
  void readOfAFewBytes_fetchesTheirNeighbourhoodOnce() throws Exception {
    RampObject ramp = RampObject.of(10 * MIB);
    try (ObjectReader reader = open(ramp)) {
      expect(ramp, reader, 5, 100);
      expect(ramp, reader, 1000, 4096);
    }
    assertThat(store.gets()).containsExactly(ByteRange.of(0, FIRST));
  }

  @Test
  void readAcrossBlocks_fetchesThemWithOneGet() throws Exception {
    RampObject ramp = RampObject.of(10 * MIB);
    try (ObjectReader reader = open(ramp)) {
      expect(ramp, reader, BLOCK - 10, 20);
    }
    assertThat(store.gets()).containsExactly(ByteRange.of(0, FIRST));
  }

  @Test
  void readAtTheEnd_isShortAndThenNothing() throws Exception {
    RampObject ramp = RampObject.of(1000);
    try (ObjectReader reader = open(ramp)) {
      byte[] buffer = new byte[100];
      assertThat(reader.read(950, buffer, 0, 100)).isEqualTo(50);
      assertThat(reader.read(1000, buffer, 0, 100)).isEqualTo(-1);
      assertThat(reader.read(5000, buffer, 0, 1)).isEqualTo(-1);
      assertThat(reader.read(1000)).isEqualTo(-1);
      assertThat(reader.read(1000, buffer, 0, 0)).isZero();
    }
    assertThat(store.gets()).containsExactly(ByteRange.of(0, 1000));
  }

  @Test
  void emptyObject_isReadWithoutARequest() throws Exception {
    try (ObjectReader reader = open(RampObject.of(0))) {
      assertThat(reader.read(0)).isEqualTo(-1);
      assertThat(reader.read(0, new byte[1], 0, 1)).isEqualTo(-1);
    }
    assertThat(store.gets()).isEmpty();
  }

  @Test
  void secondReader_findsTheBlocksOfTheFirst() throws Exception {
    RampObject ramp = RampObject.of(MIB);
    ObjectInfo object = memory.hold("key", ramp);
    try (ObjectReader reader = rig.open(store, object)) {
      expect(ramp, reader, 0, (int) MIB);
    }
    int before = store.gets().size();
    try (ObjectReader reader = rig.open(store, object)) {
      expect(ramp, reader, 0, (int) MIB);
    }
    assertThat(store.gets()).hasSize(before);
  }

  @Test
  void overwrittenObject_sharesNothingWithItsOldVersion() throws Exception {
    ObjectInfo old = memory.hold("key", new RampObject(16 * MIB, 1));
    try (ObjectReader reader = rig.open(store, old)) {
      expect(new RampObject(16 * MIB, 1), reader, 0, 1000);
      RampObject fresh = new RampObject(16 * MIB, 2);
      ObjectInfo now = memory.hold("key", fresh);
      try (ObjectReader second = rig.open(store, now)) {
        expect(fresh, second, 0, 1000);
      }
      assertThatThrownBy(() -> reader.read(15 * MIB, new byte[10], 0, 10))
          .isInstanceOfSatisfying(
              StoreException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.CHANGED));
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {32, 64, 160})
  void scansSideBySide_whoseWindowsDoNotFitIntoMemory_askForEachByteOnce_inLargePieces(long cache)
      throws Exception {
    rig.close();
    rig = new ReadRig(Map.of(), cache * MIB, cache * MIB / 5, ReadListener.NONE);
    RampObject ramp = RampObject.of(16 * MIB);
    List<ObjectReader> readers = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      readers.add(rig.open(store, memory.hold("shard-" + i, ramp)));
    }
    for (long at = 0; at < ramp.size(); at += 256 << 10) {
      for (ObjectReader reader : readers) {
        expect(ramp, reader, at, 256 << 10);
      }
    }
    readers.forEach(ObjectReader::close);
    long bytes = store.gets().stream().mapToLong(ByteRange::length).sum();
    assertThat(store.gets().size()).as("requests for 128 MiB").isLessThan(400);
    assertThat(bytes).isLessThan(8 * ramp.size() * 21 / 20);
  }

  @Test
  void unknownEtag_isAskedForOnce() throws Exception {
    RampObject ramp = RampObject.of(MIB);
    memory.hold("key", ramp);
    ObjectInfo vague = new ObjectInfo("key", MIB, Etag.ANY, Instant.EPOCH);
    try (ObjectReader reader = rig.open(store, vague)) {
      expect(ramp, reader, 0, 10);
      expect(ramp, reader, BLOCK, 10);
    }
    assertThat(store.count(Operation.HEAD)).isEqualTo(1);
  }

  @Test
  void closedReader_refusesToAskTheStore() throws Exception {
    ObjectReader reader = open(RampObject.of(MIB));
    reader.close();
    reader.close();
    assertThatThrownBy(() -> reader.read(0, new byte[1], 0, 1))
        .isInstanceOfSatisfying(
            StoreException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.CLOSED));
    assertThat(store.gets()).isEmpty();
  }

  @Test
  void interruptedReader_endsWithItsFlagSet_andTheNextReadIsRight() throws Exception {
    RampObject ramp = RampObject.of(MIB);
    try (ObjectReader reader = open(ramp)) {
      Thread.currentThread().interrupt();
      try {
        reader.read(0, new byte[10], 0, 10);
      } catch (StoreException e) {
        // Or the bytes were there before anybody looked at the flag.
        assertThat(e.kind()).isEqualTo(ErrorKind.INTERRUPTED);
      }
      assertThat(Thread.interrupted()).isTrue();
      expect(ramp, reader, 0, 10);
    }
  }

  @Test
  void failedFetch_isNotRemembered() throws Exception {
    RampObject ramp = RampObject.of(MIB);
    ObjectInfo object = memory.hold("key", ramp);
    memory.delete("key", io.github.seekwell.core.store.RequestContext.DEMAND);
    try (ObjectReader reader = rig.open(store, object)) {
      assertThatThrownBy(() -> reader.read(0, new byte[1], 0, 1))
          .isInstanceOf(StoreException.class);
      assertThatThrownBy(() -> reader.read(0, new byte[1], 0, 1))
          .isInstanceOf(StoreException.class);
    }
    assertThat(store.gets()).hasSize(2);
  }

  @Test
  void backwardScan_costsAHandfulOfGets() throws Exception {
    replay(AccessTrace.backwardScan(150));
    assertThat(store.gets()).hasSizeLessThanOrEqualTo(8);
  }

  @Test
  void scanForward_goesInFewLargeExtents() throws Exception {
    RampObject ramp = RampObject.of(64 * MIB);
    try (ObjectReader reader = open(ramp)) {
      for (long at = 0; at < 64 * MIB; at += 64 << 10) {
        expect(ramp, reader, at, 64 << 10);
      }
    }
    // One block a GET would be 256, and every byte is fetched once.
    assertThat(store.gets()).hasSizeLessThan(100);
    assertThat(store.bytesAsked()).isEqualTo(64 * MIB);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "root-root4j-hzz-x100",
        "root-laurelin101-columns-nano-200m",
        "parquet-snappy-spark42-task1",
        "orc-spark42-task1"
      })
  void recordedTrace_readAgain_costsNothing(String name) throws Exception {
    AccessTrace trace = AccessTrace.resource(name);
    ObjectInfo object = memory.hold("key", RampObject.of(trace.length()));
    replay(trace, object);
    int before = store.gets().size();
    replay(trace, object);
    assertThat(store.gets()).hasSize(before);
  }

  @Test
  void rootByEvent_costsAThirdOfTheNaiveReadersGets() throws Exception {
    replay(AccessTrace.resource("root-root4j-hzz-x100"));
    assertThat(store.gets()).hasSizeLessThanOrEqualTo(306 / 3);
    assertThat(store.bytesAsked()).isLessThanOrEqualTo(24_000_000);
  }

  @Test
  void rootByColumn_costsFewerGetsThanTheNaiveReader_andThirtyMegabytes() throws Exception {
    replay(AccessTrace.resource("root-laurelin101-columns-nano-200m"));
    assertThat(store.gets()).hasSizeLessThan(380);
    assertThat(store.bytesAsked()).isLessThanOrEqualTo(30_000_000);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void anyReadsInAnyOrder_equalTheObject(long seed) throws Exception {
    Random random = new Random(seed);
    int blockSize = 4096 << random.nextInt(3);
    rig.close();
    rig =
        new ReadRig(
            Map.of("fs.seekwell.cache.block-size", String.valueOf(blockSize)),
            (long) blockSize * (4 + random.nextInt(60)),
            (long) blockSize * (8 + random.nextInt(60)),
            ReadListener.NONE);
    RampObject ramp = new RampObject(1 + random.nextInt(3_000_000), seed);
    try (ObjectReader reader = open(ramp)) {
      for (int i = 0; i < 3000; i++) {
        anyRead(ramp, reader, random, "seed " + seed + ", read " + i);
      }
    }
  }

  @Test
  void manyThreadsOnOneReader_allReadRight() throws Exception {
    RampObject ramp = RampObject.of(8 * MIB);
    ExecutorService threads = Executors.newFixedThreadPool(32);
    try (ObjectReader reader = open(ramp)) {
      List<Future<?>> running = new ArrayList<>();
      for (int thread = 0; thread < 32; thread++) {
        long seed = thread;
        running.add(
            threads.submit(
                () -> {
                  Random random = new Random(seed);
                  for (int i = 0; i < 300; i++) {
                    anyRead(ramp, reader, random, "thread " + seed + ", read " + i);
                  }
                  return null;
                }));
      }
      for (Future<?> thread : running) {
        thread.get(60, TimeUnit.SECONDS);
      }
    } finally {
      threads.shutdownNow();
    }
    // However they raced: blocks come twice only between others, where a request would cost more.
    assertThat(store.bytesAsked()).isLessThanOrEqualTo(8 * MIB * 11 / 10);
  }

  @Test
  void bytesInFlight_stayWithinTheBudget() throws Exception {
    rig.close();
    rig = new ReadRig(Map.of(), 64 * MIB, 8 * MIB, ReadListener.NONE);
    RampObject ramp = RampObject.of(100 * MIB);
    try (ObjectReader reader = open(ramp)) {
      expect(ramp, reader, 0, (int) (100 * MIB));
    }
    assertThat(rig.pool().peakBytes()).isBetween(1L, 8 * MIB);
  }

  private static void anyRead(RampObject ramp, ObjectReader reader, Random random, String what)
      throws StoreException {
    long position = random.nextLong(ramp.size() + 10);
    int length = 1 << random.nextInt(18);
    byte[] buffer = new byte[length];
    int expected = (int) Math.max(-1, Math.min(length, ramp.size() - position));
    if (position >= ramp.size()) {
      expected = -1;
    }
    assertThat(reader.read(position, buffer, 0, length)).as(what).isEqualTo(expected);
    if (expected > 0) {
      ramp.verify(position, buffer, 0, expected);
    }
  }

  private static void expect(RampObject ramp, ObjectReader reader, long position, int length)
      throws StoreException {
    byte[] buffer = new byte[length + 2];
    assertThat(reader.read(position, buffer, 1, length)).isEqualTo(length);
    ramp.verify(position, buffer, 1, length);
    assertThat(buffer[0]).isZero();
    assertThat(buffer[length + 1]).isZero();
  }

  private ObjectReader open(RampObject ramp) throws StoreException {
    return rig.open(store, memory.hold("key", ramp));
  }

  private void replay(AccessTrace trace) throws StoreException {
    replay(trace, memory.hold("key", RampObject.of(trace.length())));
  }

  private void replay(AccessTrace trace, ObjectInfo object) throws StoreException {
    try (ObjectReader reader = rig.open(store, object)) {
      long position = 0;
      for (Call call : trace.withoutVectors().calls()) {
        switch (call.kind()) {
          case SEEK -> position = call.position();
          case PREAD -> reader.read(call.position(), new byte[call.length()], 0, call.length());
          case READ -> position += reader.read(position, new byte[call.length()], 0, call.length());
          case READ_ONES -> {
            for (int i = 0; i < call.length(); i++) {
              assertThat(reader.read(position++)).isNotNegative();
            }
          }
          default -> throw new IllegalStateException(call.toString());
        }
      }
    }
  }
}
