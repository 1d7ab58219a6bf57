package io.github.seekwell.core.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.seekwell.core.store.Pace;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ReadPlannerTest {
  private static final int BLOCK = 8 << 10;
  private static final long KIB = 1 << 10;
  private static final long MIB = 1 << 20;
  private static final long SIZE = 256 * MIB;
  private static final double CEILING = 5;

  private final ReadPlanner planner = new ReadPlanner(BLOCK, 32 * MIB, CEILING);
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
  void firstTouch_ofAnUnknownObject_bringsItsNeighbourhood() {
    FetchPlan plan = miss(100 * MIB, 100);
    assertThat(plan.ahead()).containsExactly(blocks(100 * MIB, 64 * KIB));
  }

  @Test
  void runs_thatWereShortBefore_areTakenForShort() {
    for (long at : new long[] {10, 47, 91, 160, 204}) {
      miss(at * MIB, 20_000);
    }
    assertThat(miss(130 * MIB, 100).ahead()).containsExactly(blocks(130 * MIB, 20_000));
    assertThat(miss(77 * MIB, 20_000).isEmpty()).isTrue();
  }

  @Test
  void thirdNeighbour_earnsAWindow_ofTheAdvanceAndWhatWasWanted() {
    miss(MIB, BLOCK);
    hit(MIB + BLOCK, BLOCK);
    BlockSpan ahead = hit(MIB + 2 * BLOCK, BLOCK).ahead().get(0);
    assertThat(ahead.first()).isEqualTo(MIB / BLOCK + 3);
    assertThat(ahead.count()).isEqualTo(MIB / BLOCK + 3);
  }

  @Test
  void thirdNeighbourDownward_earnsTheSameWindowBehind() {
    miss(100 * MIB, BLOCK);
    hit(100 * MIB - BLOCK, BLOCK);
    BlockSpan behind = hit(100 * MIB - 2 * BLOCK, BLOCK).ahead().get(0);
    assertThat(behind.end()).isEqualTo(100 * MIB / BLOCK - 2);
    assertThat(behind.count()).isEqualTo(MIB / BLOCK + 3);
  }

  @Test
  void runOfLargeReadsDownward_isSeenAtTheSecond() {
    miss(100 * MIB, 128 * KIB);
    FetchPlan plan = miss(100 * MIB - 128 * KIB, 128 * KIB);
    assertThat(plan.ahead().get(0).end()).isEqualTo((100 * MIB - 128 * KIB) / BLOCK);
  }

  @Test
  void window_isToppedUpInFewLargeSteps() {
    List<Long> steps = new ArrayList<>();
    for (long at = 0; at < 64 * MIB; at += 64 * KIB) {
      for (BlockSpan span : hit(at, 64 * KIB).ahead()) {
        steps.add(span.count());
      }
    }
    assertThat(steps).hasSizeLessThan(20);
    assertThat(steps.stream().mapToLong(Long::longValue).sum() * BLOCK)
        .isBetween(64 * MIB, 96 * MIB + 64 * KIB);
  }

  @Test
  void runForward_stopsAtTheEnd_andBackwardAtTheBeginning() {
    long size = 3 * MIB + 100;
    for (long at = MIB; at < size; at += 64 * KIB) {
      long length = Math.min(64 * KIB, size - at);
      for (BlockSpan span :
          planner
              .plan(history, touch(at, length, Found.HERE), size, AccessHints.NONE, PACE)
              .ahead()) {
        assertThat(span.end()).isLessThanOrEqualTo(planner.blocks(size));
      }
    }
    for (long at = MIB - 64 * KIB; at >= 0; at -= 64 * KIB) {
      hit(at, 64 * KIB).ahead().forEach(span -> assertThat(span.first()).isNotNegative());
    }
  }

  @Test
  void whatARunHasWalked_isNotHopedFor_thoughTheCacheMayHaveLostIt() {
    for (long at = 0; at < 16 * MIB; at += 64 * KIB) {
      Touch touch = touch(at, 64 * KIB, Found.ABSENT);
      FetchPlan plan = planner.plan(history, touch, SIZE, AccessHints.NONE, PACE);
      for (BlockSpan span : plan.ahead()) {
        assertThat(span.first() * BLOCK).as("at %d", at).isGreaterThanOrEqualTo(at);
      }
    }
  }

  @Test
  void whatThereWasNoRoomFor_isHopedForAgain() {
    long fetched = 0;
    for (long at = 0; at < 40 * MIB; at += 64 * KIB) {
      Touch touch = touch(at, 64 * KIB, Found.COMING);

      FetchPlan plan = planner.plan(history, touch, SIZE, AccessHints.NONE, PACE, () -> 4 * MIB);

      for (BlockSpan span : plan.ahead()) {
        long reached = (at + 64 * KIB) / BLOCK;
        assertThat(span.first()).as("at %d", at).isEqualTo(Math.max(fetched, reached));
        assertThat(span.end() * BLOCK - at).as("at %d", at).isLessThanOrEqualTo(5 * MIB);
        long room = span.first() + span.count() / 2;
        plan.refused(new BlockSpan(room, span.end()));
        fetched = room;
        history.asked(span.count() / 2 * BLOCK);
      }
      assertThat(at == 0 || fetched * BLOCK > at - 3 * 64 * KIB).as("at %d", at).isTrue();
    }
  }

  @Test
  void fiftyCursorsInTurn_areEachSeenAsTheRunTheyAre() {
    for (int step = 0; step < 2; step++) {
      for (long cursor = 0; cursor < 50; cursor++) {
        miss(cursor * 4 * MIB + step * BLOCK, BLOCK);
      }
    }
    for (long cursor = 0; cursor < 50; cursor++) {
      long at = cursor * 4 * MIB + 2 * BLOCK;
      assertThat(hit(at, BLOCK).ahead().get(0).first()).isEqualTo(at / BLOCK + 1);
    }
  }

  @Test
  void denseRegion_isFetchedWhole_atItsNextMiss() {
    for (int i = 0; i < 13; i++) {
      hit(64 * MIB + i * 37L % 64 * BLOCK, BLOCK / 2);
    }
    FetchPlan plan = miss(64 * MIB + 60 * BLOCK, BLOCK / 2);
    assertThat(plan.ahead()).contains(blocks(64 * MIB, 64L * BLOCK));
  }

  @Test
  void aloneInItsRegion_aMissBringsNoRegion() {
    for (int i = 0; i < 20; i++) {
      miss(i * i * 300 * KIB + 5, 100);
    }
    assertThat(miss(200 * MIB, 100).isEmpty()).isTrue();
  }

  @Test
  void stride_isFollowed_inMoreAndMoreSteps() {
    List<Integer> spans = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      FetchPlan plan = i < 3 ? miss(i * 5 * MIB, 64 * KIB) : hit(i * 5 * MIB, 64 * KIB);
      spans.add(plan.ahead().size());
    }
    FetchPlan plan = miss(200 * MIB, 10);
    assertThat(spans.get(2)).as("after two equal strides").isGreaterThanOrEqualTo(4);
    assertThat(plan.ahead()).as("what was foreseen").isNotNull();
    assertThat(spans.stream().mapToInt(Integer::intValue).sum()).isGreaterThanOrEqualTo(40);
  }

  @Test
  void stride_namesTheBlocksThatComeNext() {
    miss(10 * MIB, 20_000);
    miss(13 * MIB, 20_000);
    FetchPlan plan = miss(16 * MIB, 20_000);
    assertThat(plan.ahead())
        .contains(blocks(19 * MIB, 20_000), blocks(22 * MIB, 20_000), blocks(25 * MIB, 20_000));
  }

  @Test
  void rowOfJumps_thatComesBack_isKnownAtItsThirdMember() {
    long[] branches = {0, 3, 5, 11, 18, 20};
    for (long branch : branches) {
      miss(branch * MIB, 30_000);
    }
    miss(40 * MIB, 30_000);
    miss(43 * MIB, 30_000);
    FetchPlan plan = miss(45 * MIB, 30_000);
    assertThat(plan.ahead())
        .contains(blocks(51 * MIB, 30_000), blocks(58 * MIB, 30_000), blocks(60 * MIB, 30_000));
  }

  @Test
  void strideThatVariesALittle_isFollowedWithSlack() {
    long[] at = {0, 3_000_000, 6_016_384, 9_016_384};
    List<BlockSpan> ahead = new ArrayList<>();
    for (long position : at) {
      ahead.addAll(miss(position, 16_384).ahead());
    }
    BlockSpan next = blocks(12_016_384, 16_384);
    assertThat(ahead).anyMatch(span -> span.first() <= next.first() && span.end() >= next.end());
  }

  /** Chunks of 256 KiB near each other, whose places differ by more than their distances do. */
  @Test
  void chunksThatReturnWithinHalfTheirLength_areForeseen() {
    int chunk = 256 << 10;
    long[] columns = {0, 800 * KIB, 1700 * KIB, 3000 * KIB, 4300 * KIB};
    for (long column : columns) {
      miss(5 * MIB + column, chunk);
    }
    List<BlockSpan> ahead = new ArrayList<>();
    long[] moved = {0, 90 * KIB, 20 * KIB};
    for (int i = 0; i < moved.length; i++) {
      ahead.addAll(miss(25 * MIB + columns[i] + moved[i], chunk).ahead());
    }
    BlockSpan next = blocks(25 * MIB + columns[3], chunk);
    assertThat(ahead).anyMatch(span -> span.first() <= next.first() && span.end() >= next.end());
  }

  /** Of each 210 KiB first 20 KiB near the end, then 90 KiB before them. */
  @Test
  void eventsReadOutOfOrder_thatLeaveOutHalf_areReadThrough() {
    List<BlockSpan> ahead = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      long event = MIB + i * 210 * KIB;
      ahead.addAll(miss(event + 170 * KIB, 20 * KIB).ahead());
      ahead.addAll(miss(event + 40 * KIB, 90 * KIB).ahead());
    }
    BlockSpan last = ahead.get(ahead.size() - 1);
    assertThat(last.count() * BLOCK).as("in one range").isGreaterThan(MIB);
    for (long at = MIB + 4 * 210 * KIB; at < MIB + 12 * 210 * KIB; at += BLOCK) {
      BlockSpan block = blocks(at, 1);
      assertThat(ahead)
          .as("with no hole at %d", at)
          .anyMatch(span -> span.first() <= block.first() && block.end() <= span.end());
    }
  }

  @Test
  void whatIsReadThrough_butHadNoRoom_isHopedForAgain() {
    long stride = 264 * KIB;
    long at = 0;
    FetchPlan plan = FetchPlan.DEMAND_ONLY;
    while (plan.ahead().isEmpty() || at < 5 * stride) {
      at += stride;
      plan = miss(at, 64 * KIB);
    }
    BlockSpan refused = plan.ahead().get(plan.ahead().size() - 1);
    assertThat(refused.count() * BLOCK).as("of several strides").isGreaterThan(2 * stride);
    plan.refused(refused);

    List<BlockSpan> again = new ArrayList<>();
    while (at < refused.first() * BLOCK) {
      at += stride;
      again.addAll(hit(at, 64 * KIB).ahead());
    }

    BlockSpan following = blocks(at + stride, 64 * KIB);
    assertThat(following.end()).isLessThanOrEqualTo(refused.end());
    assertThat(again)
        .anyMatch(span -> span.first() <= following.first() && span.end() >= following.end());
  }

  @Test
  void whatIsAskedFor_staysBelowTheCeiling_whateverIsRead() {
    long asked = 0;
    long wanted = 0;
    Random random = new Random(4);
    for (int i = 0; i < 2000; i++) {
      long position = (long) (random.nextDouble() * (SIZE - 5000));
      FetchPlan plan = miss(position, 5000);
      long ahead = Math.min(plan.atMost(), plan.ahead().stream().mapToLong(BlockSpan::count).sum());
      asked += (ahead + planner.covering(position, 5000).count()) * BLOCK;
      history.asked((ahead + planner.covering(position, 5000).count()) * BLOCK);
      wanted += 8192;
    }
    assertThat(asked).isLessThanOrEqualTo((long) (CEILING * wanted) + 2 * MIB);
  }

  @Test
  void sweepThatLeavesOutALittle_isLookedAheadOf() {
    miss(MIB, 16 * KIB);
    miss(MIB + 50 * KIB, 16 * KIB);
    BlockSpan ahead = miss(MIB + 77 * KIB, 16 * KIB).ahead().get(0);
    assertThat(ahead.first()).isEqualTo((MIB + 93 * KIB) / BLOCK);
    assertThat(ahead.count() * BLOCK).isGreaterThan(MIB);
  }

  @Test
  void rangesThatWereNamedAtOnce_areNoSweep() {
    for (int i = 0; i < 8; i++) {
      Touch touch = touch(MIB + i * 60 * KIB, 16 * KIB, Found.ABSENT);
      FetchPlan plan = planner.planAnnounced(history, touch, SIZE, AccessHints.NONE, PACE);
      long ahead = plan.ahead().stream().mapToLong(BlockSpan::count).sum();
      assertThat(ahead * BLOCK).isLessThan(MIB);
    }
  }

  @Test
  void windowOfARunThatNeverWaits_isNoLongerThanTwiceTheRun() {
    for (int i = 0; i < 3; i++) {
      miss(MIB + i * BLOCK, BLOCK);
    }
    long asked = 0;
    for (int i = 3; i < 300; i++) {
      for (BlockSpan span : hit(MIB + i * BLOCK, BLOCK).ahead()) {
        asked = span.end() - MIB / BLOCK - i - 1;
        assertThat(asked).isLessThanOrEqualTo(Math.max(MIB / BLOCK + 3, 2 * (i + 1)));
      }
    }
    assertThat(asked).isPositive();
  }

  @Test
  void regionBesideADenseOne_isFetchedWhole_atItsFirstMiss() {
    for (int i = 0; i < 1024; i += 2) {
      miss(64 * MIB + i * 37L % 1024 * BLOCK, BLOCK / 2);
    }
    FetchPlan plan = miss(72 * MIB + 60 * BLOCK, BLOCK / 2);
    assertThat(plan.ahead()).anyMatch(span -> span.count() >= 512);
  }

  @Test
  void smallObject_isFetchedWhole_atItsFirstMiss() {
    long size = 2 * PACE.breakEvenBytes() / BLOCK * BLOCK;
    Touch touch = touch(MIB / 2, 100, Found.ABSENT);
    FetchPlan plan = planner.plan(history, touch, size, AccessHints.NONE, PACE);
    assertThat(plan.ahead()).contains(new BlockSpan(0, size / BLOCK));
    assertThat(plan.atMost()).isGreaterThanOrEqualTo(size / BLOCK);
  }

  /** A cache that is too small for an object loses what is known of it. */
  @Test
  void largeObject_allOfWhichIsKnown_isNotFetchedWholeAgain() {
    long size = 64 * MIB;
    for (long at = 0; at < size; at += 64 * KIB) {
      planner.plan(history, touch(at, 64 * KIB, Found.HERE), size, AccessHints.NONE, PACE);
    }
    for (long at = 60 * MIB; at > 32 * MIB; at -= 7 * MIB) {
      Touch touch = touch(at, 100, Found.ABSENT);
      FetchPlan plan = planner.plan(history, touch, size, AccessHints.NONE, PACE);
      assertThat(plan.ahead()).as("at %d", at).noneMatch(span -> span.first() == 0);
    }
  }

  @Test
  void smallObject_thatIsToBeReadHereAndThere_isNot() {
    AccessHints random = new AccessHints(AccessHint.RANDOM, 0, AccessHints.UNKNOWN_END);
    long size = 2 * PACE.breakEvenBytes() / BLOCK * BLOCK;
    FetchPlan plan = planner.plan(history, touch(MIB / 2, 100, Found.ABSENT), size, random, PACE);
    assertThat(plan.isEmpty()).isTrue();
  }

  @Test
  void hopesThatNobodyFulfils_end() {
    Random random = new Random(9);
    long late = 0;
    for (int i = 0; i < 400; i++) {
      long position = (long) (random.nextDouble() * (SIZE - 5000));
      FetchPlan plan = miss(position, 5000);
      long ahead = Math.min(plan.atMost(), plan.ahead().stream().mapToLong(BlockSpan::count).sum());
      history.asked((ahead + planner.covering(position, 5000).count()) * BLOCK);
      late += i < 200 ? 0 : ahead;
    }
    assertThat(late * BLOCK).as("no more than what was wanted meanwhile").isLessThan(200 * BLOCK);
  }

  @Test
  void scanThatWasAnnounced_isBelievedAtOnce() {
    AccessHints whole = new AccessHints(AccessHint.WHOLE, 0, AccessHints.UNKNOWN_END);
    FetchPlan plan = planner.plan(history, touch(0, 100, Found.ABSENT), SIZE, whole, PACE);
    assertThat(plan.ahead().get(0).count() * BLOCK).isGreaterThanOrEqualTo(8 * MIB);
    assertThat(plan.atMost() * BLOCK).isGreaterThanOrEqualTo(8 * MIB);
  }

  @Test
  void scanOfASplit_looksNotFarBeyondItsEnd() {
    AccessHints split = new AccessHints(AccessHint.SEQUENTIAL, 0, 10 * MIB);
    long furthest = 0;
    for (long at = 0; at < 10 * MIB; at += 64 * KIB) {
      FetchPlan plan = planner.plan(history, touch(at, 64 * KIB, Found.COMING), SIZE, split, PACE);
      for (BlockSpan span : plan.ahead()) {
        furthest = Math.max(furthest, span.end() * BLOCK);
      }
    }
    assertThat(furthest).isBetween(10 * MIB, 10 * MIB + 512 * KIB);
  }

  @Test
  void randomReads_thatWereAnnounced_bringNoNeighbourhood() {
    AccessHints random = new AccessHints(AccessHint.RANDOM, 0, AccessHints.UNKNOWN_END);
    FetchPlan plan = planner.plan(history, touch(77 * MIB, 100, Found.ABSENT), SIZE, random, PACE);
    assertThat(plan.isEmpty()).isTrue();
  }

  @Test
  void whoLeavesAPlaceThatWasReadWell_hasTheNextWithOneMiss() {
    // Three misses in a place, then a third of it, here and there.
    miss(64 * MIB, BLOCK);
    miss(64 * MIB + 200 * BLOCK, BLOCK);
    BlockSpan fetched = largest(miss(64 * MIB + 100 * BLOCK, BLOCK));
    assertThat(fetched.count()).isGreaterThan(200);
    for (long block = fetched.first(); block < fetched.end(); block += 3) {
      hit(block * BLOCK, BLOCK);
    }

    FetchPlan next = miss((fetched.end() + 50) * BLOCK, BLOCK);

    assertThat(next.ahead())
        .contains(new BlockSpan(fetched.end(), fetched.end() + 2 * fetched.count()));
  }

  @Test
  void whoLeavesAPlaceOfWhichLittleWasRead_hasNothing() {
    miss(64 * MIB, BLOCK);
    miss(64 * MIB + 200 * BLOCK, BLOCK);
    BlockSpan fetched = largest(miss(64 * MIB + 100 * BLOCK, BLOCK));

    FetchPlan next = miss((fetched.end() + 50) * BLOCK, BLOCK);

    assertThat(next.ahead()).allMatch(span -> span.count() < fetched.count());
  }

  @Test
  void maximumBelowABlock_switchesLookAheadOff() {
    ReadPlanner off = new ReadPlanner(BLOCK, 0, CEILING);
    for (long at = 0; at < MIB; at += BLOCK) {
      assertThat(
              off.plan(history, touch(at, BLOCK, Found.ABSENT), SIZE, AccessHints.NONE, PACE)
                  .isEmpty())
          .isTrue();
    }
  }

  @Test
  void manyCursors_areForgotten_oldestFirst() {
    for (long cursor = 0; cursor < 3 * AccessHistory.MAX_RUNS; cursor++) {
      planner.plan(
          history, touch(cursor * MIB, 10, Found.ABSENT), 1L << 40, AccessHints.NONE, PACE);
    }
    assertThat(history.size()).isEqualTo(AccessHistory.MAX_RUNS);
  }

  private static final Pace PACE = Pace.DEFAULT;

  private FetchPlan miss(long position, long length) {
    return planner.plan(
        history, touch(position, length, Found.ABSENT), SIZE, AccessHints.NONE, PACE);
  }

  private FetchPlan hit(long position, long length) {
    return planner.plan(history, touch(position, length, Found.HERE), SIZE, AccessHints.NONE, PACE);
  }

  private static BlockSpan largest(FetchPlan plan) {
    return plan.ahead().stream().max(Comparator.comparingLong(BlockSpan::count)).orElseThrow();
  }

  private static Touch touch(long position, long length, Found found) {
    return new Touch(position, length, found);
  }

  private BlockSpan blocks(long position, long length) {
    return planner.covering(position, length);
  }
}
