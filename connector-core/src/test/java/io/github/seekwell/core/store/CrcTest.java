package io.github.seekwell.core.store;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.seekwell.core.testing.RampObject;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Sums against their catalogue (reveng.sourceforge.io) and against themselves. */
class CrcTest {
  @ParameterizedTest
  @CsvSource({"CRC32C, e3069283", "CRC32, cbf43926", "CRC64NVME, ae8b14860a799888"})
  void sumOfTheNineDigits_isThatOfTheCatalogue(Crc crc, String expected) {
    assertThat(Long.toHexString(crc.of("123456789".getBytes(US_ASCII)))).isEqualTo(expected);
  }

  @ParameterizedTest
  @EnumSource
  void sumsOfPieces_giveTheSumOfTheWhole(Crc crc) {
    byte[] whole = RampObject.of(20_011).bytes();
    for (int cut : new int[] {0, 1, 7, 8, 8191, 8192, 20_010, 20_011}) {
      long first = crc.of(Arrays.copyOf(whole, cut));
      long second = crc.of(Arrays.copyOfRange(whole, cut, whole.length));
      assertThat(crc.append(first, second, crc.shift(whole.length - cut)))
          .as("cut at %d", cut)
          .isEqualTo(crc.of(whole));
    }
  }
}
