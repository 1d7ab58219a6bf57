package io.github.seekwell.core.block;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.seekwell.core.metrics.ReadListener;
import io.github.seekwell.core.plan.BlockSpan;
import io.github.seekwell.core.plan.FetchPlan;
import io.github.seekwell.core.read.ObjectReader;
import io.github.seekwell.core.store.BodyHandler;
import io.github.seekwell.core.store.ByteRange;
import io.github.seekwell.core.store.ErrorKind;
import io.github.seekwell.core.store.Etag;
import io.github.seekwell.core.store.ObjectInfo;
import io.github.seekwell.core.store.Operation;
import io.github.seekwell.core.store.Pace;
import io.github.seekwell.core.store.Priority;
import io.github.seekwell.core.store.RequestContext;
import io.github.seekwell.core.store.StoreException;
import io.github.seekwell.core.store.layer.ForwardingStore;
import io.github.seekwell.core.testing.FaultyStore;
import io.github.seekwell.core.testing.MemoryStore;
import io.github.seekwell.core.testing.RampObject;
import io.github.seekwell.core.testing.ReadRig;
import io.github.seekwell.core.testing.RecordingStore;
import io.github.seekwell.core.testing.SeededRandom;
import io.github.seekwell.core.testing.SlowStore;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What happens between a plan and its bytes, with the store held at a gate. */
@Timeout(60)
class BlockFetcherTest {
  private static final int BLOCK = 8 << 10;
  private static final long MIB = 1 << 20;

  private final MemoryStore memory = new MemoryStore();
  private final RecordingStore recording = new RecordingStore(memory);
  private final SlowStore store = new SlowStore(recording);
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private ReadRig rig = ReadRig.roomy();

  @AfterEach
  void end() {
    store.open();
    rig.close();
    threads.shutdownNow();
  }

  @Test
  void twoReadersOfOneBlock_makeOneGet() throws Exception {
    RampObject ramp = RampObject.of(MIB);
    ObjectInfo object = memory.hold("key", ramp);
    store.holdGets();
    Future<?> first = inBackground(() -> expect(ramp, rig.open(store, object), 0, 100));
    store.awaitHeld(1);
    Future<?> second = inBackground(() -> expect(ramp, rig.open(store, object), 50, 100));
    store.open();
    first.get(20, TimeUnit.SECONDS);
    second.get(20, TimeUnit.SECONDS);
    assertThat(recording.gets()).hasSize(1);
  }

  @Test
  void demandThatJoinsQueuedLookAhead_takesItOutOfTheQueue() throws Exception {
    rig.close();
    rig = new ReadRig(Map.of("fs.seekwell.fetch.threads", "1"), 64 * MIB, 64 * MIB, quiet());
    RampObject ramp = RampObject.of(64 * MIB);
    ObjectInfo object = memory.hold("key", ramp);
    holdTheOnlyThreadOfLookAhead();
    ahead(object, new BlockSpan(8, 12));
    assertThat(rig.pool().queued(Priority.LOOK_AHEAD)).isEqualTo(1);
    expect(ramp, rig.open(store, object), 9L * BLOCK, 10);
    assertThat(fetchesOf(ByteRange.of(8L * BLOCK, 12L * BLOCK))).containsExactly("key as DEMAND");
    assertThat(rig.pool().queued()).isZero();
  }

  @Test
  void hopesNextToADemand_comeWithIt() throws Exception {
    RampObject ramp = RampObject.of(MIB);
    ObjectInfo object = memory.hold("key", ramp);
    FetchPlan plan = new FetchPlan(List.of(new BlockSpan(3, 9), new BlockSpan(40, 42)), 100);
    fetcher().fetch(source(object), new BlockSpan(4, 5), plan, RequestContext.DEMAND, Pace.DEFAULT);
    await(() -> recording.gets().size() == 2);
    assertThat(recording.gets())
        .containsExactlyInAnyOrder(
            ByteRange.of(3L * BLOCK, 9L * BLOCK), ByteRange.of(40L * BLOCK, 42L * BLOCK));
  }

  @Test
  void hopesBeyondWhatMayBeAsked_areNotAskedFor() throws Exception {
    ObjectInfo object = memory.hold("key", RampObject.of(MIB));
    FetchPlan plan = new FetchPlan(List.of(new BlockSpan(10, 20), new BlockSpan(40, 42)), 4);
    BlockFetcher.Fetch fetch =
        fetcher().fetch(source(object), BlockSpan.NONE, plan, RequestContext.DEMAND, Pace.DEFAULT);
    await(() -> !recording.gets().isEmpty() && rig.pool().inFlightBytes() == 0);
    assertThat(recording.gets()).containsExactly(ByteRange.of(10L * BLOCK, 14L * BLOCK));
    assertThat(fetch.asked()).isEqualTo(4L * BLOCK);
  }

  @Test
  void readThatFailed_andIsMadeAgain_meetsNothingOfTheOldFailure() throws Exception {
    RampObject ramp = RampObject.of(MIB);
    ObjectInfo object = memory.hold("key", ramp);
    for (int i = 0; i < 300; i++) {
      rig.close();
      rig = ReadRig.roomy();
      FaultyStore faulty = new FaultyStore(memory);
      faulty.script(Operation.GET, FaultyStore.Fault.before(ErrorKind.CONNECTION));
      try (ObjectReader reader = rig.open(faulty, object)) {
        assertThatThrownBy(() -> expect(ramp, reader, 0, (int) MIB / 2))
            .isInstanceOf(StoreException.class);
        expect(ramp, reader, 0, (int) MIB / 2);
      }
    }
  }

  @Test
  void largeDemand_isSplitOverSeveralRequests() throws Exception {
    RampObject ramp = RampObject.of(16 * MIB);
    ObjectInfo object = memory.hold("key", ramp);
    expect(ramp, rig.open(store, object), 0, (int) (8 * MIB));
    long half = Pace.DEFAULT.breakEvenBytes() / 2 / BLOCK * BLOCK;
    assertThat(recording.gets()).allMatch(range -> range.length() <= half);
    assertThat(recording.bytesAsked()).isEqualTo(8 * MIB);
  }

  @Test
  void closingAReader_dropsItsQueuedLookAhead() throws Exception {
    rig.close();
    rig = new ReadRig(Map.of("fs.seekwell.fetch.threads", "1"), 64 * MIB, 64 * MIB, quiet());
    RampObject ramp = RampObject.of(64 * MIB);
    ObjectInfo object = memory.hold("key", ramp);
    holdTheOnlyThreadOfLookAhead();
    ObjectReader reader = rig.open(store, object);
    expect(ramp, reader, 0, 64 << 10);
    expect(ramp, reader, 64 << 10, 64 << 10);
    expect(ramp, reader, 128 << 10, 64 << 10);
    assertThat(rig.pool().queued(Priority.LOOK_AHEAD)).isPositive();
    int asked = recording.gets().size();
    reader.close();
    assertThat(rig.pool().queued()).isZero();
    store.open();
    await(() -> rig.pool().inFlightBytes() == 0);
    assertThat(recording.gets()).as("but for what held the thread").hasSize(asked + 1);
  }

  @Test
  void spentLookAheadBudget_neverHoldsUpADemand() throws Exception {
    rig.close();
    rig = new ReadRig(Map.of(), 64 * MIB, MIB, quiet());
    RampObject ramp = RampObject.of(16 * MIB);
    ObjectInfo object = memory.hold("key", ramp);
    try (ObjectReader reader = rig.open(store, object)) {
      for (long at = 0; at < 16 * MIB; at += 256 << 10) {
        expect(ramp, reader, at, 256 << 10);
      }
    }
    assertThat(rig.pool().peakBytes()).isBetween(1L, MIB);
  }

  @Test
  void fetchOfAClosedFileSystem_isMadeAgainByTheNextReader() throws Exception {
    RampObject ramp = RampObject.of(MIB);
    ObjectInfo object = memory.hold("key", ramp);
    SlowStore dying = new SlowStore(new ClosedStore(memory));
    dying.holdGets();
    Future<?> first = inBackground(() -> expect(ramp, rig.open(dying, object), 0, 10));
    dying.awaitHeld(1);
    Future<?> joiner = inBackground(() -> expect(ramp, rig.open(recording, object), 0, 10));
    dying.open();
    assertThatThrownBy(() -> first.get(20, TimeUnit.SECONDS))
        .hasCauseInstanceOf(StoreException.class);
    joiner.get(20, TimeUnit.SECONDS);
    assertThat(recording.gets()).hasSize(1);
  }

  @Test
  void unreadLookAheadThatIsEvicted_isToldAsWaste() throws Exception {
    LongAdder wasted = new LongAdder();
    LongAdder used = new LongAdder();
    ReadListener listener =
        new ReadListener() {
          @Override
          public void onLookAheadWasted(long bytes) {
            wasted.add(bytes);
          }

          @Override
          public void onLookAheadUsed(Object owner, long bytes) {
            used.add(bytes);
          }
        };
    rig.close();
    rig = new ReadRig(Map.of(), 3 * MIB, 64 * MIB, listener);
    RampObject ramp = RampObject.of(64 * MIB);
    ObjectInfo object = memory.hold("key", ramp);
    try (ObjectReader reader = rig.open(recording, object)) {
      // Runs that break off just when they have earned look-ahead.
      for (long run = 0; run < 20; run++) {
        for (long step = 0; step < 3; step++) {
          expect(ramp, reader, run * 3 * MIB + (step << 16), 64 << 10);
        }
      }
    }
    assertThat(used.sum()).isPositive();
    await(() -> wasted.sum() >= 256 << 10);
  }

  @Test
  void smallerSizeToldByOneOpener_cutsNothingForAnother() throws Exception {
    RampObject ramp = RampObject.of(1000);
    ObjectInfo object = memory.hold("key", ramp);
    ObjectInfo cut = new ObjectInfo("key", 100, object.etag(), object.lastModified());
    try (ObjectReader reader = rig.open(recording, cut)) {
      expect(ramp, reader, 0, 100);
      assertThat(reader.read(100)).isEqualTo(-1);
    }
    try (ObjectReader reader = rig.open(recording, object)) {
      expect(ramp, reader, 50, 900);
    }
  }

  @Test
  void largerSizeToldByAnOpener_failsAtTheMissingBytesOnly() throws Exception {
    RampObject ramp = RampObject.of(MIB + 10);
    ObjectInfo object = memory.hold("key", ramp);
    ObjectInfo stretched = new ObjectInfo("key", 2 * MIB, object.etag(), object.lastModified());
    try (ObjectReader reader = rig.open(recording, stretched)) {
      expect(ramp, reader, 0, 100);
      assertThatThrownBy(() -> reader.read(MIB, new byte[100], 0, 100))
          .isInstanceOf(StoreException.class);
      expect(ramp, reader, 0, 100);
    }
    await(() -> rig.pool().inFlightBytes() == 0);
  }

  @Test
  void blockThatStays_keepsNeitherItsFetchNorItsNeighbours() throws Exception {
    Promise first = new Promise();
    Promise second = new Promise();
    ObjectInfo object = memory.hold("key", RampObject.of(2L * BLOCK));
    Extent extent =
        new Extent(
            memory,
            object,
            ByteRange.of(0, 2L * BLOCK),
            BLOCK,
            new BlockMemory(BLOCK),
            List.of(new Claims.Claim(0, first, false, 0), new Claims.Claim(1, second, false, 1)),
            RequestContext.DEMAND);
    extent.run();
    assertThat(first.extent()).isNull();
    WeakReference<Block> neighbour = new WeakReference<>(second.keptBlock());
    second = new Promise();
    await(
        () -> {
          System.gc();
          return neighbour.get() == null;
        });
    assertThat(first.keptBlock()).isNotNull();
    assertThat(extent.bytes()).isEqualTo(2L * BLOCK);
    assertThat(second.isDone()).isFalse();
  }

  @Test
  void threadThatCannotBeMade_breaksThePromise_andTheNextReadIsRight() throws Exception {
    AtomicBoolean exhausted = new AtomicBoolean(true);
    BlockCache cache = new BlockCache(() -> 64 * MIB, quiet());
    FetchPool pool =
        new FetchPool(
            1,
            () -> 64 * MIB,
            body -> {
              if (exhausted.get()) {
                throw new OutOfMemoryError("unable to create native thread");
              }
              return new Thread(body, "test-fetch");
            },
            body -> new Thread(body, "test-ahead"));
    try (pool) {
      BlockFetcher fetcher = new BlockFetcher(cache, pool, BLOCK, quiet());
      ObjectInfo object = memory.hold("key", RampObject.of(BLOCK));
      ObjectVersion version = new ObjectVersion(memory.id(), "key", object.etag(), BLOCK);
      BlockFetcher.Source source = new BlockFetcher.Source(memory, object, version, null);
      BlockSpan span = new BlockSpan(0, 1);
      assertThatThrownBy(
              () ->
                  fetcher.fetch(
                      source, span, FetchPlan.DEMAND_ONLY, RequestContext.DEMAND, Pace.DEFAULT))
          .isInstanceOf(OutOfMemoryError.class);
      exhausted.set(false);
      BlockFetcher.AwaitedBlock again =
          fetcher
              .fetch(source, span, FetchPlan.DEMAND_ONLY, RequestContext.DEMAND, Pace.DEFAULT)
              .blocks()
              .get(0);
      long patience = TimeUnit.SECONDS.toNanos(10);
      assertThat(
              fetcher.await(source, again, RequestContext.DEMAND, patience, () -> false).length())
          .isEqualTo(BLOCK);
    }
  }

  @Test
  void whoNeedsSeveralBlocks_hearsOfOneThatFailed_beforeTheLastHasCome() throws Exception {
    ObjectInfo object = memory.hold("key", RampObject.of(4 * MIB));
    store.holdGets();
    BlockFetcher.Source source =
        new BlockFetcher.Source(
            new BeginningRefused(store), object, source(object).version(), null);
    List<BlockSpan> spans = List.of(new BlockSpan(0, 1), new BlockSpan(100, 101));
    List<? extends BlockFetcher.AwaitedBlock> blocks =
        fetcher()
            .fetch(source, spans, FetchPlan.DEMAND_ONLY, RequestContext.DEMAND, Pace.DEFAULT)
            .blocks();
    long patience = TimeUnit.SECONDS.toNanos(30);
    fetcher().awaitLast(source, blocks, patience, () -> false);
    assertThat(blocks.get(1).isHere()).isFalse();
    assertThatThrownBy(
            () ->
                fetcher()
                    .await(source, blocks.get(0), RequestContext.DEMAND, patience, () -> false))
        .hasMessageContaining("refused");
  }

  @Test
  void blockThatSomebodyWaitsFor_staysHis_howeverOftenAnotherIsGivenIt() throws Exception {
    AtomicLong room = new AtomicLong(64 * MIB);
    BlockCache cache = new BlockCache(room::get, quiet());
    try (FetchPool pool = new FetchPool(1, () -> 64 * MIB)) {
      BlockFetcher fetcher = new BlockFetcher(cache, pool, BLOCK, quiet());
      BlockFetcher.Source source = source(memory.hold("key", RampObject.of(4 * MIB)));
      BlockFetcher.AwaitedBlock often = demanded(fetcher, source, 0);
      final BlockFetcher.AwaitedBlock late = demanded(fetcher, source, 0);
      for (int i = 0; i < 3; i++) {
        given(fetcher, source, often);
      }
      room.set(0);
      given(fetcher, source, demanded(fetcher, source, 100));
      // Who waits may have the block a moment before it has its place, and others leave for it.
      await(() -> cache.present(source.version(), 0) == null);
      given(fetcher, source, late);
      assertThat(recording.gets()).hasSize(2);
    }
  }

  private static BlockFetcher.AwaitedBlock demanded(
      BlockFetcher fetcher, BlockFetcher.Source source, long index) {
    BlockSpan span = new BlockSpan(index, index + 1);
    return fetcher
        .fetch(source, span, FetchPlan.DEMAND_ONLY, RequestContext.DEMAND, Pace.DEFAULT)
        .blocks()
        .get(0);
  }

  private static void given(
      BlockFetcher fetcher, BlockFetcher.Source source, BlockFetcher.AwaitedBlock block)
      throws StoreException {
    long patience = TimeUnit.SECONDS.toNanos(10);
    fetcher.await(source, block, RequestContext.DEMAND, patience, () -> false).release();
  }

  @Test
  @Timeout(8)
  void idleThreads_endWhenToldTo_andComeBack() throws Exception {
    RampObject ramp = RampObject.of(2L * BLOCK);
    ObjectInfo object = memory.hold("key", ramp);
    try (ObjectReader reader = rig.open(store, object)) {
      expect(ramp, reader, 0, 10);
      rig.pool().endIdle();
      await(() -> rig.pool().threadCount() == 0);
      expect(ramp, reader, BLOCK, 10);
      rig.pool().keepIdle();
    }
  }

  @Test
  void readUnderWayWhenItsReaderIsClosed_leavesNoLookAheadInTheQueue() throws Exception {
    rig.close();
    rig = new ReadRig(Map.of("fs.seekwell.fetch.threads", "1"), 64 * MIB, 64 * MIB, quiet());
    RampObject ramp = RampObject.of(64 * MIB);
    ObjectInfo object = memory.hold("key", ramp);
    holdTheOnlyThreadOfLookAhead();
    ObjectReader reader = rig.open(store, object);
    expect(ramp, reader, 0, 64 << 10);
    store.holdGets();
    Future<?> second = inBackground(() -> expect(ramp, reader, 64 << 10, 64 << 10));
    store.awaitHeld(2);
    reader.close();
    await(() -> rig.pool().queued() == 0);
    store.open();
    second.get(20, TimeUnit.SECONDS);
    await(() -> rig.pool().inFlightBytes() == 0);
    assertThat(rig.pool().queued()).isZero();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void twoHundredStreams_eightThreads_littleRoom_allReadRight_andBudgetsAddUp(long seed)
      throws Exception {
    rig.close();
    AtomicLong used = new AtomicLong();
    AtomicLong wasted = new AtomicLong();
    AtomicLong ahead = new AtomicLong();
    ReadListener counting =
        new ReadListener() {
          @Override
          public void onFetch(Object owner, long demanded, long hoped) {
            ahead.addAndGet(hoped);
          }

          @Override
          public void onLookAheadUsed(Object owner, long bytes) {
            used.addAndGet(bytes);
          }

          @Override
          public void onLookAheadWasted(long bytes) {
            wasted.addAndGet(bytes);
          }
        };
    Map<String, String> small =
        Map.of("fs.seekwell.fetch.threads", "4", "fs.seekwell.cache.block-size", "4k");
    rig = new ReadRig(small, 256 << 10, 64 << 10, counting);
    RampObject ramp = RampObject.of(300_001);
    FaultyStore faulty = new FaultyStore(memory);
    faulty.byChance(SeededRandom.of(seed), 0.05);
    List<ObjectReader> readers = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      readers.add(rig.open(faulty, memory.hold("key" + i % 20, ramp)));
    }
    List<Future<?>> running = new ArrayList<>();
    for (int t = 0; t < 8; t++) {
      int thread = t;
      running.add(
          inBackground(
              () -> {
                Random random = new Random(seed * 100 + thread);
                byte[] buffer = new byte[20_000];
                for (int i = 0; i < 1500; i++) {
                  ObjectReader reader = readers.get(random.nextInt(readers.size()));
                  long position = random.nextInt(15) * 20_000L;
                  for (int step = 0; step < 4; step++) {
                    int length = 1 + random.nextInt(buffer.length - 1);
                    try {
                      int count = reader.read(position, buffer, 0, length);
                      ramp.verify(position, buffer, 0, Math.max(0, count));
                    } catch (StoreException e) {
                      assertThat(e.kind()).isNotEqualTo(ErrorKind.LOCAL);
                    }
                    position += length;
                  }
                  if (random.nextInt(50) == 0) {
                    reader.close();
                  }
                }
                return null;
              }));
    }
    for (Future<?> thread : running) {
      thread.get(50, TimeUnit.SECONDS);
    }
    readers.forEach(ObjectReader::close);
    await(() -> rig.pool().inFlightBytes() == 0);
    long unread = 0;
    for (int i = 0; i < 20; i++) {
      ObjectInfo object = memory.head("key" + i, RequestContext.DEMAND);
      ObjectVersion version =
          new ObjectVersion(memory.id(), object.key(), object.etag(), object.size());
      for (long index = 0; index <= 300_001 / 4096; index++) {
        Block block = rig.cache().present(version, index);
        unread += block != null && block.isHoped() ? block.length() : 0;
      }
    }
    assertThat(rig.cache().unread()).as("seed " + seed).isEqualTo(unread);
    assertThat(used.get() + wasted.get() + unread).as("seed " + seed).isEqualTo(ahead.get());
    assertThat(rig.cache().weight()).isLessThanOrEqualTo(256 << 10);
    assertThat(used.get()).as("seed " + seed).isPositive();
    assertThat(wasted.get()).as("seed " + seed).isPositive();
  }

  private List<String> fetchesOf(ByteRange range) {
    return recording.calls().stream()
        .filter(call -> call.arguments().contains(range))
        .map(call -> call.subject() + " as " + call.context().priority())
        .toList();
  }

  private void holdTheOnlyThreadOfLookAhead() throws Exception {
    ObjectInfo slow = memory.hold("slow", RampObject.of(MIB));
    store.hold(held -> held.subject().equals("slow"));
    ahead(slow, new BlockSpan(0, 4));
    store.awaitHeld(1);
  }

  private void ahead(ObjectInfo object, BlockSpan span) {
    FetchPlan plan = new FetchPlan(List.of(span), span.count());
    fetcher().fetch(source(object), BlockSpan.NONE, plan, RequestContext.DEMAND, Pace.DEFAULT);
  }

  private BlockFetcher fetcher() {
    return new BlockFetcher(rig.cache(), rig.pool(), BLOCK, quiet());
  }

  private BlockFetcher.Source source(ObjectInfo object) {
    ObjectVersion version =
        new ObjectVersion(store.id(), object.key(), object.etag(), object.size());
    return new BlockFetcher.Source(store, object, version, null);
  }

  private static void await(Callable<Boolean> condition) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    try {
      while (!condition.call()) {
        if (System.nanoTime() > deadline) {
          throw new AssertionError("the condition never came true");
        }
        Thread.onSpinWait();
      }
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private Future<?> inBackground(Callable<?> body) {
    return threads.submit(body);
  }

  private static ReadListener quiet() {
    return ReadListener.NONE;
  }

  private static Void expect(RampObject ramp, ObjectReader reader, long position, int length)
      throws StoreException {
    byte[] buffer = new byte[length];
    assertThat(reader.read(position, buffer, 0, length)).isEqualTo(length);
    ramp.verify(position, buffer, 0, length);
    return null;
  }

  /** A store that refuses the beginning of every object. */
  private static final class BeginningRefused extends ForwardingStore {
    BeginningRefused(SlowStore inner) {
      super(inner);
    }

    @Override
    public ObjectInfo get(
        String key, ByteRange range, Etag etag, BodyHandler body, RequestContext context)
        throws StoreException {
      if (range.start() == 0) {
        throw new StoreException(ErrorKind.ACCESS_DENIED, "get " + key, "refused");
      }
      return super.get(key, range, etag, body, context);
    }

    @Override
    public String toString() {
      return "BeginningRefused";
    }
  }

  /** A store whose file system has been closed: it answers nothing any more. */
  private static final class ClosedStore extends ForwardingStore {
    ClosedStore(MemoryStore inner) {
      super(inner);
    }

    @Override
    public ObjectInfo get(
        String key, ByteRange range, Etag etag, BodyHandler body, RequestContext context)
        throws StoreException {
      throw new StoreException(ErrorKind.CLOSED, "get " + key, "the file system is closed");
    }

    @Override
    public String toString() {
      return "Closed(" + inner() + ")";
    }
  }
}
