package io.github.seekwell.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.seekwell.core.metrics.EndedRequest;
import io.github.seekwell.core.metrics.ReadRecorder;
import io.github.seekwell.core.metrics.ReadSnapshot;
import io.github.seekwell.core.read.ObjectReader;
import io.github.seekwell.core.store.ByteRange;
import io.github.seekwell.core.store.ObjectInfo;
import io.github.seekwell.core.store.StoreException;
import io.github.seekwell.core.testing.Await;
import io.github.seekwell.core.testing.MemoryStore;
import io.github.seekwell.core.testing.RampObject;
import io.github.seekwell.core.testing.ReadRig;
import io.github.seekwell.core.testing.RecordingStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What is advised of reads that were really made, of a store that takes 20 ms to a first byte and
 * brings 80 MB/s.
 */
@Timeout(60)
class AdviceOnReadsTest {
  private static final long MIB = 1 << 20;
  private static final long FIRST_BYTE_NANOS = 20_000_000;
  private static final double BYTES_PER_NANO = 0.08;
  private static final int SCANS = 8;

  private final MemoryStore memory = new MemoryStore();
  private final RecordingStore store = new RecordingStore(memory);
  private final ReadRecorder recorder = new ReadRecorder();

  @Test
  void scatteredReads_thatComeBack_needALargerCache() throws Exception {
    assertThat(scattered(2 * MIB, 16 * MIB, 6000)).isEqualTo(Advice.Kind.SMALL_CACHE);
  }

  @Test
  void scatteredReads_thatDoNotComeBack_areTinyReads_howeverSmallTheCacheIs() throws Exception {
    assertThat(scattered(2 * MIB, 64 * 1024 * MIB, 3000)).isEqualTo(Advice.Kind.TINY_READS);
  }

  @Test
  void largeScan_readTwice_needsALargerCache() throws Exception {
    assertThat(scan(32 * MIB, 64 * MIB, 2)).isEqualTo(Advice.Kind.SMALL_CACHE);
  }

  @Test
  void largeScan_readOnce_doesNot() throws Exception {
    assertThat(scan(32 * MIB, 64 * MIB, 1)).isNotEqualTo(Advice.Kind.SMALL_CACHE);
  }

  @Test
  void scanThatFits_readTwice_doesNot() throws Exception {
    assertThat(scan(128 * MIB, 64 * MIB, 2)).isNotEqualTo(Advice.Kind.SMALL_CACHE);
  }

  @Test
  void scansSideBySide_readTwice_throughATinyCache_needALargerOne() throws Exception {
    assertThat(scansSideBySide(MIB / 4, 2)).isEqualTo(Advice.Kind.SMALL_CACHE);
  }

  @Test
  void scansSideBySide_throughALargeCache_doNot() throws Exception {
    assertThat(scansSideBySide(128 * MIB, 2)).isNotEqualTo(Advice.Kind.SMALL_CACHE);
  }

  private Advice.Kind scattered(long cache, long size, int reads) throws StoreException {
    ObjectInfo object = memory.hold("key", RampObject.of(size));
    Random random = new Random(1);
    byte[] buffer = new byte[4096];
    try (ReadRig rig = rig(cache);
        ObjectReader reader = rig.open(store, object)) {
      long before = 0;
      for (int i = 0; i < reads; i++) {
        long position = random.nextLong(size - buffer.length);
        reader.seeked(position - before);
        reader.read(position, buffer, 0, buffer.length);
        before = position + buffer.length;
      }
      return advice(rig);
    }
  }

  private Advice.Kind scan(long cache, long size, int times) throws StoreException {
    ObjectInfo object = memory.hold("key", RampObject.of(size));
    byte[] buffer = new byte[256 << 10];
    try (ReadRig rig = rig(cache)) {
      for (int i = 0; i < times; i++) {
        try (ObjectReader reader = rig.open(store, object)) {
          for (long at = 0; at < size; at += buffer.length) {
            reader.read(at, buffer, 0, buffer.length);
          }
        }
      }
      return advice(rig);
    }
  }

  /** In turns, each a little at a time. */
  private Advice.Kind scansSideBySide(long cache, int times) throws StoreException {
    List<ObjectInfo> objects = new ArrayList<>();
    for (int i = 0; i < SCANS; i++) {
      objects.add(memory.hold("key" + i, RampObject.of(4 * MIB)));
    }
    try (ReadRig rig = rig(cache)) {
      for (int i = 0; i < times; i++) {
        scanSideBySide(rig, objects);
      }
      return advice(rig);
    }
  }

  private void scanSideBySide(ReadRig rig, List<ObjectInfo> objects) throws StoreException {
    byte[] buffer = new byte[10_000];
    List<ObjectReader> readers = new ArrayList<>();
    for (ObjectInfo object : objects) {
      readers.add(rig.open(store, object));
    }
    for (long at = 0; at < 4 * MIB; at += buffer.length) {
      for (ObjectReader each : readers) {
        each.read(at, buffer, 0, buffer.length);
      }
    }
    readers.forEach(ObjectReader::close);
  }

  private ReadRig rig(long cache) {
    return new ReadRig(Map.of(), cache, 16 * MIB, recorder);
  }

  private Advice.Kind advice(ReadRig rig) {
    Await.until("nothing is on its way", () -> rig.pool().inFlightBytes() == 0);
    for (ByteRange range : store.gets()) {
      request(range);
    }
    ReadSnapshot all = recorder.snapshot();
    return Advice.of(all, all, 0).get(0).kind();
  }

  private void request(ByteRange range) {
    recorder.onRequestSent("test", "get");
    recorder.onRequest(
        "test",
        new EndedRequest(
            "get",
            "memory://bucket/key",
            range.start(),
            range.length(),
            1,
            100_000,
            FIRST_BYTE_NANOS,
            (long) (range.length() / BYTES_PER_NANO),
            range.length(),
            206,
            "10.0.0.1",
            "id"));
  }
}
