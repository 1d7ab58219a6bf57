package io.github.seekwell.core.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReadPlannerTest {
  private static final int BLOCK = 256 << 10;
  private static final long MANY = 1 << 20;

  private final ReadPlanner planner = new ReadPlanner(BLOCK, 8 << 20);
  private final AccessHistory history = new AccessHistory();

  @Test
  void read_withinABlock_demandsThatBlock() {
    assertThat(planner.covering(10, 20)).isEqualTo(new BlockSpan(0, 1));
    assertThat(planner.covering(BLOCK - 1, 1)).isEqualTo(new BlockSpan(0, 1));
    assertThat(planner.covering(BLOCK - 1, 2)).isEqualTo(new BlockSpan(0, 2));
    assertThat(planner.covering(BLOCK, BLOCK)).isEqualTo(new BlockSpan(1, 2));
  }

  @Test
  void lastBlock_mayBeShort() {
    assertThat(planner.blocks(0)).isZero();
    assertThat(planner.blocks(1)).isEqualTo(1);
    assertThat(planner.blocks(BLOCK)).isEqualTo(1);
    assertThat(planner.blocks(BLOCK + 1)).isEqualTo(2);
  }

  @Test
  void twoNeighbours_areNoEvidence() {
    assertThat(touch(10).ahead().isEmpty()).isTrue();
    assertThat(touch(11).ahead().isEmpty()).isTrue();
  }

  @Test
  void thirdNeighbour_earnsTheFirstWindow() {
    touch(10);
    touch(11);
    assertThat(touch(12).ahead()).isEqualTo(new BlockSpan(13, 15));
  }

  @Test
  void thirdNeighbourDownward_earnsTheFirstWindowBehind() {
    touch(12);
    touch(11);
    assertThat(touch(10).ahead()).isEqualTo(new BlockSpan(8, 10));
  }

  @Test
  void runBackward_stopsAtTheBeginning() {
    touch(3);
    touch(2);
    assertThat(touch(1).ahead()).isEqualTo(new BlockSpan(0, 1));
    assertThat(touch(0).ahead().isEmpty()).isTrue();
  }

  @Test
  void runForward_stopsAtTheEnd() {
    plan(0, 3, 4, true);
    assertThat(plan(3, 4, 4, true).ahead().isEmpty()).isTrue();
  }

  @Test
  void waitingReader_widensTheWindowToTheMaximum_inFewLargeExtents() {
    List<Long> extents = aheadSizes(200, true);
    assertThat(Collections.max(extents)).isLessThanOrEqualTo(32);
    assertThat(extents.stream().mapToLong(Long::longValue).sum()).isGreaterThan(190);
    assertThat(extents).hasSizeLessThan(20);
  }

  @Test
  void readerThatNeverWaits_keepsAWindowOfOneMebibyte() {
    List<Long> extents = aheadSizes(200, false);
    assertThat(Collections.max(extents)).isLessThanOrEqualTo(4);
    assertThat(extents).hasSizeLessThan(200 / 2);
  }

  @Test
  void interleavedCursors_areEachSeen() {
    for (int round = 0; round < 2; round++) {
      for (int cursor = 0; cursor < 50; cursor++) {
        touch(cursor * 1000L + round);
      }
    }
    for (int cursor = 0; cursor < 50; cursor++) {
      assertThat(touch(cursor * 1000L + 2).ahead().count()).isEqualTo(2);
    }
  }

  @Test
  void sameBlockAgain_asksForNothing() {
    touch(5);
    touch(6);
    touch(7);
    assertThat(touch(7).ahead().isEmpty()).isTrue();
    assertThat(touch(7).ahead().isEmpty()).isTrue();
  }

  @Test
  void largeRead_isARunByItself() {
    assertThat(plan(0, 8, MANY, true).ahead()).isEqualTo(new BlockSpan(8, 10));
  }

  @Test
  void lookAheadOff_neverLooksAhead() {
    ReadPlanner off = new ReadPlanner(BLOCK, 0);
    for (long block = 0; block < 100; block++) {
      BlockSpan span = new BlockSpan(block, block + 1);
      assertThat(off.plan(history, span, MANY, true).ahead().isEmpty()).isTrue();
    }
  }

  @Test
  void manyCursors_areForgottenOldestFirst() {
    for (long cursor = 0; cursor < 10_000; cursor++) {
      touch(cursor * 10);
    }
    assertThat(history.size()).isEqualTo(AccessHistory.MAX_RUNS);
  }

  private List<Long> aheadSizes(long blocks, boolean waited) {
    List<Long> sizes = new ArrayList<>();
    for (long block = 0; block < blocks; block++) {
      long ahead = plan(block, block + 1, MANY, waited).ahead().count();
      if (ahead > 0) {
        sizes.add(ahead);
      }
    }
    return sizes;
  }

  private FetchPlan touch(long block) {
    return plan(block, block + 1, MANY, true);
  }

  private FetchPlan plan(long first, long end, long blocks, boolean waited) {
    return planner.plan(history, new BlockSpan(first, end), blocks, waited);
  }
}
