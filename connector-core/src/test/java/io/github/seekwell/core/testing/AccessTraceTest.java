package io.github.seekwell.core.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.github.seekwell.core.store.ByteRange;
import io.github.seekwell.core.testing.AccessTrace.Call;
import io.github.seekwell.core.testing.AccessTrace.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AccessTraceTest {
  @TempDir private Path folder;

  @Test
  void calls_areWhatTheFileSays() throws IOException {
    assertThat(trace().length()).isEqualTo(500);
    assertThat(trace().name()).isEqualTo("some");
    assertThat(trace().file()).isEqualTo("f.root");
    assertThat(trace().calls())
        .containsExactly(
            Call.seek(7),
            Call.read(10),
            new Call(Kind.READ_ONES, 0, 3),
            Call.pread(40, 5),
            Call.vread(List.of(ByteRange.of(100, 110), ByteRange.of(200, 201))));
  }

  @Test
  void withoutVectors_readsTheSameRangesOneByOne() throws IOException {
    assertThat(trace().withoutVectors().calls())
        .endsWith(Call.pread(40, 5), Call.pread(100, 10), Call.pread(200, 1));
  }

  @Test
  void vectoredRead_isAsLongAsItsRangesTogether() throws IOException {
    assertThat(trace().calls().get(4).length()).isEqualTo(11);
  }

  @Test
  void opening_isWhatTheNoteSays() throws IOException {
    assertThat(trace().opening()).isEqualTo(AccessTrace.Opening.PLAIN);

    AccessTrace.Opening csv = AccessTrace.resource("csv-spark42-split").opening();
    assertThat(csv.options())
        .containsOnly(
            entry("fs.option.openfile.split.start", "0"),
            entry("fs.option.openfile.split.end", "19842757"));
    assertThat(csv.withStatus()).isFalse();

    AccessTrace.Opening parquet = AccessTrace.resource("parquet-snappy-spark42-task1").opening();
    assertThat(parquet.options())
        .containsOnly(entry("fs.option.openfile.read.policy", "parquet, vector, random, adaptive"));
    assertThat(parquet.withStatus()).isTrue();
  }

  private AccessTrace trace() throws IOException {
    Path file = folder.resolve("some.jsonl");
    Files.writeString(
        file,
        """
        {"trace":"some","file":"data/f.root","length":500,"note":""}
        {"op":"open"}
        {"op":"seek","pos":7}
        {"op":"read","len":10}
        {"op":"read","len":3,"ones":3}
        {"op":"pread","pos":40,"len":5}
        {"op":"vread","ranges":[[100,10],[200,1]]}
        {"op":"close"}
        """);
    return AccessTrace.file(file);
  }
}
