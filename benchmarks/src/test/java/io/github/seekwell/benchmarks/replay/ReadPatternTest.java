package io.github.seekwell.benchmarks.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.seekwell.benchmarks.replay.ReadPattern.Reader;
import io.github.seekwell.core.store.ByteRange;
import io.github.seekwell.core.testing.AccessTrace;
import io.github.seekwell.core.testing.AccessTrace.Call;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ReadPatternTest {
  @Test
  void reads_followThePosition_whichPositionedReadsLeaveAlone() {
    ReadPattern pattern =
        pattern(
            Call.read(10),
            Call.pread(50, 5),
            Call.vread(List.of(ByteRange.of(60, 61), ByteRange.of(70, 72))),
            Call.read(10),
            Call.seek(95),
            Call.read(10));

    assertThat(pattern.delivered(pattern.readers().get(0)))
        .containsExactly(
            ByteRange.of(0, 10),
            ByteRange.of(50, 55),
            ByteRange.of(60, 61),
            ByteRange.of(70, 72),
            ByteRange.of(10, 20),
            ByteRange.of(95, 100));
  }

  @Test
  void uniqueBytes_countOverlapsOnce() {
    assertThat(pattern(Call.pread(10, 20), Call.pread(0, 15), Call.pread(12, 3)).uniqueBytes())
        .isEqualTo(30);
  }

  @Test
  void uniqueBytes_areCountedByObject() {
    Reader first = new Reader(0, List.of(Call.read(10)));
    Reader second = new Reader(1, List.of(Call.read(10)));
    ReadPattern both =
        new ReadPattern("p", "", 100, Tape.Mode.IN_TURN, List.of(first, second, first), 0);

    assertThat(both.uniqueBytes()).isEqualTo(20);
    assertThat(both.objects()).isEqualTo(2);
  }

  @Test
  void objectOfATrace_hasTheEndingOfItsFile() {
    for (String file : List.of("a.b.parquet", "no-ending", "")) {
      AccessTrace trace =
          new AccessTrace("t", file, 100, AccessTrace.Opening.PLAIN, List.of(Call.read(10)));
      assertThat(ReadPattern.of(trace, 0).objectName(3))
          .isEqualTo(file.endsWith("t") ? "object-3.parquet" : "object-3");
    }
    assertThat(pattern(Call.read(10)).objectName(0)).isEqualTo("object-0");
  }

  private static ReadPattern pattern(Call... calls) {
    return ReadPattern.of("p", "", 100, List.of(calls), 0);
  }
}
