package io.github.seekwell.core.store.layer;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.seekwell.core.store.Attempt;
import io.github.seekwell.core.store.Attempt.Outcome;
import io.github.seekwell.core.store.Operation;
import io.github.seekwell.core.store.Pace;
import io.github.seekwell.core.store.RequestContext;
import io.github.seekwell.core.testing.VirtualTime;
import java.time.Duration;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class PaceMeterTest {
  private static final long MILLI = 1_000_000;
  private static final int SMALL = 4 << 10;
  private static final RequestContext CONTEXT = RequestContext.DEMAND;
  private static final Percentage NEARLY = Percentage.withPercentage(4);

  private final VirtualTime time = new VirtualTime();
  private final PaceMeter meter = new PaceMeter(time);

  @Test
  void beforeEightGets_theDefaultIsBelieved() {
    gets(7, 5 * MILLI, 0, SMALL);
    assertThat(meter.pace()).isEqualTo(Pace.DEFAULT);
    gets(1, 5 * MILLI, 0, SMALL);
    assertThat(meter.pace().firstByteNanos()).isCloseTo(5 * MILLI, NEARLY);
    assertThat(meter.pace().bytesPerSecond()).isEqualTo(Pace.DEFAULT.bytesPerSecond());
  }

  @Test
  void theFirstByte_isTheMedian_whateverTheOutliers() {
    for (int i = 0; i < 100; i++) {
      gets(1, i % 3 == 0 ? 900 * MILLI : 20 * MILLI, 0, SMALL);
    }
    assertThat(meter.pace().firstByteNanos()).isCloseTo(20 * MILLI, NEARLY);
  }

  @Test
  void throughput_isThatOfLargeBodies_whateverSmallOnesSeemToDo() {
    for (int i = 0; i < 40; i++) {
      gets(1, 20 * MILLI, MILLI / 100, SMALL);
      gets(1, 20 * MILLI, 100 * MILLI, 8_000_000);
    }
    assertThat(meter.pace().bytesPerSecond()).isCloseTo(80_000_000, NEARLY);
    assertThat(meter.pace().breakEvenBytes()).isCloseTo(1_600_000, Percentage.withPercentage(8));
  }

  @Test
  void failedGets_andOtherOperations_tellNothing() {
    for (int i = 0; i < 100; i++) {
      hear(Operation.GET, Outcome.FAILED, 3 * MILLI, 0, SMALL);
      hear(Operation.GET, Outcome.REFUSED, 3 * MILLI, 0, SMALL);
      hear(Operation.HEAD, Outcome.OK, 3 * MILLI, 0, SMALL);
      hear(Operation.PUT, Outcome.OK, 3 * MILLI, 0, SMALL);
      hear(Operation.GET, Outcome.OK, 0, 0, SMALL);
    }
    assertThat(meter.pace()).isEqualTo(Pace.DEFAULT);
    assertThat(meter.hedgeAfterNanos(SMALL)).isEqualTo(PaceMeter.NEVER);
  }

  @Test
  void thePace_followsWhenTheLoadChanges() {
    gets(5000, 10 * MILLI, 0, SMALL);
    gets(1025, 40 * MILLI, 0, SMALL);
    assertThat(meter.pace().firstByteNanos()).isCloseTo(40 * MILLI, NEARLY);
  }

  @Test
  void thePace_followsAtLowRatesToo() {
    for (int minute = 0; minute < 60; minute++) {
      gets(4, minute < 30 ? 10 * MILLI : 40 * MILLI, 0, SMALL);
      time.advance(Duration.ofMinutes(1));
    }
    assertThat(meter.pace().firstByteNanos()).isCloseTo(40 * MILLI, NEARLY);
  }

  @Test
  void hedges_waitForThe99thPercentile_andTheBodysTime() {
    for (int i = 0; i < 400; i++) {
      gets(1, i % 50 == 0 ? 400 * MILLI : 20 * MILLI, 0, SMALL);
    }
    assertThat(meter.hedgeAfterNanos(0)).isCloseTo(400 * MILLI, NEARLY);
    assertThat(meter.hedgeAfterNanos(800_000) - meter.hedgeAfterNanos(0))
        .isEqualTo(Pace.DEFAULT.bodyNanos(800_000));
  }

  @Test
  void withoutATail_hedgesWaitForThreeMedians_andForTenMillisecondsAtLeast() {
    gets(56, 20 * MILLI, 0, SMALL);
    assertThat(meter.hedgeAfterNanos(0)).isCloseTo(60 * MILLI, NEARLY);
    gets(2000, MILLI, 0, SMALL);
    assertThat(meter.hedgeAfterNanos(0)).isEqualTo(10 * MILLI);
  }

  @Test
  void beforeFiftySmallGets_noHedge_howeverManyLargeOnes() {
    gets(500, 20 * MILLI, 100 * MILLI, 8_000_000);
    gets(49, 20 * MILLI, 0, SMALL);
    assertThat(meter.hedgeAfterNanos(SMALL)).isEqualTo(PaceMeter.NEVER);
    gets(8, 20 * MILLI, 0, SMALL);
    assertThat(meter.hedgeAfterNanos(SMALL)).isLessThan(PaceMeter.NEVER);
  }

  @Test
  void theWaitForAConnection_countsForHedges_notForThePace() {
    for (int i = 0; i < 56; i++) {
      meter.ended(attempt(Operation.GET, Outcome.OK, 30 * MILLI, 20 * MILLI, 0, SMALL), CONTEXT);
    }
    assertThat(meter.pace().firstByteNanos()).isCloseTo(20 * MILLI, NEARLY);
    assertThat(meter.hedgeAfterNanos(0)).isCloseTo(150 * MILLI, NEARLY);
  }

  @Test
  void getsThatWereGivenUp_belongToTheTail() {
    for (int i = 0; i < 200; i++) {
      gets(1, 20 * MILLI, 0, SMALL);
      if (i % 20 == 0) {
        meter.unanswered(500 * MILLI);
      }
    }
    assertThat(meter.hedgeAfterNanos(0)).isCloseTo(500 * MILLI, NEARLY);
    assertThat(meter.pace().firstByteNanos()).isCloseTo(20 * MILLI, NEARLY);
  }

  @Test
  void anyThrottledRequest_isRememberedForHalfAMinute() {
    assertThat(meter.throttled()).isFalse();
    hear(Operation.PUT, Outcome.THROTTLED, 0, 0, 0);
    time.advance(Duration.ofMillis(29_999));
    assertThat(meter.throttled()).isTrue();
    time.advance(Duration.ofMillis(1));
    assertThat(meter.throttled()).isFalse();
  }

  private void gets(int count, long firstByte, long body, long bytes) {
    for (int i = 0; i < count; i++) {
      hear(Operation.GET, Outcome.OK, firstByte, body, bytes);
    }
  }

  private void hear(Operation operation, Outcome outcome, long firstByte, long body, long bytes) {
    meter.ended(attempt(operation, outcome, 0, firstByte, body, bytes), CONTEXT);
  }

  private static Attempt attempt(
      Operation operation, Outcome outcome, long queue, long firstByte, long body, long bytes) {
    return new Attempt(operation, 1, queue, firstByte, body, bytes, 200, "", "", outcome);
  }
}
