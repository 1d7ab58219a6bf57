package io.github.seekwell.core.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
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

  @Test
  void sharedLine_isFull_andServesItsConnectionsInTurn() {
    Bandwidth shared = new Bandwidth(10_000);
    Bandwidth[] own = {new Bandwidth(4_000), new Bandwidth(4_000), new Bandwidth(4_000)};
    long[] through = new long[own.length];
    long[] sent = new long[own.length];
    // As connections do: whose piece is through reserves the next one.
    for (int next = 0; through[next] < 10 * SECOND; next = first(through)) {
      long ready = through[next];
      through[next] = Math.max(own[next].reserve(ready, 100), shared.reserve(ready, 100));
      sent[next] += 100;
    }

    assertThat(LongStream.of(sent).sum()).isBetween(99_500L, 100_500L);
    for (long bytes : sent) {
      assertThat(bytes).isBetween(33_000L, 33_700L);
    }
  }

  private static int first(long[] times) {
    int first = 0;
    for (int i = 1; i < times.length; i++) {
      first = times[i] < times[first] ? i : first;
    }
    return first;
  }
}
