package io.github.seekwell.core.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.seekwell.core.store.ByteRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RangeHeaderTest {
  @ParameterizedTest
  @CsvSource({
    "bytes=0-0, 0, 1",
    "bytes=2-5, 2, 6",
    "bytes=2-, 2, 10",
    "bytes=9-9, 9, 10",
    "bytes=5-99, 5, 10",
    "bytes=-3, 7, 10",
    "bytes=-99, 0, 10",
  })
  void ranges_areCutToTheObject(String header, long start, long end) {
    assertThat(RangeHeader.resolve(header, 10)).contains(ByteRange.of(start, end));
  }

  @ParameterizedTest
  @CsvSource({"bytes=10-12", "bytes=-0", "bytes=10-"})
  void rangesBeyondTheEnd_areUnsatisfiable(String header) {
    assertThat(RangeHeader.resolve(header, 10)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"bytes=-", "lines=1-2", "bytes=a-b"})
  void malformedHeaders_areIgnored(String header) {
    assertThat(RangeHeader.isWellFormed(header)).isFalse();
    assertThat(RangeHeader.resolve(header, 10)).contains(ByteRange.of(0, 10));
  }

  @Test
  void anyRangeOfAnEmptyObject_isUnsatisfiable() {
    assertThat(RangeHeader.resolve("bytes=0-0", 0)).isEmpty();
    assertThat(RangeHeader.resolve("bytes=-5", 0)).isEmpty();
  }

  @Test
  void contentRange_countsTheLastByteIn() {
    assertThat(RangeHeader.contentRange(ByteRange.of(2, 6), 10)).isEqualTo("bytes 2-5/10");
  }
}
