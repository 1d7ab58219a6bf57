package io.github.seekwell.core.block;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.seekwell.core.block.BlockMemory.Slot;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BlockMemoryTest {
  private static final int SLOT = 64;
  private static final int PER_SLAB = 10;

  private final BlockMemory memory = new BlockMemory(SLOT, PER_SLAB * SLOT + 16);

  @Test
  void slotsOfWholeBlocks_shareArrays_andNoByteOfThem() {
    List<Slot> slots = new ArrayList<>();
    for (int i = 0; i < 3 * PER_SLAB; i++) {
      Slot slot = memory.take(SLOT);
      fill(slot, (byte) i);
      slots.add(slot);
    }
    assertThat(slots.stream().map(slot -> System.identityHashCode(slot.bytes())).distinct())
        .hasSize(3);
    for (int i = 0; i < slots.size(); i++) {
      Slot slot = slots.get(i);
      assertThat(Arrays.copyOfRange(slot.bytes(), slot.offset(), slot.offset() + SLOT))
          .containsOnly((byte) i);
    }
    assertThat(memory.reserved()).isEqualTo(3L * PER_SLAB * SLOT);
  }

  @Test
  void shortBlock_hasAnArrayOfItsOwn() {
    Slot slot = memory.take(SLOT - 1);
    assertThat(slot.isShared()).isFalse();
    assertThat(slot.bytes()).hasSize(SLOT - 1);
    slot.free();
    assertThat(memory.reserved()).isZero();
  }

  @Test
  void whatIsFree_isTakenBeforeMoreIsReserved() {
    Deque<Slot> taken = new ArrayDeque<>();
    for (int i = 0; i < 5 * PER_SLAB; i++) {
      taken.add(memory.take(SLOT));
    }
    long reserved = memory.reserved();
    for (int i = 0; i < 100 * PER_SLAB; i++) {
      taken.remove().free();
      taken.add(memory.take(SLOT));
    }
    assertThat(memory.reserved()).isEqualTo(reserved);
    assertThat(memory.freeSlots()).isZero();
  }

  @Test
  void slotsAreTakenWhereOthersWereFreedLast_soThatTheOtherSlabsDrain() {
    List<Slot> taken = new ArrayList<>();
    for (int i = 0; i < 4 * PER_SLAB; i++) {
      taken.add(memory.take(SLOT));
    }
    byte[] older = taken.get(0).bytes();
    taken.get(0).free();
    taken.get(2 * PER_SLAB).free();
    assertThat(memory.take(SLOT).bytes()).isNotSameAs(older);
  }

  @Test
  void whenAllIsFreed_twoSlabsStayAtMost() {
    Random random = new Random(1);
    List<Slot> taken = new ArrayList<>();
    for (int i = 0; i < 50 * PER_SLAB; i++) {
      taken.add(memory.take(SLOT));
    }
    while (!taken.isEmpty()) {
      taken.remove(random.nextInt(taken.size())).free();
    }
    assertThat(memory.reserved()).isEqualTo(2L * PER_SLAB * SLOT);
    assertThat(memory.freeSlots()).isEqualTo(2 * PER_SLAB);
  }

  @Test
  void slotLargerThanARegion_isASlabOfOne() {
    BlockMemory large = new BlockMemory(4096, 1024);
    Slot slot = large.take(4096);
    assertThat(slot.bytes()).hasSize(4096);
    assertThat(large.reserved()).isEqualTo(4096);
  }

  @Test
  void slab_isARegionOfG1() {
    assertThat(BlockMemory.regionBytes(64L << 20)).isEqualTo(1 << 20);
    assertThat(BlockMemory.regionBytes(8L << 30)).isEqualTo(4 << 20);
    assertThat(BlockMemory.regionBytes(9L << 30)).isEqualTo(8 << 20);
    assertThat(BlockMemory.regionBytes(2L << 30)).isEqualTo(1 << 20);
    assertThat(BlockMemory.regionBytes(3L << 30)).isEqualTo(2 << 20);
    assertThat(BlockMemory.regionBytes(1L << 40)).isEqualTo(32 << 20);
    assertThat(BlockMemory.regionBytes(Long.MAX_VALUE)).isEqualTo(32 << 20);
  }

  private static void fill(Slot slot, byte value) {
    Arrays.fill(slot.bytes(), slot.offset(), slot.offset() + SLOT, value);
  }
}
