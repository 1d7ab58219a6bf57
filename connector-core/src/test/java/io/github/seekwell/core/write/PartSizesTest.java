package io.github.seekwell.core.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PartSizesTest {
  private static final long MIB = 1L << 20;
  private static final long TIB = 1L << 40;

  @ParameterizedTest
  @CsvSource({
    "8, 1, 8",
    "8, 500, 8",
    "8, 501, 16",
    "8, 1000, 16",
    "8, 1001, 32",
    "8, 3500, 512",
    "8, 3501, 1024",
    "8, 10000, 1024",
    "5, 1, 5",
    "5, 3501, 640",
    "5, 4001, 1024",
    "5, 10000, 1024",
    "1024, 1, 1024",
    "1024, 10000, 1024",
  })
  void sizes_inMebibytes(long first, int number, long expected) {
    assertThat(new PartSizes(first * MIB, Long.MAX_VALUE).size(number)).isEqualTo(expected * MIB);
  }

  @ParameterizedTest
  @ValueSource(longs = {5, 8, 16, 100, 1024})
  void tenThousandParts_reachFiveTebibytes(long first) {
    PartSizes sizes = new PartSizes(first * MIB, Long.MAX_VALUE);
    assertThat(sizes.reach(PartSizes.MAX_PARTS)).isGreaterThanOrEqualTo(5 * TIB);
  }

  @Test
  void parts_neverExceedTheRoomThereIs() {
    PartSizes sizes = new PartSizes(8 * MIB, 100 * MIB);
    assertThat(sizes.size(1)).isEqualTo(8 * MIB);
    assertThat(sizes.size(PartSizes.MAX_PARTS)).isEqualTo(100 * MIB);
    assertThat(new PartSizes(8 * MIB, 3 * MIB).size(1)).isEqualTo(3 * MIB);
  }

  @Test
  void numbers_outsideOneToTenThousand_areRefused() {
    PartSizes sizes = new PartSizes(8 * MIB, Long.MAX_VALUE);
    assertThatThrownBy(() -> sizes.size(0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> sizes.size(10_001)).isInstanceOf(IllegalArgumentException.class);
  }
}
