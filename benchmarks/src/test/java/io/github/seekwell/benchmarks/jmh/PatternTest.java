package io.github.seekwell.benchmarks.jmh;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class PatternTest {
  private static final int PIECE = 10;
  private static final long SIZE = 1_000;

  private static long[] walk(Pattern pattern) {
    return pattern.positions(SIZE, PIECE);
  }

  @ParameterizedTest
  @EnumSource
  void everyRead_isWithinTheObject(Pattern pattern) {
    assertThat(LongStream.of(walk(pattern)).boxed())
        .isNotEmpty()
        .allSatisfy(at -> assertThat(at).isBetween(0L, SIZE - PIECE));
  }

  @Test
  void sequential_readsOneAfterTheOther() {
    assertThat(walk(Pattern.SEQUENTIAL)).startsWith(0, 10, 20).endsWith(980, 990).hasSize(100);
  }

  @Test
  void forward_skipsFour() {
    assertThat(walk(Pattern.FORWARD)).startsWith(0, 50, 100).endsWith(950).hasSize(20);
  }

  @Test
  void backward_readsOneBeforeTheOther() {
    assertThat(walk(Pattern.BACKWARD)).startsWith(990, 980).endsWith(10, 0).hasSize(100);
  }

  @Test
  void interleaved_readsAllOnce_everyCursorInTurn() {
    assertThat(walk(Pattern.INTERLEAVED)).startsWith(0, 20, 40).endsWith(970, 990);
    assertThat(walk(Pattern.INTERLEAVED))
        .containsExactlyInAnyOrder(LongStream.range(0, 100).map(i -> i * PIECE).toArray());
  }

  @Test
  void random_isTheSameEveryTime() {
    assertThat(walk(Pattern.RANDOM)).isEqualTo(walk(Pattern.RANDOM));
  }
}
