package io.github.seekwell.core.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

final class LatencyModelTest {
  private static final int DRAWS = 20_001;

  @Test
  void draws_haveTheMedianAndSpreadAskedFor() {
    LatencyModel.Sampler sampler =
        LatencyModel.none().firstByte(Duration.ofMillis(10), 0.5).seed(1).sampler();
    long[] sorted = LongStream.generate(sampler::firstByteNanos).limit(DRAWS).sorted().toArray();

    assertThat(sorted[DRAWS / 2] / 1e6).isCloseTo(10, within(0.3));
    // One standard deviation above the median lies at its product with e^sigma.
    assertThat(sorted[(int) (DRAWS * 0.8413)] / 1e6).isCloseTo(16.49, within(0.6));
  }

  @Test
  void sameSeed_givesTheSameRow() {
    LatencyModel model = LatencyModel.none().firstByte(Duration.ofMillis(10), 0.5).seed(7);
    LatencyModel.Sampler one = model.sampler();
    LatencyModel.Sampler other = model.sampler();

    for (int i = 0; i < 100; i++) {
      assertThat(one.firstByteNanos()).isEqualTo(other.firstByteNanos());
    }
  }

  @Test
  void restart_beginsTheRowOfItsSeed() {
    LatencyModel model = LatencyModel.none().firstByte(Duration.ofMillis(10), 0.5);
    LatencyModel.Sampler other = model.seed(9).sampler();
    LatencyModel.Sampler sampler = model.seed(7).sampler();
    long first = sampler.firstByteNanos();

    sampler.restart(9);
    assertThat(sampler.firstByteNanos()).isEqualTo(other.firstByteNanos()).isNotEqualTo(first);
    assertThat(sampler.firstByteNanos()).isEqualTo(other.firstByteNanos());
    sampler.restart(7);
    assertThat(sampler.firstByteNanos()).isEqualTo(first);
  }

  @Test
  void noSpread_isAlwaysTheMedian() {
    LatencyModel.Sampler sampler = LatencyModel.none().firstByte(Duration.ofMillis(3), 0).sampler();

    assertThat(sampler.firstByteNanos()).isEqualTo(3_000_000);
  }

  @Test
  void negativeValues_areRefused() {
    assertThatThrownBy(() -> LatencyModel.none().firstByte(Duration.ofMillis(-1), 0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> LatencyModel.none().firstByte(Duration.ZERO, Double.NaN))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> LatencyModel.none().rates(-1, 0))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
