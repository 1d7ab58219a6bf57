package io.github.seekwell.benchmarks.scale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ScaleOptionsTest {
  private static final List<String> ALL =
      List.of(
          "--store",
          "s3",
          "--client",
          "s3a",
          "--executors",
          "4",
          "--warm-up",
          "s3a://b/warm-up",
          "--expected",
          "e.json",
          "--emulator",
          "http://127.0.0.1:1",
          "--result",
          "r.json",
          "s3a://b/measured");

  @Test
  void everyOption_isHeard() {
    ScaleOptions options = ScaleOptions.parse(ALL.toArray(String[]::new));

    assertThat(options)
        .isEqualTo(
            new ScaleOptions(
                "s3",
                "s3a",
                4,
                new org.apache.hadoop.fs.Path("s3a://b/warm-up"),
                List.of(new org.apache.hadoop.fs.Path("s3a://b/measured")),
                Path.of("e.json"),
                URI.create("http://127.0.0.1:1"),
                1,
                Path.of("r.json")));
  }

  @Test
  void whatIsMissingOrUnknown_isRefusedByName() {
    assertThatThrownBy(() -> ScaleOptions.parse("--colour", "red"))
        .hasMessageContaining("--colour");
    for (int i = 0; i < ALL.size() - 1; i += 2) {
      List<String> less = new ArrayList<>(ALL);
      String name = less.get(i);
      less.subList(i, i + 2).clear();
      assertThatThrownBy(() -> ScaleOptions.parse(less.toArray(String[]::new)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("no " + name);
    }
    assertThatThrownBy(
            () -> ScaleOptions.parse(ALL.subList(0, ALL.size() - 1).toArray(String[]::new)))
        .hasMessageContaining("no input");
  }

  @Test
  void noExecutors_areRefused() {
    List<String> none = new ArrayList<>(ALL);
    none.set(5, "0");

    assertThatThrownBy(() -> ScaleOptions.parse(none.toArray(String[]::new)))
        .hasMessageContaining("--executors takes a whole number above 0, not 0");
  }
}
