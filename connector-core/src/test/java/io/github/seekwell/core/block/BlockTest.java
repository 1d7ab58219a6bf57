package io.github.seekwell.core.block;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.seekwell.core.block.BlockMemory.Slot;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.junit.jupiter.api.Test;

/** Blocks that leave while somebody reads them. */
class BlockTest {
  private static final int SIZE = 256;

  private final BlockMemory memory = new BlockMemory(SIZE, 100 * SIZE);

  @Test
  void blockThatNobodyHolds_isGoneWhenItLeaves() {
    Block block = block(7);
    block.leave(false);
    assertThat(block.copy(0, new byte[SIZE], 0, SIZE)).isFalse();
    assertThat(block.at(3)).isEqualTo(-1);
    assertThat(block.hold()).isFalse();
    assertThat(memory.freeSlots()).isEqualTo(99);
  }

  @Test
  void blockThatSomebodyHolds_isReadAsBefore_whateverIsWrittenToItsPlace() {
    Block block = block(7);
    assertThat(block.hold()).isTrue();
    block.leave(false);
    Block next = block(8);
    byte[] bytes = new byte[SIZE];
    assertThat(block.copy(0, bytes, 0, SIZE)).isTrue();
    assertThat(bytes).containsOnly(7);
    assertThat(block.at(SIZE - 1)).isEqualTo(7);
    assertThat(next.at(0)).isEqualTo(8);
    block.release();
    assertThat(block.hold()).isTrue();
  }

  @Test
  void blockThatSomebodyWaitsFor_canStillBeHeldWhenItHasLeft() {
    Block block = block(7);
    block.leave(true);
    assertThat(block.hold()).isTrue();
    assertThat(block.at(0)).isEqualTo(7);
    assertThat(memory.freeSlots()).isEqualTo(99);
  }

  @Test
  void blockThatIsHeldNoMore_isGoneWhenItLeaves() {
    Block block = block(7);
    assertThat(block.hold()).isTrue();
    block.release();
    block.leave(false);
    assertThat(block.hold()).isFalse();
  }

  @Test
  void leavingTwice_freesOnce() {
    Block block = block(7);
    block.leave(false);
    block.leave(false);
    assertThat(memory.freeSlots()).isEqualTo(99);
  }

  @Test
  void blockOfAnArrayOfItsOwn_staysWhenItLeaves() {
    Block block = Block.of(100, new byte[] {1, 2, 3}, false);
    block.leave(false);
    assertThat(block.at(101)).isEqualTo(2);
    assertThat(block.hold()).isTrue();
  }

  /** Few slots, so that a slot is another block's while it is read. */
  @Test
  void readersBesideBlocksThatLeave_areGivenNoByteOfAnother() throws Exception {
    AtomicReferenceArray<Block> shown = new AtomicReferenceArray<>(4);
    for (int i = 0; i < shown.length(); i++) {
      shown.set(i, block(i));
    }
    ExecutorService threads = Executors.newFixedThreadPool(3);
    try {
      Future<Long> optimist = threads.submit(() -> readAll(shown, false));
      Future<Long> holder = threads.submit(() -> readAll(shown, true));
      Deque<Block> leaving = new ArrayDeque<>();
      for (long value = 0; !(optimist.isDone() && holder.isDone()); value++) {
        leaving.add(shown.getAndSet((int) (value % shown.length()), block((byte) value)));
        if (leaving.size() > 1) {
          leaving.remove().leave(false);
        }
      }
      assertThat(optimist.get()).isPositive();
      assertThat(holder.get()).isPositive();
    } finally {
      threads.shutdownNow();
    }
  }

  /** Gives how often a block was read; fails if its bytes were not all the same. */
  private static long readAll(AtomicReferenceArray<Block> shown, boolean hold) {
    byte[] bytes = new byte[SIZE];
    long read = 0;
    for (int i = 0; i < 300_000; i++) {
      Block block = shown.get(i % shown.length());
      if (hold && !block.hold()) {
        continue;
      }
      boolean whole = block.copy(0, bytes, 0, SIZE);
      if (hold) {
        assertThat(whole).isTrue();
        block.release();
      }
      if (whole) {
        read++;
        for (byte value : bytes) {
          if (value != bytes[0]) {
            throw new AssertionError("torn: " + Arrays.toString(bytes));
          }
        }
      }
    }
    return read;
  }

  private Block block(int value) {
    Slot slot = memory.take(SIZE);
    Arrays.fill(slot.bytes(), slot.offset(), slot.offset() + SIZE, (byte) value);
    return new Block(0, SIZE, slot, false);
  }
}
