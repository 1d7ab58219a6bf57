package io.github.seekwell.core.store;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PaceTest {
  @Test
  void beforeAnythingIsMeasured_anotherRequestIsWorth2400000Bytes() {
    assertThat(Pace.DEFAULT.breakEvenBytes()).isEqualTo(2_400_000);
  }

  @ParameterizedTest
  @CsvSource({
    // first byte in microseconds, bytes a second, break-even
    "10_000, 50_000_000, 500_000",
    "30_000, 100_000_000, 3_000_000",
    "100, 1_000_000, 65_536",
    "1_000, 50_000_000, 65_536",
    "200_000, 80_000_000, 4_194_304",
    "10_000_000, 1_250_000_000, 4_194_304"
  })
  void breakEven_isTheProduct_withinBounds(String micros, String rate, String breakEven) {
    assertThat(new Pace(number(micros) * 1000, number(rate)).breakEvenBytes())
        .isEqualTo(number(breakEven));
  }

  @Test
  void aGet_takesItsFirstByteAndItsBody_howeverLargeItIs() {
    Pace pace = new Pace(30_000_000, 80_000_000);
    assertThat(pace.nanos(0)).isEqualTo(30_000_000);
    assertThat(pace.nanos(8_000_000)).isEqualTo(130_000_000);
    assertThat(pace.bodyNanos(8_000_000)).isEqualTo(100_000_000);
    assertThat(pace.nanos(80_000_000_000_000L)).isEqualTo(1_000_000_030_000_000L);
  }

  @Test
  void whatNoStoreCanDo_isReplacedByTheNearestThatOneCan() {
    assertThat(new Pace(-1, 0)).isEqualTo(new Pace(100_000, 1_000_000));
    assertThat(new Pace(Long.MAX_VALUE, Long.MAX_VALUE))
        .isEqualTo(new Pace(10_000_000_000L, 1_250_000_000));
  }

  private static long number(String text) {
    return Long.parseLong(text.replace("_", ""));
  }
}
