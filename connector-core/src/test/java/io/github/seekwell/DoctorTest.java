package io.github.seekwell;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DoctorTest {
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();

  private int run(String... arguments) {
    return Doctor.run(arguments, new PrintStream(said, true, StandardCharsets.UTF_8));
  }

  private String said() {
    return said.toString(StandardCharsets.UTF_8);
  }

  @Test
  void help_isGiven() {
    assertThat(run("--help")).isZero();
    assertThat(said()).startsWith("usage: Doctor ").contains("--read-only", "--conf KEY=VALUE");
  }

  @ParameterizedTest
  @CsvSource({
    "'', missing: a URI",
    "no-uri, a URI has a scheme and a bucket",
    "s3a:bucket, a URI has a scheme and a bucket",
    "s3a://b s3a://c, not understood: s3a://c",
    "--write s3a://b, not understood: --write",
    "--conf, --conf takes a value",
    "--conf key s3a://b, --conf takes KEY=VALUE",
    "s3a://%zz/, not a URI",
  })
  void whatIsNotUnderstood_isToldWithTheUsage(String line, String why) {
    assertThat(run(line.isEmpty() ? new String[0] : line.split(" "))).isEqualTo(2);
    assertThat(said()).startsWith(why).contains("usage: Doctor ");
  }

  @Test
  void aSchemeThatNobodyServes_isAFinding() {
    assertThat(run("--conf", "spark.hadoop.some=value", "nobody://bucket/")).isEqualTo(1);
    assertThat(said()).contains("FAILS").contains("nobody");
  }
}
