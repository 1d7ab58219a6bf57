package io.github.seekwell.benchmarks.root.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;
import org.junit.jupiter.api.Test;

final class RootOptionsTest {

  @Test
  void everyOption_isHeard() {
    RootOptions options =
        options(
            Map.of(
                "paths", "[\"a.root\",\"s3a://b/c d.root\"]",
                "tree", "Events, events",
                "maxSplitBytes", "2m",
                "unreadable", "fail",
                "fs.s3a.Connection", "7"));

    assertThat(options.paths()).containsExactly("a.root", "s3a://b/c d.root");
    assertThat(options.trees()).containsExactly("Events", "events");
    assertThat(options.splitBytes()).isEqualTo(2 << 20);
    assertThat(options.refuseUnreadable()).isTrue();
    assertThat(options.hadoop()).isEqualTo(Map.of("fs.s3a.Connection", "7"));
  }

  @Test
  void otherOptions_goIntoACopyOfTheConfiguration() {
    Configuration base = new Configuration(false);

    Configuration all = options(Map.of("path", "a.root", "fs.x", "y")).addedTo(base);

    assertThat(all.get("fs.x")).isEqualTo("y");
    assertThat(base.get("fs.x")).isNull();
    assertThat(all.get("path")).isNull();
  }

  @Test
  void whatIsMissingOrWrong_isToldByName() {
    assertThatThrownBy(() -> options(Map.of("tree", "Events")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no path");
    assertThatThrownBy(() -> options(Map.of("path", "a", "unreadable", "perhaps")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("unreadable is skip or fail, not perhaps");
    assertThatThrownBy(() -> options(Map.of("path", "a", "maxSplitBytes", "0")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("maxSplitBytes");
  }

  private static RootOptions options(Map<String, String> options) {
    return RootOptions.of(new CaseInsensitiveStringMap(options));
  }
}
