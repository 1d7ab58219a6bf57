package io.github.seekwell.core.block;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.seekwell.core.store.Etag;
import io.github.seekwell.core.store.StoreId;
import io.github.seekwell.core.testing.VirtualTime;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class UnreadRoomTest {
  private static final long ROOM = 1 << 20;

  private final VirtualTime time = new VirtualTime();
  private final UnreadRoom room = new UnreadRoom(() -> ROOM, time);
  private final List<ObjectVersion> objects =
      IntStream.range(0, 64).mapToObj(i -> version("object-" + i)).toList();

  @Test
  void objectReadAlone_mayTakeHalf_andHalfOfWhatIsLeftThen() {
    ObjectVersion object = objects.get(0);
    assertThat(room.left(object)).isEqualTo(ROOM / 2);
    assertThat(room.take(object, ROOM / 2)).isTrue();
    assertThat(room.left(object)).isEqualTo(ROOM / 4);
    assertThat(room.most(object)).isEqualTo(ROOM * 3 / 4);
  }

  @Test
  void newcomers_findRoom_andWhoHasMoreThanHisShareGetsNoMore() {
    for (ObjectVersion each : objects.subList(0, 4)) {
      long left = room.left(each);
      assertThat(left).isPositive();
      assertThat(room.take(each, left)).isTrue();
    }
    time.advance(Duration.ofMillis(30));

    assertThat(room.left(objects.get(0))).as("has half").isZero();
    assertThat(room.left(objects.get(3))).as("has a sixteenth").isPositive();
    assertThat(room.left(objects.get(4))).as("has nothing").isPositive();
  }

  @Test
  void whoHasStoppedReading_countsNoMore() {
    for (ObjectVersion each : objects) {
      assertThat(room.take(each, 1)).isTrue();
    }
    time.advance(Duration.ofMillis(30));
    assertThat(room.left(objects.get(0))).isEqualTo(ROOM / 64 - 1);
    time.advance(Duration.ofSeconds(1));
    assertThat(room.left(objects.get(0))).isGreaterThan(ROOM / 3);
  }

  @Test
  void whatComesForNobody_isAbandoned_unlessSomebodyOpensTheObjectAgain() {
    ObjectVersion object = objects.get(0);
    room.opened(object);
    assertThat(room.take(object, 10)).isTrue();
    room.arrived(object);
    assertThat(room.abandoned()).as("it is open").isEmpty();
    room.closed(object);
    assertThat(room.abandoned()).containsExactly(object);
    assertThat(room.abandoned()).as("told once").isEmpty();
    room.arrived(object);
    room.opened(object);
    assertThat(room.abandoned()).as("opened again").isEmpty();
  }

  @Test
  void whoNeverCloses_takesNoMoreMemoryThanSoManyObjects() {
    ObjectVersion first = objects.get(0);
    room.opened(first);
    for (int i = 0; i < UnreadRoom.MOST_OPEN; i++) {
      room.opened(version("forgotten-" + i));
    }
    room.arrived(version("forgotten-" + (UnreadRoom.MOST_OPEN - 1)));
    assertThat(room.abandoned()).as("opened last").isEmpty();
    room.arrived(first);
    assertThat(room.abandoned()).as("opened first, and forgotten").containsExactly(first);
  }

  @Test
  void whatIsTaken_neverExceedsTheRoom_andComesBack() {
    Random random = new Random(20_261_128);
    long[] has = new long[objects.size()];
    for (int i = 0; i < 100_000; i++) {
      int which = random.nextInt(objects.size());
      ObjectVersion object = objects.get(which);
      if (random.nextBoolean()) {
        long bytes = random.nextInt(50_000);
        has[which] += room.take(object, bytes) ? bytes : 0;
      } else if (has[which] > 0) {
        long bytes = 1 + random.nextLong(has[which]);
        has[which] -= bytes;
        if (random.nextBoolean()) {
          room.used(object, bytes);
        } else {
          room.lost(object, bytes);
        }
      }
      assertThat(room.taken()).isEqualTo(LongStream.of(has).sum()).isLessThanOrEqualTo(ROOM);
      assertThat(room.most(object) - room.left(object)).isEqualTo(has[which]);
    }
  }

  private static ObjectVersion version(String key) {
    return new ObjectVersion(
        new StoreId("test", "endpoint", "bucket", "scope"), key, new Etag("1"), 1);
  }
}
