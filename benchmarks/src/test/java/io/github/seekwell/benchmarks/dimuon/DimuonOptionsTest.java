package io.github.seekwell.benchmarks.dimuon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

final class DimuonOptionsTest {

  @Test
  void everyOption_isHeard() {
    DimuonOptions options =
        DimuonOptions.parse(
            "--output",
            "out",
            "--expected",
            "e.json",
            "--emulator",
            "http://127.0.0.1:1",
            "a b.root",
            "s3a://bucket");

    assertThat(options.inputs())
        .extracting(org.apache.hadoop.fs.Path::toString)
        .containsExactly("a b.root", "s3a://bucket/");
    assertThat(options.output()).isEqualTo(Path.of("out"));
    assertThat(options.expected()).isEqualTo(Path.of("e.json"));
    assertThat(options.emulator()).isEqualTo(URI.create("http://127.0.0.1:1"));
  }

  @Test
  void noInput_isRefused() {
    assertThatThrownBy(() -> DimuonOptions.parse("--output", "out"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no input");
  }

  @Test
  void unknownOption_isRefusedByName() {
    assertThatThrownBy(() -> DimuonOptions.parse("--colour", "red", "a.root"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("--colour");
  }
}
