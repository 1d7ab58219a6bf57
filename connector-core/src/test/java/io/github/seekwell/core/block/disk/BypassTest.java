package io.github.seekwell.core.block.disk;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class BypassTest {
  private static final long STORE = Duration.ofMillis(30).toNanos();
  private static final long SLOW = Duration.ofMillis(60).toNanos();
  private static final long FAST = Duration.ofMillis(1).toNanos();
  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  private final Bypass bypass = new Bypass();
  private long now = Long.MAX_VALUE - SECOND; // nanoTime may run over

  @Test
  void fewSlowReads_amongFastOnes_changeNothing() {
    for (int i = 0; i < 1000; i++) {
      long hiccup = Duration.ofSeconds(3).toNanos();
      assertThat(bypass.measured(i % 10 == 0 ? hiccup : FAST, STORE, now)).isFalse();
    }
    assertThat(bypass.isOn()).isFalse();
  }

  @Test
  void slowReads_thatAreFewSoFar_decideNothing() {
    measure(SLOW, 15);
    assertThat(bypass.isOn()).isFalse();
    assertThat(bypass.measured(SLOW, STORE, now)).isTrue();
    assertThat(bypass.isOn()).isTrue();
  }

  @Test
  void diskThatBecomesSlow_isFoundOutWithinAWindow() {
    measure(FAST, 1000);
    measure(SLOW, 64);
    assertThat(bypass.isOn()).isTrue();
  }

  @Test
  void oneProbe_isLetThroughInAPause_andFailuresMakeItLonger() {
    measure(SLOW, 16);
    long waited = 0;
    for (int probe = 0; probe < 10; probe++) {
      long pause = 0;
      while (!bypass.letsThrough(now)) {
        now += SECOND;
        pause += SECOND;
      }
      assertThat(bypass.letsThrough(now)).as("a second one").isFalse();
      assertThat(pause).isGreaterThanOrEqualTo(waited).isLessThanOrEqualTo(300 * SECOND);
      waited = pause;
      bypass.measured(SLOW, STORE, now);
    }
    assertThat(waited).isEqualTo(300 * SECOND);
  }

  @Test
  void threeFastProbesInARow_endIt() {
    measure(SLOW, 16);
    bypass.measured(FAST, STORE, now);
    bypass.measured(FAST, STORE, now);
    bypass.measured(SLOW, STORE, now);
    bypass.measured(FAST, STORE, now);
    bypass.measured(FAST, STORE, now);
    assertThat(bypass.isOn()).isTrue();
    bypass.measured(FAST, STORE, now);
    assertThat(bypass.isOn()).isFalse();
    assertThat(bypass.letsThrough(now)).isTrue();
  }

  private void measure(long nanos, int times) {
    for (int i = 0; i < times; i++) {
      bypass.measured(nanos, STORE, now);
    }
  }
}
