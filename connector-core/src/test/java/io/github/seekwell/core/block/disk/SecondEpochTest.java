package io.github.seekwell.core.block.disk;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.seekwell.core.block.ObjectVersion;
import io.github.seekwell.core.block.disk.TierRig.Plan;
import io.github.seekwell.core.config.ConnectorConfig;
import io.github.seekwell.core.config.Settings;
import io.github.seekwell.core.metrics.Count;
import io.github.seekwell.core.read.ObjectReader;
import io.github.seekwell.core.store.ByteRange;
import io.github.seekwell.core.store.ObjectInfo;
import io.github.seekwell.core.testing.Await;
import io.github.seekwell.core.testing.MemoryStore;
import io.github.seekwell.core.testing.RampObject;
import io.github.seekwell.core.testing.ReadRig;
import io.github.seekwell.core.testing.RecordingStore;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Data larger than memory, read again with a disk behind it; requests and bytes are counted. */
@Timeout(60)
class SecondEpochTest {
  private static final int BLOCK = 8 << 10;
  private static final long MIB = 1 << 20;

  private final ConnectorConfig config =
      ConnectorConfig.from(Settings.of(Map.of("fs.seekwell.cache.block-size", "8k")));
  private final MemoryStore memory = new MemoryStore();
  private final RecordingStore store = new RecordingStore(memory);
  private final RampObject ramp = RampObject.of(12 * MIB + 77);
  private final ObjectInfo object = memory.hold("epochs", ramp);

  @TempDir private Path folder;
  private @Nullable TierRig disk;
  private @Nullable ReadRig rig;

  @AfterEach
  void close() {
    if (rig != null) {
      rig.close();
    }
    if (disk != null) {
      disk.close();
    }
  }

  /** Begins a process; the one before has been killed. */
  private void start(long cacheBytes) {
    close();
    disk = new TierRig(Plan.of(BLOCK, 64 * MIB), folder).opened();
    rig = new ReadRig(config, cacheBytes, 16 * MIB, disk.recorder, disk.tier);
    store.reset();
  }

  @Test
  void secondEpoch_asksTheStoreForWhatMemoryKept_andNoMore_alsoInTheNextProcess() throws Exception {
    start(2 * MIB);
    scan();
    long asked = store.bytesAsked();
    assertThat(asked).isGreaterThanOrEqualTo(object.size());
    long onDisk = written();
    assertThat(onDisk).as("all that left memory").isGreaterThanOrEqualTo(10 * MIB);

    store.reset();
    scan();
    assertThat(store.bytesAsked()).isLessThanOrEqualTo(object.size() - onDisk);
    assertThat(disk.count(Count.FETCH_DEMAND_BYTES) + disk.count(Count.FETCH_LOOK_AHEAD_BYTES))
        .as("GETs told in both epochs")
        .isEqualTo(asked + store.bytesAsked());
    onDisk = written();
    start(2 * MIB);
    scan();
    assertThat(store.bytesAsked()).isEqualTo(object.size() - onDisk);
  }

  @Test
  void dataSmallerThanMemory_isOnDiskOnceItWasReadTwice() throws Exception {
    start(64 * MIB);
    scan();
    assertThat(written()).as("read once, and still in memory").isZero();
    scan();
    assertThat(written()).isEqualTo(object.size());
    start(64 * MIB);
    scan();
    assertThat(store.gets()).isEmpty();
    assertThat(disk.count(Count.READ_MISSES)).as("nobody asked the store").isZero();
  }

  @Test
  void whatLookAheadBroughtInVain_isNotKept() throws Exception {
    start(2 * MIB);
    byte[] buffer = new byte[BLOCK];
    try (ObjectReader reader = rig.open(store, object)) {
      for (int block = 0; block < 100; block++) {
        reader.read((long) block * BLOCK, buffer, 0, BLOCK);
      }
      Await.until("nothing is on its way", () -> rig.pool().inFlightBytes() == 0);
    }
    assertThat(store.bytesAsked()).as("there was look-ahead").isGreaterThan(100 * BLOCK);
    ObjectInfo other = memory.hold("other", RampObject.of(6 * MIB));
    byte[] all = new byte[(int) (6 * MIB)];
    try (ObjectReader reader = rig.open(store, other)) {
      reader.read(0, all, 0, all.length);
    }
    written();
    start(2 * MIB);
    assertThat(disk.tier.pieces(version(), 0, 100)).allMatch(piece -> piece.here());
    assertThat(disk.tier.pieces(version(), 100, 1000)).noneMatch(piece -> piece.here());
  }

  @Test
  void damagedFiles_costGets_andNoWrongByte() throws Exception {
    start(2 * MIB);
    scan();
    written();
    for (Path file : TierRig.files(folder).keySet()) {
      try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
        for (long at = 100_000; at < bytes.length(); at += 700_000) {
          bytes.seek(at);
          int there = bytes.read();
          bytes.seek(at);
          bytes.write(there ^ 1);
        }
      }
    }
    store.reset();
    scan();
    assertThat(disk.count(Count.DISK_DAMAGED)).isPositive();
    assertThat(disk.count(Count.DISK_READ)).isPositive();
    assertThat(store.bytesAsked()).isBetween(MIB, object.size() - MIB);
  }

  @Test
  void blocksOnDisk_amongOthers_areNotFetched() throws Exception {
    start(4 * MIB);
    ByteRange held = ByteRange.of(100L * BLOCK, 140L * BLOCK);
    byte[] buffer = new byte[(int) held.length()];
    try (ObjectReader reader = rig.open(store, object)) {
      reader.read(held.start(), buffer, 0, buffer.length);
      reader.read(0, buffer, 0, 1);
      reader.read(held.start(), buffer, 0, buffer.length);
    }
    written();
    start(4 * MIB);
    byte[] wide = new byte[120 * BLOCK];
    try (ObjectReader reader = rig.open(store, object)) {
      reader.read(held.start(), wide, 0, wide.length);
      ramp.verify(held.start(), wide, 0, wide.length);
    }
    assertThat(store.gets())
        .isNotEmpty()
        .allMatch(range -> range.start() >= held.end() || range.end() <= held.start());
  }

  private void scan() throws Exception {
    byte[] buffer = new byte[64 << 10];
    try (ObjectReader reader = rig.open(store, object)) {
      for (long at = 0; at < object.size(); at += buffer.length) {
        int count = reader.read(at, buffer, 0, buffer.length);
        ramp.verify(at, buffer, 0, count);
      }
      Await.until("nothing is on its way", () -> rig.pool().inFlightBytes() == 0);
    }
  }

  /** Bytes of blocks that this process has written, when it has written all. */
  private long written() {
    disk.steps.runAll();
    return disk.count(Count.DISK_WRITTEN_BYTES);
  }

  private ObjectVersion version() {
    return new ObjectVersion(store.id(), object.key(), object.etag(), object.size());
  }
}
