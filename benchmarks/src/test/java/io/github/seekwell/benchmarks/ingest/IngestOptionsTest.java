package io.github.seekwell.benchmarks.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class IngestOptionsTest {

  @Test
  void everyOption_isHeard() {
    IngestOptions options =
        IngestOptions.parse(
            "--target",
            "s3a://b/t",
            "--output",
            "out",
            "--seed",
            "7",
            "--test-share",
            "0.3",
            "--expected",
            "e.json",
            "--emulator",
            "http://127.0.0.1:1",
            "w=s3a://b/w/*.root",
            "z=s3a://b/z=1.root",
            "w=more.root");

    assertThat(options.processes().keySet()).containsExactly("w", "z");
    assertThat(options.processes())
        .containsEntry("w", List.of("s3a://b/w/*.root", "more.root"))
        .containsEntry("z", List.of("s3a://b/z=1.root"));
    assertThat(options.target()).isEqualTo("s3a://b/t");
    assertThat(options.output()).isEqualTo(Path.of("out"));
    assertThat(options.seed()).isEqualTo(7);
    assertThat(options.testShare()).isEqualTo(0.3);
    assertThat(options.expected()).isEqualTo(Path.of("e.json"));
    assertThat(options.emulator()).isEqualTo(URI.create("http://127.0.0.1:1"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          a=x b=y                             | no --target
          --target t a=x                      | fewer than two processes
          --target t x b=y                    | PROCESS=PATH
          --target t a'b=x b=y                | PROCESS=PATH
          --target t --test-share 1 a=x b=y   | --test-share is between 0 and 1
          --target t --colour red a=x b=y     | unknown option --colour
          --target                            | --target needs a value
          --target s3a://b a=s3a://b/train/x.root b=y | s3a://b/train/x.root meets filtered/, train/
          --target s3a://b/t a=s3://b b=y     | s3://b meets filtered/, train/ or test/ in s3a://b/t
          """)
  void whatIsMissingOrWrong_isToldByName(String line, String reason) {
    assertThatThrownBy(() -> IngestOptions.parse(line.split(" ")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(reason);
  }
}
