package io.github.seekwell.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.seekwell.core.metrics.ReadSnapshot;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LiveLineTest {

  @Test
  void line_tellsRatesOfWhatHappenedMeanwhile() {
    final ReadSnapshot figures =
        new Counting("here").reads(4).figures().getOrDefault("oci", ReadSnapshot.EMPTY);

    assertThat(LiveLine.words(figures, 2))
        .startsWith("4 reads (0.0 % hits), delivered 20 B/s, fetched 20 B/s, 2.0 requests/s")
        .contains("misses p50 2.0 ms p99 2.0 ms");
  }

  @Test
  void line_comesAgainAndAgain_untilItIsClosed() throws Exception {
    final CountDownLatch asked = new CountDownLatch(2);
    final AutoCloseable line =
        LiveLine.start(
            Duration.ofMillis(1),
            () -> {
              asked.countDown();
              return Map.of();
            });
    final boolean twice = asked.await(1, TimeUnit.MINUTES);
    line.close();

    assertThat(twice).isTrue();
  }

  @Test
  void lineThatTakesLong_comesSeldom() {
    final long[] millis = {0};
    final long[] takes = {100};
    final LiveLine line =
        new LiveLine(
            Duration.ofSeconds(3),
            () -> {
              millis[0] += takes[0];
              return Map.of();
            },
            () -> millis[0] * 1_000_000);
    final long usually = line.turn();
    takes[0] = 2000;
    final long slow = line.turn();
    line.close();

    assertThat(usually).isEqualTo(2_900_000_000L);
    assertThat(slow).as("nine times as long as it took").isEqualTo(18_000_000_000L);
  }

  @Test
  void lineNobodyWants_asksNothing() throws Exception {
    LiveLine.start(
            Duration.ZERO,
            () -> {
              throw new AssertionError("asked");
            })
        .close();
  }
}
