package io.github.seekwell.core.store.layer;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.seekwell.core.testing.SeededRandom;
import io.github.seekwell.core.testing.TokenBucket;
import io.github.seekwell.core.testing.VirtualTime;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestRateTest {
  private static final Duration LITTLE = Duration.ofNanos(100_000);
  private static final int READERS = 16;

  private final VirtualTime time = new VirtualTime();
  private final RequestRate rate = new RequestRate(time);
  private final SeededRandom random = SeededRandom.of(7);

  @BeforeEach
  void begin() {
    time.advance(LITTLE);
  }

  @Test
  void untilTheStoreComplains_nothingIsHeldBack() {
    for (int i = 0; i < 10_000; i++) {
      assertThat(rate.tryTake()).isTrue();
    }
    assertThat(rate.isPaced()).isFalse();
    assertThat(rate.nanosToNext()).isZero();
  }

  @Test
  void threeRefusalsOfFewAnswers_beginThePace_andTwoDoNot() {
    answers(20);

    assertThat(rate.refused(time.getAsLong(), 1)).isFalse();
    assertThat(rate.refused(time.getAsLong(), 1)).isFalse();
    assertThat(rate.tryTake()).isTrue();
    assertThat(rate.refused(time.getAsLong(), 1)).isTrue();
    assertThat(rate.isPaced()).isTrue();
    assertThat(rate.tryTake()).isFalse();
  }

  @Test
  void oneRefusalInTwenty_changesNothing() {
    for (int i = 0; i < 100; i++) {
      answers(60);
      for (int refusal = 0; refusal < 3; refusal++) {
        assertThat(rate.refused(time.getAsLong(), 1)).isFalse();
      }
      time.advance(Duration.ofMillis(300));
    }
    assertThat(rate.isPaced()).isFalse();
  }

  @Test
  void refusedTwice_beginsThePace_howeverFewAreRefused() {
    answers(1000);
    rate.refused(time.getAsLong(), 1);
    rate.refused(time.getAsLong(), 1);

    assertThat(rate.refused(time.getAsLong(), 2)).isTrue();
  }

  @Test
  void refusalsOfWhatWasSentBeforeAFall_doNotMakeItFallAgain() {
    answers(200);
    time.advance(Duration.ofSeconds(1));
    long before = time.getAsLong();
    refusals(101, before);
    time.advance(Duration.ofMillis(1));
    double fallen = rate.perSecond();

    refusals(100, before);

    assertThat(rate.perSecond()).isEqualTo(fallen);
  }

  @Test
  void rate_risesOnlyWhileItIsFelt() {
    refusals(30, time.getAsLong());
    double fallen = rate.perSecond();
    time.advance(Duration.ofSeconds(30));
    assertThat(rate.tryTake()).isTrue();
    assertThat(rate.perSecond()).isEqualTo(fallen);

    for (int i = 0; i < 100; i++) {
      time.advance(Duration.ofNanos(rate.nanosToNext()));
      assertThat(rate.tryTake()).isTrue();
    }

    assertThat(rate.perSecond()).isGreaterThan(fallen);
  }

  @Test
  void aMinuteWithoutARefusal_endsThePace() {
    refusals(30, time.getAsLong());
    time.advance(Duration.ofSeconds(61));

    for (int i = 0; i < 1000; i++) {
      assertThat(rate.tryTake()).isTrue();
    }
  }

  @Test
  void whoAsksAlwaysGetsHisTurn_whateverIsRefused() {
    for (int i = 0; i < 1000; i++) {
      refusals(30, time.getAsLong());
      time.advance(Duration.ofMillis(10));
    }
    assertThat(rate.perSecond()).isEqualTo(1);
    assertThat(rate.nanosToNext()).isBetween(1L, 1_000_000_000L);
  }

  /**
   * @param burst requests that a rested store takes at once
   * @param retryAfter seconds that come with a refusal; 0 for none
   */
  @ParameterizedTest
  @CsvSource({
    "20, 1, 0",
    "20, 20, 0",
    "100, 1, 0",
    "100, 10, 0",
    "100, 100, 0",
    "400, 4, 0",
    "400, 400, 0",
    "1000, 100, 0",
    "20, 2, 1",
    "100, 10, 1",
    "100, 100, 1",
    "400, 40, 1",
    "400, 400, 1"
  })
  void storm_settlesAtWhatIsAllowed(double allowed, int burst, int retryAfter) {
    Storm storm = new Storm(new TokenBucket(allowed, burst, time), Duration.ofSeconds(retryAfter));
    storm.blow(Duration.ofSeconds(5));
    Counts begun = storm.counts();
    storm.blow(Duration.ofSeconds(20));
    Counts settled = storm.counts().since(begun);

    String told = "%s: %s in 5 s, then %s in 20 s".formatted(random, begun, settled);
    assertThat(begun.answered()).as(told).isGreaterThan((int) (5 * 0.5 * allowed));
    assertThat(settled.answered()).as(told).isGreaterThan((int) (20 * 0.75 * allowed));
    assertThat(settled.refused()).as(told).isLessThan((settled.answered() + settled.refused()) / 8);
    assertThat(storm.mostRefusedInARow).as(told).isLessThan(8);
  }

  @Test
  void aStoreThatAllowsMoreThanItDid_isFollowedWithinSeconds() {
    TokenBucket bucket = new TokenBucket(50, 5, time);
    Storm storm = new Storm(bucket, Duration.ZERO);
    storm.blow(Duration.ofSeconds(10));
    bucket.allow(800);
    storm.blow(Duration.ofSeconds(6));
    Counts before = storm.counts();
    storm.blow(Duration.ofSeconds(4));

    Counts then = storm.counts().since(before);
    assertThat(then.answered()).as(then.toString()).isGreaterThan((int) (4 * 0.7 * 800));
  }

  private void answers(int count) {
    for (int i = 0; i < count; i++) {
      rate.answered(time.getAsLong());
    }
  }

  private void refusals(int count, long sentAt) {
    for (int i = 0; i < count; i++) {
      rate.refused(sentAt, 1);
    }
  }

  private record Counts(int answered, int refused) {
    Counts since(Counts before) {
      return new Counts(answered - before.answered, refused - before.refused);
    }
  }

  /** Readers that want the next answer as soon as they have one, of a store 5 ms away. */
  private final class Storm {
    private static final long WAY = 5_000_000;

    private final Queue<Reader> waiting = new ArrayDeque<>();
    private final TokenBucket bucket;
    private final Duration retryAfter;
    private final Backoff backoff =
        new Backoff(
            Duration.ofMillis(100), Duration.ofSeconds(20), () -> random.below(1000) / 1000.0);
    private int answered;
    private int refused;
    private int mostRefusedInARow;

    private Storm(TokenBucket bucket, Duration retryAfter) {
      this.bucket = bucket;
      this.retryAfter = retryAfter;
      for (int i = 0; i < READERS; i++) {
        waiting.add(new Reader());
      }
    }

    Counts counts() {
      return new Counts(answered, refused);
    }

    void blow(Duration duration) {
      for (long end = time.getAsLong() + duration.toNanos(); time.getAsLong() < end; ) {
        while (!waiting.isEmpty() && rate.tryTake()) {
          waiting.remove().send();
        }
        time.advance(LITTLE);
      }
    }

    private final class Reader {
      private int failures;

      void send() {
        long sentAt = time.getAsLong();
        time.after(WAY, () -> arrive(sentAt));
      }

      private void arrive(long sentAt) {
        boolean taken = bucket.take();
        time.after(WAY, () -> hear(sentAt, taken));
      }

      private void hear(long sentAt, boolean taken) {
        if (taken) {
          answered++;
          failures = 0;
          rate.answered(sentAt);
          waiting.add(this);
        } else {
          refused++;
          failures++;
          mostRefusedInARow = Math.max(mostRefusedInARow, failures);
          rate.refused(sentAt, failures);
          long wait = backoff.after(failures, retryAfter).toNanos();
          time.after(wait, () -> waiting.add(this));
        }
      }
    }
  }
}
