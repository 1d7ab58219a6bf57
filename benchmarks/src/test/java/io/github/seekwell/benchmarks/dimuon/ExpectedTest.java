package io.github.seekwell.benchmarks.dimuon;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class ExpectedTest {
  private static final Expected TWO_EVENTS = new Expected(2, 0, 0, new TreeMap<>());

  @Test
  void filesAreKnownByTheirNames_andOthersAreRight() {
    assertThat(
            Expected.differences(
                Map.of("a.root", TWO_EVENTS),
                Map.of("s3a://b/x/a.root", events(2), "s3a://b/x/other.root", events(7))))
        .isEmpty();
  }

  @Test
  void filesOfOneName_areAllCompared() {
    assertThat(
            Expected.differences(
                Map.of("a.root", TWO_EVENTS),
                Map.of("s3a://b/1/a.root", events(3), "s3a://b/2/a.root", events(2))))
        .containsExactly("a.root: 3 events, expected 2");
  }

  @Test
  void whatDiffersOrWasNotRead_isTold() {
    assertThat(
            Expected.differences(
                new TreeMap<>(Map.of("a.root", TWO_EVENTS, "b.root", TWO_EVENTS)),
                Map.of("s3a://b/a.root", events(3))))
        .containsExactly("a.root: 3 events, expected 2", "b.root was not read");
  }

  private static DimuonCounts events(long events) {
    DimuonCounts counts = new DimuonCounts();
    counts.addEvents(events, 0);
    return counts;
  }
}
