package io.github.seekwell.benchmarks.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.github.seekwell.core.store.ByteRange;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PatternsTest {
  private static final StoreModel MODEL = new StoreModel(30, 0.3, 20, 80);

  /** What the table of our goals calls known: with another figure its goals would not be these. */
  @ParameterizedTest
  @CsvSource({
    "sequential, 1708, 240",
    "forward, 61, 34",
    "backward, 38, 31",
    "root-dense, 62, 34",
    "root-sparse, 57, 33",
    "parquet, 203, 52",
    "parquet-vectored, 203, 52",
    "random, 35, 31",
    "zipf, 64, 34",
    "zipf-shared, 64, 34",
    "small-files, 79, 36",
    "strided, 112, 40",
    "orc-spark42-task1, 87, 37",
    "parquet-snappy-spark42-task1, 71, 35",
    "root-root4j-hzz-x100, 139, 44",
    "tfrecord-spark42, 186, 49",
  })
  void knownLimit_isThatOfTheTable(String name, double one, double eight) {
    assertThat(MODEL.knownMillis(named(name), 1)).isCloseTo(one, withinPercentage(3));
    assertThat(MODEL.knownMillis(named(name), 8)).isCloseTo(eight, withinPercentage(3));
  }

  @Test
  void names_areOfOnePatternEach() {
    assertThat(Patterns.all()).extracting(ReadPattern::name).doesNotHaveDuplicates();
  }

  @Test
  void patterns_areTheSameEveryTime() {
    assertThat(Patterns.all()).isEqualTo(Patterns.all());
  }

  @Test
  void synthetic_readNothingBehindTheEnd() {
    for (ReadPattern pattern : Patterns.all().subList(0, 12)) {
      for (ReadPattern.Reader reader : pattern.readers()) {
        List<ByteRange> delivered = pattern.delivered(reader);
        long asked = reader.calls().stream().mapToLong(call -> call.length()).sum();
        assertThat(delivered.stream().mapToLong(ByteRange::length).sum())
            .as(pattern.name())
            .isEqualTo(asked);
      }
    }
  }

  @Test
  void parquetChunks_lieBeforeTheFooter() {
    ReadPattern parquet = named("parquet");
    List<ByteRange> reads = parquet.delivered(parquet.readers().get(0));
    long footer = reads.get(1).start();

    assertThat(reads.subList(2, reads.size())).hasSize(50).allMatch(r -> r.end() <= footer);
  }

  private static ReadPattern named(String name) {
    return Patterns.all().stream().filter(p -> p.name().equals(name)).findFirst().orElseThrow();
  }
}
