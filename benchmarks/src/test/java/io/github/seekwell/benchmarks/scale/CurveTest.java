package io.github.seekwell.benchmarks.scale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

final class CurveTest {
  private static final double LINE = 10e6;

  @Test
  void attainable_isLinearUntilTheLineIsFull() {
    // 100 MB in 40 s are a quarter of the line.
    Curve curve = Curve.of("seekwell", List.of(Runs.of(1, 40, 100_000_000)), LINE);

    assertThat(curve.attainable(2)).isEqualTo(2);
    assertThat(curve.attainable(8)).isCloseTo(4, within(1e-9));
  }

  @Test
  void fetchingMoreOnMoreExecutors_isNoExcuse() {
    Curve curve =
        Curve.of(
            "seekwell", List.of(Runs.of(1, 40, 100_000_000), Runs.of(8, 20, 200_000_000)), LINE);

    assertThat(curve.fill(curve.last())).isCloseTo(1, within(1e-9));
    assertThat(curve.reached(curve.last())).isCloseTo(0.5, within(1e-9));
  }

  @Test
  void whatTheDriverReadForTheSplits_isNotOnTheLineWhileExecutorsRead() {
    Curve curve =
        Curve.of(
            "seekwell",
            List.of(
                Runs.withSplits(1, 40, 120_000_000, 20_000_000),
                Runs.withSplits(8, 10, 120_000_000, 20_000_000)),
            LINE);

    assertThat(curve.attainable(8)).isCloseTo(4, within(1e-9));
    assertThat(curve.fill(curve.last())).isCloseTo(1, within(1e-9));
  }

  @Test
  void severalRounds_areToldByTheMiddleOne() {
    Curve curve =
        Curve.of(
            "seekwell", List.of(Runs.of(1, 50, 1), Runs.of(1, 30, 1), Runs.of(1, 40, 1)), LINE);

    assertThat(curve.runs()).containsExactly(Runs.of(1, 40, 1));
  }

  @Test
  void fewestExecutors_areWhatOthersAreComparedWith() {
    Curve curve = Curve.of("seekwell", List.of(Runs.of(8, 11, 1), Runs.of(2, 40, 1)), LINE);

    assertThat(curve.first().executors()).isEqualTo(2);
    assertThat(curve.readSpeedUp(curve.last())).isCloseTo(3.64, within(0.01));
    assertThat(curve.speedUp(curve.last())).as("with splits").isCloseTo(3.42, within(0.01));
    assertThat(curve.reached(curve.last())).isCloseTo(0.91, within(0.01));
  }

  @Test
  void linearCurve_isCalledSo() {
    Curve curve =
        Curve.of(
            "seekwell", List.of(Runs.of(1, 40, 100_000_000), Runs.of(2, 21, 100_000_000)), LINE);

    assertThat(curve.saturation())
        .startsWith("seekwell is linear up to 2 executors: reading S is 1.90");
  }

  @Test
  void bendAtTheFullLine_isTheStores() {
    Curve curve =
        Curve.of(
            "seekwell", List.of(Runs.of(1, 40, 100_000_000), Runs.of(8, 10.5, 100_000_000)), LINE);

    assertThat(curve.saturation())
        .isEqualTo(
            "seekwell bends at 8 executors, where reading S is 3.81: the store's line is full (95 %).");
  }

  @Test
  void bendBelowTheLine_isToldByTheStallShare() {
    Curve curve =
        Curve.of("s3a", List.of(Runs.of(1, 40, 10_000_000), Runs.of(4, 20, 10_000_000)), LINE);

    assertThat(curve.saturation())
        .startsWith(
            "s3a bends at 4 executors, where reading S is 2.00, with only 5 % of the line in use")
        .contains("stall for 90 %");
  }

  @Test
  void busyMachine_isNamedAsSuch() {
    Curve curve =
        Curve.of(
            "s3a", List.of(Runs.of(1, 40, 10_000_000), Runs.busy(4, 20, 10_000_000, 0.99)), LINE);

    assertThat(curve.saturation()).contains("processors are busy (99 %)");
  }
}
