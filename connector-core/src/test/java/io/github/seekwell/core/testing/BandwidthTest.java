package io.github.seekwell.core.testing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class BandwidthTest {
  private static final long SECOND = 1_000_000_000L;

  @Test
  void reservations_queueOneBehindTheOther() {
    Bandwidth line = new Bandwidth(1_000);

    assertThat(line.reserve(0, 500)).isEqualTo(SECOND / 2);
    assertThat(line.reserve(0, 500)).isEqualTo(SECOND);
  }

  @Test
  void idleTime_isNotSavedUp() {
    Bandwidth line = new Bandwidth(1_000);
    line.reserve(0, 500);

    assertThat(line.reserve(10 * SECOND, 500)).isEqualTo(10 * SECOND + SECOND / 2);
  }

  @Test
  void noLimit_takesNoTime() {
    assertThat(new Bandwidth(0).reserve(42, Long.MAX_VALUE)).isEqualTo(42);
  }
}
