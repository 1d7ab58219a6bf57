package io.github.seekwell.core.store.layer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackoffTest {
  private static final Duration BASE = Duration.ofMillis(100);
  private static final Duration MAX = Duration.ofSeconds(20);
  private static final double NEARLY_ONE = Math.nextDown(1.0);

  @ParameterizedTest
  @CsvSource({
    "1, 100",
    "2, 200",
    "3, 400",
    "8, 12800",
    "9, 20000",
    "40, 20000",
    "65, 20000",
    "1000, 20000"
  })
  void bound_doublesUpToTheMost(int failures, long boundMillis) {
    Backoff longest = new Backoff(BASE, MAX, () -> NEARLY_ONE);
    Backoff half = new Backoff(BASE, MAX, () -> 0.5);

    assertThat(longest.after(failures, Duration.ZERO).toNanos())
        .isBetween(boundMillis * 1_000_000 - 10, boundMillis * 1_000_000);
    assertThat(half.after(failures, Duration.ZERO)).isEqualTo(Duration.ofMillis(boundMillis / 2));
  }

  @Test
  void wait_isDrawnFromZeroOn() {
    assertThat(new Backoff(BASE, MAX, () -> 0.0).after(5, Duration.ZERO)).isZero();
  }

  @Test
  void retryAfter_isTheLeast_withJitterAboveIt() {
    AtomicReference<Double> chance = new AtomicReference<>(0.0);
    Backoff backoff = new Backoff(BASE, MAX, chance::get);

    assertThat(backoff.after(1, Duration.ofSeconds(3))).isEqualTo(Duration.ofSeconds(3));
    chance.set(0.5);
    assertThat(backoff.after(1, Duration.ofSeconds(3))).isEqualTo(Duration.ofMillis(3050));
  }

  @Test
  void retryAfter_beyondTheMost_isCut() {
    Backoff backoff = new Backoff(BASE, MAX, () -> 0.5);

    assertThat(backoff.after(1, Duration.ofHours(1))).isEqualTo(MAX);
    assertThat(backoff.after(1, Duration.ofSeconds(Long.MAX_VALUE))).isEqualTo(MAX);
  }

  @Test
  void aBaseOfZero_neverWaits() {
    assertThat(new Backoff(Duration.ZERO, MAX, () -> 0.9).after(30, Duration.ZERO)).isZero();
  }

  @Test
  void hugeBounds_doNotOverflow() {
    Backoff backoff = new Backoff(Duration.ofDays(1), Duration.ofDays(1000), () -> NEARLY_ONE);

    for (int failures = 1; failures < 100; failures++) {
      assertThat(backoff.after(failures, Duration.ZERO)).isBetween(Duration.ZERO, backoff.max());
    }
  }
}
