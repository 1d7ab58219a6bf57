package io.github.seekwell.core.hadoop;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.seekwell.core.plan.AccessHint;
import io.github.seekwell.core.plan.AccessHints;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Options.OpenFileOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What callers of {@code openFile()} say, in all the ways in which they say it. */
class OpenOptionsTest {
  private static final String POLICY = "fs.option.openfile.read.policy";
  private static final String S3A_POLICY = "fs.s3a.experimental.input.fadvise";

  private final Configuration options = new Configuration(false);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "default | ADAPTIVE",
        "adaptive | ADAPTIVE",
        "normal | ADAPTIVE",
        "sequential | SEQUENTIAL",
        "whole-file | WHOLE",
        "random | RANDOM",
        "vector | RANDOM",
        "hbase | RANDOM",
        "parquet | COLUMNAR",
        "orc | COLUMNAR",
        "columnar | COLUMNAR",
        "avro | SEQUENTIAL",
        "csv | SEQUENTIAL",
        "json | SEQUENTIAL",
        "Parquet, columnar, vector, random | COLUMNAR",
        "no-such-policy, ,whole-file,random | WHOLE",
        "'  sequential ' | SEQUENTIAL",
        "no-such-policy | ADAPTIVE",
        "'' | ADAPTIVE"
      })
  void policy_isTheFirstWordThatIsKnown(String words, AccessHint expected) {
    options.set(POLICY, words);
    assertThat(OpenOptions.of(options).hints())
        .isEqualTo(new AccessHints(expected, 0, AccessHints.UNKNOWN_END));
  }

  @Test
  void everyPolicyOfHadoops_isKnown() {
    for (String policy : OpenFileOptions.FS_OPTION_OPENFILE_READ_POLICIES) {
      options.set(POLICY, policy);
      boolean adaptive = policy.equals("adaptive") || policy.equals("default");
      assertThat(OpenOptions.of(options).hints().policy() == AccessHint.ADAPTIVE)
          .as(policy)
          .isEqualTo(adaptive);
    }
  }

  @Test
  void everyStandardOption_mayBeMandatory() {
    assertThat(OpenOptions.KEYS).containsAll(OpenFileOptions.FS_OPTION_OPENFILE_STANDARD_OPTIONS);
  }

  @Test
  void s3asPolicy_countsIfThereIsNoStandardOne() {
    options.set(S3A_POLICY, "random");
    assertThat(OpenOptions.of(options).hints().policy()).isEqualTo(AccessHint.RANDOM);
    options.set("fs.s3a.input.fadvise", "sequential");
    assertThat(OpenOptions.of(options).hints().policy()).isEqualTo(AccessHint.RANDOM);
    options.unset(S3A_POLICY);
    assertThat(OpenOptions.of(options).hints().policy()).isEqualTo(AccessHint.SEQUENTIAL);
    options.set(POLICY, "no-such-policy");
    assertThat(OpenOptions.of(options).hints().policy()).isEqualTo(AccessHint.ADAPTIVE);
  }

  @ParameterizedTest
  @CsvSource({
    "100, 200, 100, 200",
    "0, 200, 0, 200",
    "100, 100, 100, 100",
    // Neither is believed of two that contradict each other; what is no number was not said.
    "200, 100, 0, 9223372036854775807",
    "-5, 100, 0, 100",
    "5, -1, 0, 9223372036854775807",
    "5, , 5, 9223372036854775807",
    ", 5, 0, 5",
    "1.5E3, 2000, 0, 2000",
    "100, 2.0, 100, 9223372036854775807"
  })
  void split_isWhatBothSay(String start, String end, long expectedStart, long expectedEnd) {
    if (start != null) {
      options.set("fs.option.openfile.split.start", start);
    }
    if (end != null) {
      options.set("fs.option.openfile.split.end", end);
    }
    AccessHints hints = OpenOptions.of(options).hints();
    assertThat(hints.splitStart()).isEqualTo(expectedStart);
    assertThat(hints.splitEnd()).isEqualTo(expectedEnd);
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "123, 123", "-7, -1", "four, -1", "4.0, -1"})
  void length_isAWholeNumber_orNotSaid(String text, long expected) {
    options.set("fs.option.openfile.length", text);
    assertThat(OpenOptions.of(options).length()).isEqualTo(expected);
  }

  @Test
  void nothingSaid_isNothingKnown() {
    assertThat(OpenOptions.of(options)).isEqualTo(new OpenOptions(-1, AccessHints.NONE));
  }
}
