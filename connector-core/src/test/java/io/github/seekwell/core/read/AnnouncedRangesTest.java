package io.github.seekwell.core.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.seekwell.core.store.ByteRange;
import io.github.seekwell.core.store.ErrorKind;
import io.github.seekwell.core.store.Operation;
import io.github.seekwell.core.store.StoreException;
import io.github.seekwell.core.testing.FaultyStore;
import io.github.seekwell.core.testing.MemoryStore;
import io.github.seekwell.core.testing.RampObject;
import io.github.seekwell.core.testing.ReadRig;
import io.github.seekwell.core.testing.RecordingStore;
import io.github.seekwell.core.testing.SeededRandom;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnnouncedRangesTest {
  private static final int BLOCK = 8 << 10;
  private static final int KIB = 1 << 10;
  private static final int MIB = 1 << 20;

  private final MemoryStore memory = new MemoryStore();
  private final FaultyStore faulty = new FaultyStore(memory);
  private final RecordingStore store = new RecordingStore(faulty);
  private final ReadRig rig = ReadRig.roomy();

  @AfterEach
  void endThreads() {
    rig.close();
  }

  @Test
  void nearRanges_comeWithOneRequest_farOnesWithOneEach() throws Exception {
    RampObject ramp = RampObject.of(100 * MIB);
    try (ObjectReader reader = open(ramp)) {
      List<ByteRange> ranges =
          List.of(
              ByteRange.ofLength(10 * MIB, 20 * KIB),
              ByteRange.ofLength(10 * MIB + 24 * KIB, 8 * KIB),
              ByteRange.ofLength(50 * MIB, 8 * KIB));
      AnnouncedRanges announced = reader.announce(ranges);
      readAll(ramp, announced, ranges);
    }
    assertThat(store.gets())
        .hasSize(2)
        .anyMatch(get -> get.start() == 10 * MIB && get.end() >= 10 * MIB + 32 * KIB)
        .anyMatch(get -> get.start() <= 50 * MIB && get.end() >= 50 * MIB + 8 * KIB);
  }

  @Test
  void rangeOfSeveralSteps_isReadWhole() throws Exception {
    RampObject ramp = RampObject.of(100 * MIB);
    try (ObjectReader reader = open(ramp)) {
      List<ByteRange> ranges =
          List.of(ByteRange.ofLength(5, 70 * MIB), ByteRange.ofLength(90 * MIB, 77));
      readAll(ramp, reader.announce(ranges), ranges);
    }
  }

  @Test
  void whatWasNotNamed_isReadAsEver() throws Exception {
    RampObject ramp = RampObject.of(10 * MIB);
    try (ObjectReader reader = open(ramp)) {
      AnnouncedRanges announced = reader.announce(List.of(ByteRange.ofLength(MIB, 100)));
      readAll(ramp, announced, List.of(ByteRange.ofLength(7 * MIB, 100)));
    }
  }

  @Test
  void failureOfOne_leavesTheOthers() throws Exception {
    RampObject ramp = RampObject.of(100 * MIB);
    try (ObjectReader reader = open(ramp)) {
      faulty.script(Operation.GET, FaultyStore.Fault.before(ErrorKind.ACCESS_DENIED));
      List<ByteRange> ranges =
          List.of(ByteRange.ofLength(10 * MIB, BLOCK), ByteRange.ofLength(60 * MIB, BLOCK));
      AnnouncedRanges announced = reader.announce(ranges);
      int failed = 0;
      for (ByteRange range : ranges) {
        try {
          readAll(ramp, announced, List.of(range));
        } catch (StoreException e) {
          assertThat(e.kind()).isEqualTo(ErrorKind.ACCESS_DENIED);
          failed++;
        }
      }
      assertThat(failed).isEqualTo(1);
    }
  }

  @Test
  void closedReader_announcesNothing_andReadsNothing() throws Exception {
    RampObject ramp = RampObject.of(10 * MIB);
    ObjectReader reader = open(ramp);
    AnnouncedRanges announced = reader.announce(List.of(ByteRange.ofLength(MIB, 100)));
    reader.close();
    assertThatThrownBy(() -> announced.read(MIB, new byte[100], 0, 100))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("closed");
    assertThatThrownBy(() -> reader.announce(List.of(ByteRange.ofLength(0, 1))))
        .isInstanceOf(StoreException.class);
    assertThatThrownBy(() -> reader.prefetch(List.of(ByteRange.ofLength(0, 1))))
        .isInstanceOf(StoreException.class);
  }

  @Test
  void prefetch_bringsWhatIsReadLater_withoutAnotherRequest() throws Exception {
    RampObject ramp = RampObject.of(100 * MIB);
    try (ObjectReader reader = open(ramp)) {
      reader.prefetch(
          List.of(
              ByteRange.ofLength(60 * MIB, 100 * KIB),
              ByteRange.ofLength(20 * MIB, 100 * KIB),
              ByteRange.ofLength(99 * MIB + 1000 * KIB, 10 * MIB)));
      byte[] buffer = new byte[100 * KIB];
      for (long at : new long[] {20L * MIB, 60L * MIB}) {
        reader.read(at, buffer, 0, buffer.length);
        ramp.verify(at, buffer, 0, buffer.length);
      }
      assertThat(reader.read(100L * MIB - 1)).isEqualTo(ramp.byteAt(100L * MIB - 1) & 0xff);
    }
    assertThat(store.gets()).hasSize(3);
  }

  @Test
  void prefetch_ofNearRanges_asksOnce_forLessThanTwiceTheirBytes() throws Exception {
    RampObject ramp = RampObject.of(100 * MIB);
    try (ObjectReader reader = open(ramp)) {
      reader.prefetch(
          List.of(
              ByteRange.ofLength(20 * MIB, 80 * KIB),
              ByteRange.ofLength(20 * MIB + 120 * KIB, 80 * KIB),
              ByteRange.ofLength(40 * MIB, 8 * KIB),
              ByteRange.ofLength(40 * MIB + 64 * KIB, 8 * KIB),
              ByteRange.ofLength(40 * MIB + 128 * KIB, 8 * KIB),
              ByteRange.ofLength(40 * MIB + 192 * KIB, 8 * KIB),
              ByteRange.ofLength(40 * MIB + 256 * KIB, 8 * KIB)));
      byte[] buffer = new byte[80 * KIB];
      for (long at : new long[] {20L * MIB, 20L * MIB + 120 * KIB, 40L * MIB + 256 * KIB}) {
        reader.read(at, buffer, 0, 8 * KIB);
        ramp.verify(at, buffer, 0, 8 * KIB);
      }
    }
    assertThat(store.gets()).filteredOn(get -> get.start() < 30 * MIB).hasSize(1);
    assertThat(store.gets().stream().mapToLong(ByteRange::length).sum())
        .isLessThanOrEqualTo(2 * 200 * KIB);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6})
  void anyRanges_inAnyOrder_areTheRamp(int seed) throws Exception {
    RampObject ramp = RampObject.of(64 * MIB);
    SeededRandom random = SeededRandom.of(seed);
    try (ObjectReader reader = open(ramp)) {
      for (int round = 0; round < 20; round++) {
        List<ByteRange> ranges = new ArrayList<>();
        for (int i = random.between(1, 30); i > 0; i--) {
          int length = random.between(1, 1 << random.between(0, 21));
          ranges.add(ByteRange.ofLength(random.below((64L << 20) - length), length));
        }
        ranges.sort(Comparator.comparingLong(ByteRange::start));
        AnnouncedRanges announced = reader.announce(ranges);
        if (random.below(2) == 0) {
          Collections.shuffle(ranges, new Random(seed));
        }
        readAll(ramp, announced, ranges);
      }
    }
  }

  private ObjectReader open(RampObject ramp) throws StoreException {
    return rig.open(store, memory.hold("ramp", ramp));
  }

  private static void readAll(RampObject ramp, AnnouncedRanges announced, List<ByteRange> ranges)
      throws StoreException {
    for (ByteRange range : ranges) {
      byte[] buffer = new byte[(int) range.length() + 3];
      announced.read(range.start(), buffer, 3, (int) range.length());
      ramp.verify(range.start(), buffer, 3, (int) range.length());
    }
  }
}
