package io.github.seekwell.core.block;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.seekwell.core.config.ConnectorConfig;
import io.github.seekwell.core.config.Settings;
import io.github.seekwell.core.metrics.ReadListener;
import io.github.seekwell.core.read.ObjectReader;
import io.github.seekwell.core.store.ErrorKind;
import io.github.seekwell.core.store.Etag;
import io.github.seekwell.core.store.ObjectInfo;
import io.github.seekwell.core.store.StoreException;
import io.github.seekwell.core.store.StoreId;
import io.github.seekwell.core.testing.Await;
import io.github.seekwell.core.testing.MemoryStore;
import io.github.seekwell.core.testing.RampObject;
import io.github.seekwell.core.testing.ReadRig;
import io.github.seekwell.core.testing.RecordingStore;
import io.github.seekwell.core.testing.VirtualTime;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What stays and what leaves, counted. A small block weighs 1000 with its overhead. */
@Timeout(60)
class BlockCacheTest {
  private static final int LENGTH = 1000 - Block.OVERHEAD;
  private static final int ROOM = 100;
  private static final int BLOCK = 256 << 10;
  private static final long MIB = 1 << 20;

  private final AtomicLong max = new AtomicLong(ROOM * 1000L);
  private final Tally tally = new Tally();
  private final VirtualTime time = new VirtualTime();
  private final BlockCache cache = new BlockCache(max::get, tally, SecondTier.NONE, time);
  private final ObjectVersion object = version("object");
  private final ObjectVersion other = version("other");

  @Test
  void unreadLookAhead_survivesAFullCacheOfOlderBlocks() {
    demandAll(other, 0, 3 * ROOM);
    for (long index = 0; index < ROOM / 4; index++) {
      assertThat(cache.reserveUnread(object, LENGTH)).isTrue();
      bringAhead(object, index);
    }
    demandAll(other, 1000, 1000 + ROOM / 5);
    for (long index = 0; index < ROOM / 4; index++) {
      assertThat(cache.present(object, index)).as("block " + index).isNotNull();
    }
    assertThat(tally.wasted.get()).isZero();
  }

  @Test
  void hopeThatReadersJoinedAndGaveUp_leavesLikeOthers() {
    assertThat(cache.reserveUnread(object, LENGTH)).isTrue();
    bringAhead(object, 0);
    for (int reader = 0; reader < 3; reader++) {
      cache.claim(new BlockKey(object, 0), new Promise());
    }
    demandAll(other, 0, 3 * ROOM);
    assertThat(cache.present(object, 0)).isNull();
    assertThat(cache.unread()).isZero();
    assertThat(tally.wasted.get()).isEqualTo(LENGTH);
  }

  @Test
  void hopesThatNobodyFulfils_makeRoomForOthers_afterAWhile() {
    cache.opened(object);
    long empty = cache.unreadRoom();
    long hoped = 0;
    while (cache.reserveUnread(object, LENGTH)) {
      bringAhead(object, hoped++);
    }
    long room = cache.unreadRoom();
    time.advance(Duration.ofSeconds(9));
    assertThat(cache.unreadRoom()).as("a slow reader may come").isEqualTo(room);
    time.advance(Duration.ofSeconds(2));
    assertThat(cache.unreadRoom()).isEqualTo(empty);
    assertThat(cache.present(object, 0)).isNull();
    assertThat(cache.weight()).isZero();
    assertThat(tally.wasted.get()).isEqualTo(hoped * LENGTH);
  }

  @Test
  void hopesOfWhoHasClosed_makeRoomForOthers_atOnce_whereItIsShort() {
    cache.opened(object);
    cache.opened(object);
    cache.opened(other);
    long hoped = 0;
    for (; cache.unreadRoom() > ROOM * 1000 / 16; hoped++) {
      assertThat(cache.reserveUnread(object, LENGTH)).isTrue();
      bringAhead(object, hoped);
    }
    assertThat(cache.reserveUnread(other, LENGTH)).isTrue();
    bringAhead(other, 0);
    long room = cache.unreadRoom();
    cache.closed(object);
    assertThat(cache.unreadRoom()).as("somebody else reads it").isEqualTo(room);
    cache.closed(object);
    assertThat(cache.unreadRoom()).isEqualTo(room + hoped * LENGTH);
    assertThat(cache.present(object, 0)).isNull();
    assertThat(cache.present(other, 0)).isNotNull();
    assertThat(tally.wasted.get()).isEqualTo(hoped * LENGTH);

    assertThat(cache.reserveUnread(object, LENGTH)).isTrue();
    bringAhead(object, 0);
    assertThat(cache.present(object, 0)).as("room enough").isNotNull();
  }

  @Test
  void hopesThatArriveWhenTheirReaderHasClosed_leave_whereRoomIsShort() {
    cache.opened(object);
    cache.opened(other);
    long onTheirWay = 0;
    for (; cache.unreadRoom() > ROOM * 1000 / 16; onTheirWay++) {
      assertThat(cache.reserveUnread(object, LENGTH)).isTrue();
    }
    cache.closed(object);
    long room = cache.unreadRoom();
    for (long index = 0; index < onTheirWay; index++) {
      bringAhead(object, index);
    }
    assertThat(cache.unreadRoom()).isEqualTo(room + onTheirWay * LENGTH);
    assertThat(cache.weight()).isZero();
    assertThat(tally.wasted.get()).isEqualTo(onTheirWay * LENGTH);
  }

  @Test
  void hopesThatLeft_takeNoMemory_evenIfTheRoomIsNeverFull() {
    demandAll(other, 0, 2);
    List<WeakReference<Block>> hoped = new ArrayList<>();
    for (long index = 0; index < 10 * ROOM; index++) {
      if (cache.unreadRoom() < LENGTH) {
        time.advance(Duration.ofSeconds(11));
        cache.unreadRoom();
      }
      assertThat(cache.reserveUnread(object, LENGTH)).isTrue();
      bringAhead(object, index);
      hoped.add(new WeakReference<>(cache.present(object, index)));
    }

    assertThat(cache.places()).isLessThan(ROOM);
    Await.until(
        "their blocks are collected",
        () -> {
          System.gc();
          return hoped.stream().limit(9 * ROOM).allMatch(block -> block.get() == null);
        });
  }

  @Test
  void hopesThatLeftBeforeTheirTurn_takeNoMemoryUntilItComes() {
    demandAll(other, 0, ROOM / 2);
    assertThat(cache.reserveUnread(object, LENGTH)).isTrue();
    bringAhead(object, 0);
    WeakReference<Block> hoped = new WeakReference<>(cache.present(object, 0));
    while (cache.unreadRoom() * 2 >= ROOM * 250) {
      assertThat(cache.reserveUnread(object, LENGTH)).isTrue();
    }
    time.advance(Duration.ofSeconds(11));
    cache.unreadRoom();

    assertThat(cache.places()).isEqualTo(ROOM / 2 + 1);
    Await.until(
        "the block is collected",
        () -> {
          System.gc();
          return hoped.get() == null;
        });
  }

  @Test
  void interleavedCursors_overACacheFullOfOlderBlocks_fetchHardlyABlockTwice() throws Exception {
    MemoryStore memory = new MemoryStore();
    RecordingStore store = new RecordingStore(memory);
    ObjectInfo older = memory.hold("older", RampObject.of(160 * MIB));
    ObjectInfo wanted = memory.hold("wanted", RampObject.of(64 * MIB));
    // By a clock that stands still no look-ahead grows old, however slow the machine is.
    BlockCache still =
        new BlockCache(() -> 150_000_000, ReadListener.NONE, SecondTier.NONE, new VirtualTime());
    ConnectorConfig config = ConnectorConfig.from(Settings.of(Map.of()));
    try (ReadRig rig = new ReadRig(config, still, 64 * MIB, ReadListener.NONE)) {
      try (ObjectReader reader = rig.open(store, older)) {
        scan(reader, 1 << 20);
      }
      store.reset();
      byte[] buffer = new byte[32 << 10];
      try (ObjectReader reader = rig.open(store, wanted)) {
        for (long at = 0; at < 4 * MIB; at += buffer.length) {
          for (long cursor = 0; cursor < 16; cursor++) {
            reader.read(cursor * 4 * MIB + at, buffer, 0, buffer.length);
          }
        }
      }
      assertThat(store.bytesAsked()).isLessThanOrEqualTo(64 * MIB * 11 / 10);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {BLOCK, 100_003})
  void workingSetReadRoundAndRound_survivesOneScan(int readSize) throws Exception {
    MemoryStore memory = new MemoryStore();
    RecordingStore store = new RecordingStore(memory);
    ObjectInfo set = memory.hold("set", RampObject.of(4 * MIB));
    ObjectInfo large = memory.hold("large", RampObject.of(160 * MIB));
    Map<String, String> noLookAhead = Map.of("fs.seekwell.read.look-ahead-max", "0");
    try (ReadRig rig = new ReadRig(noLookAhead, 16 * MIB, 16 * MIB, ReadListener.NONE)) {
      for (int round = 0; round < 3; round++) {
        try (ObjectReader reader = rig.open(store, set)) {
          scan(reader, BLOCK);
        }
      }
      try (ObjectReader reader = rig.open(store, large)) {
        scan(reader, readSize);
      }
      store.reset();
      try (ObjectReader reader = rig.open(store, set)) {
        scan(reader, BLOCK);
      }
      assertThat(store.bytesAsked()).isLessThanOrEqualTo(4 * MIB / 10);
    }
  }

  @Test
  void dataThatFits_isNotFetchedAgain() throws Exception {
    MemoryStore memory = new MemoryStore();
    RecordingStore store = new RecordingStore(memory);
    ObjectInfo info = memory.hold("key", RampObject.of(14 * MIB + 77));
    try (ReadRig rig = new ReadRig(Map.of(), 16 * MIB, 16 * MIB, ReadListener.NONE)) {
      for (int pass = 0; pass < 2; pass++) {
        try (ObjectReader reader = rig.open(store, info)) {
          scan(reader, 10_007);
        }
        assertThat(store.bytesAsked()).as("pass " + pass).isEqualTo(info.size());
      }
    }
  }

  @Test
  void cacheOfNothing_holdsNothing_andReadsAreRight() throws Exception {
    MemoryStore memory = new MemoryStore();
    RampObject ramp = RampObject.of(3 * MIB + 1);
    ObjectInfo info = memory.hold("key", ramp);
    try (ReadRig rig = new ReadRig(Map.of(), 0, 16 * MIB, tally)) {
      try (ObjectReader reader = rig.open(memory, info)) {
        byte[] buffer = new byte[50_001];
        for (long at = 0; at < info.size(); at += buffer.length) {
          int count = reader.read(at, buffer, 0, buffer.length);
          ramp.verify(at, buffer, 0, count);
        }
        assertThat(reader.read(2 * MIB)).isEqualTo(ramp.byteAt(2 * MIB) & 0xff);
      }
      assertThat(rig.cache().weight()).isZero();
      assertThat(rig.cache().unread()).isZero();
    }
  }

  @Test
  void blockLargerThanTheCache_isNotKept() {
    Promise huge = new Promise();
    cache.claim(new BlockKey(object, 0), huge);
    huge.complete(Block.of(0, new byte[ROOM * 1000 + 1], false));
    assertThat(cache.present(object, 0)).isNull();
    assertThat(cache.weight()).isZero();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void anyArrivals_neverWeighMoreThanTheMaximum_andAreToldOnce(long seed) {
    Random random = new Random(seed);
    long arrived = 0;
    for (int i = 0; i < 20_000; i++) {
      ObjectVersion whose = random.nextBoolean() ? object : other;
      long index = random.nextInt(400);
      if (random.nextInt(1000) == 0) {
        max.set(random.nextInt(3) * 60_000L);
      }
      if (random.nextInt(3) > 0) {
        arrived += demand(whose, index) ? LENGTH : 0;
      } else if (cache.present(whose, index) == null && cache.reserveUnread(whose, LENGTH)) {
        bringAhead(whose, index);
        arrived += LENGTH;
      }
      if (arrived > 0 && max.get() > 0) {
        assertThat(cache.weight()).as("seed " + seed).isLessThanOrEqualTo(120_000);
      }
    }
    max.set(120_000);
    demandAll(version("last"), 0, 1);
    long held = 0;
    long unread = 0;
    for (long index = 0; index < 400; index++) {
      for (ObjectVersion whose : List.of(object, other)) {
        Block block = cache.present(whose, index);
        held += block == null ? 0 : LENGTH;
        unread += block != null && block.isHoped() ? LENGTH : 0;
      }
    }
    assertThat(tally.evicted.get() + held).as("seed " + seed).isEqualTo(arrived);
    assertThat(tally.ahead - tally.used - tally.wasted.get()).as("seed " + seed).isEqualTo(unread);
    assertThat(cache.unread()).as("seed " + seed).isEqualTo(unread);
  }

  @Test
  void rememberedKeys_areBounded() {
    demandAll(object, 0, 10_000);
    assertThat(cache.remembered()).isEqualTo(4096);
  }

  @Test
  void hopesThatNobodyFulfils_giveTheirRoomBack_evenIfAllThatComesHasBeenHereBefore() {
    for (int pass = 0; pass < 2; pass++) {
      demandAll(other, 0, ROOM * 3 / 2);
    }
    long stale = 0;
    while (cache.reserveUnread(object, LENGTH)) {
      bringAhead(object, stale++);
    }
    assertThat(stale).isPositive();
    for (int pass = 0; pass < 3; pass++) {
      demandAll(other, 0, ROOM * 3 / 2);
    }
    assertThat(cache.unread()).isZero();
  }

  @Test
  void hopesThatComeBack_doNotSettleAmongTheProven() {
    demandAll(object, 0, ROOM / 5);
    demandAll(other, 0, 2 * ROOM);
    for (long index = 0; index < ROOM / 5; index++) {
      assertThat(cache.reserveUnread(object, LENGTH)).isTrue();
      bringAhead(object, index);
    }
    demandAll(other, 1000, 1000 + 3 * ROOM);
    assertThat(cache.unread()).isZero();
  }

  @Test
  void brokenPromise_isNotHandedOutAgain() {
    BlockKey key = new BlockKey(object, 0);
    Promise broken = new Promise();
    Promise mine = new Promise();
    List<Promise> there = new ArrayList<>();
    cache.claim(key, broken);
    // Runs before the cache has heard, as a waiter's thread may.
    broken.whenComplete((block, failure) -> there.add(cache.claim(key, mine)));
    broken.completeExceptionally(new StoreException(ErrorKind.CONNECTION, "get", "reset"));
    assertThat(there).containsExactly(mine);
    assertThat(cache.claim(key, new Promise())).isSameAs(mine);
  }

  @Test
  void listener_isToldOutsideTheLock() {
    List<Long> weights = new ArrayList<>();
    BlockCache told =
        new BlockCache(
            () -> 1000,
            new ReadListener() {
              @Override
              public void onEviction(long bytes) {
                weights.add(elsewhere());
              }
            });
    asked = told;
    bring(told, object, 0);
    bring(told, object, 1);
    assertThat(weights).containsExactly(1000L);
  }

  private BlockCache asked = cache;

  private long elsewhere() {
    return CompletableFuture.supplyAsync(() -> asked.weight())
        .orTimeout(5, TimeUnit.SECONDS)
        .join();
  }

  @Test
  void throwingListener_costsNoRoom() {
    BlockCache told =
        new BlockCache(
            () -> 10_000,
            new ReadListener() {
              @Override
              public void onEviction(long bytes) {
                throw new IllegalStateException("a bad listener");
              }
            });
    for (long index = 0; index < 100; index++) {
      boolean hoped = told.reserveUnread(object, LENGTH);
      Promise promise = new Promise();
      told.claimAhead(new BlockKey(object, index), promise);
      promise.complete(Block.of(0, new byte[LENGTH], hoped));
    }
    assertThat(told.weight()).isLessThanOrEqualTo(10_000);
    assertThat(told.unread()).isLessThanOrEqualTo(2 * LENGTH);
    assertThat(told.reserveUnread(object, 0)).isTrue();
  }

  private void demandAll(ObjectVersion whose, long from, long to) {
    for (long index = from; index < to; index++) {
      demand(whose, index);
    }
  }

  /** A reader's demand; true if the block had to come. */
  private boolean demand(ObjectVersion whose, long index) {
    Promise ours = new Promise();
    Promise there = cache.claim(new BlockKey(whose, index), ours);
    if (there == ours) {
      ours.complete(Block.of(index * LENGTH, new byte[LENGTH], false));
      return true;
    }
    Block block = there.keptBlock();
    if (block != null && block.claimHope()) {
      cache.usedUnread(whose, LENGTH);
      tally.used += LENGTH;
    }
    return false;
  }

  private void bringAhead(ObjectVersion whose, long index) {
    Promise ours = new Promise();
    assertThat(cache.claimAhead(new BlockKey(whose, index), ours)).isTrue();
    tally.ahead += LENGTH;
    ours.complete(Block.of(index * LENGTH, new byte[LENGTH], true));
  }

  private static void bring(BlockCache to, ObjectVersion whose, long index) {
    Promise ours = new Promise();
    to.claim(new BlockKey(whose, index), ours);
    ours.complete(Block.of(index * LENGTH, new byte[LENGTH], false));
  }

  private static void scan(ObjectReader reader, int readSize) throws StoreException {
    byte[] buffer = new byte[readSize];
    for (long at = 0; at < reader.size(); at += readSize) {
      reader.read(at, buffer, 0, readSize);
    }
  }

  private static ObjectVersion version(String key) {
    StoreId store = new StoreId("test", "endpoint", "bucket", "scope");
    return new ObjectVersion(store, key, new Etag("1"), 1 << 30);
  }

  private static final class Tally implements ReadListener {
    final AtomicLong evicted = new AtomicLong();
    final AtomicLong wasted = new AtomicLong();
    long ahead;
    long used;

    @Override
    public void onEviction(long bytes) {
      evicted.addAndGet(bytes);
    }

    @Override
    public void onLookAheadWasted(long bytes) {
      wasted.addAndGet(bytes);
    }
  }
}
