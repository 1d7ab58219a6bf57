package io.github.seekwell.benchmarks.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.seekwell.benchmarks.replay.Store.Dialect;
import io.github.seekwell.benchmarks.report.Medians;
import io.github.seekwell.core.testing.AccessTrace.Call;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SamplesTest {
  private static final ReadPattern PATTERN = ReadPattern.of("p", "", 100, List.of(Call.read(1)), 0);
  private static final Client OURS = Client.of(Dialect.S3).get(0);
  private static final Client PEER = Client.of(Dialect.S3).get(1);

  @Test
  void median_isTheMiddle_orBetweenTheTwo() {
    assertThat(Medians.of(List.of(5.0, 1.0, 2.0))).hasValue(2);
    assertThat(Medians.of(List.of(5.0, 1.0, 2.0, 3.0))).hasValue(2.5);
    assertThat(Medians.of(List.of())).isEmpty();
  }

  @Test
  void geometricMean_isNotTheArithmeticOne() {
    assertThat(Samples.geometricMean(List.of(2.0, 8.0)).orElseThrow()).isCloseTo(4, within(1e-9));
    assertThat(Samples.geometricMean(List.of())).isEmpty();
  }

  @Test
  void ratio_comparesWithinPairs() {
    Samples samples =
        new Samples(
            List.of(
                sample(OURS, 0, 10),
                sample(PEER, 0, 20),
                sample(OURS, 1, 100),
                sample(PEER, 1, 300),
                sample(OURS, 2, 1000),
                sample(PEER, 2, 4000),
                // A pair with somebody else.
                sample(OURS, 3, 1)));

    assertThat(samples.ratio(OURS, PEER, PATTERN)).hasValue(3);
    assertThat(samples.median(OURS, PATTERN, 1, Sample::millis)).hasValue(55);
  }

  @Test
  void failedPass_isNoFigure() {
    Sample failed =
        new Sample(PEER.name(), "p", 0, 1, 0, new Cost(1, 2, 3), "failed: no such thing");
    Samples samples = new Samples(List.of(sample(OURS, 0, 10), failed));

    assertThat(samples.ratio(OURS, PEER, PATTERN)).isEmpty();
    assertThat(samples.failures(PEER, PATTERN, 1)).isEqualTo(1);
    assertThat(samples.failures(OURS, PATTERN, 1)).isZero();
    assertThat(samples.oursRight()).isTrue();
  }

  @Test
  void failedPassOfOurs_isNotRight() {
    Sample wrong = new Sample(OURS.name(), "p", 0, 1, 0, new Cost(1, 2, 3), "failed: other bytes");

    assertThat(new Samples(List.of(wrong, sample(OURS, 1, 10))).oursRight()).isFalse();
  }

  private static Sample sample(Client client, int pair, double millis) {
    return new Sample(client.name(), "p", pair, 1, millis, new Cost(1, 2, 3), "");
  }
}
