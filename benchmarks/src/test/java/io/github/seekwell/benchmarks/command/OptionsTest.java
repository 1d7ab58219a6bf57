package io.github.seekwell.benchmarks.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class OptionsTest {
  private static final Set<String> NAMES = Set.of("--rounds", "--seed", "--sigma", "--set");

  @Test
  void values_flagsAndInputs_areKeptApart() {
    Options options =
        Options.parse(
            "", NAMES, Set.of("--quick"), "a", "--set", "x=1=2", "--quick", "b", "--set", "y=");

    assertThat(options.inputs()).containsExactly("a", "b");
    assertThat(options.pairs("--set")).isEqualTo(Map.of("x", "1=2", "y", ""));
    assertThat(options.text("--set")).contains("y=");
    assertThat(options.has("--quick")).isTrue();
    assertThat(options.count("--rounds", 3)).isEqualTo(3);
    assertThat(options.names("--seed")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --colour red  | unknown option --colour
          --seed        | --seed needs a value
          --seed -1     | --seed takes a whole number, not -1
          --rounds 0    | --rounds takes a whole number above 0, not 0
          --sigma .3    | --sigma takes a number such as 0.3, not .3
          --set x       | --set takes KEY=VALUE, not x
          x             | unknown option x
          """)
  void whatIsRefused_isToldByName_withTheUsage(String line, String why) {
    assertThatThrownBy(() -> lookAtAll(line.split(" ")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(why + "\nusage: job");
  }

  private static void lookAtAll(String... arguments) {
    Options options = Options.parse("usage: job", NAMES, arguments).withoutInputs();
    options.number("--seed", 1);
    options.count("--rounds", 1);
    options.decimal("--sigma", 1);
    options.pairs("--set");
  }
}
