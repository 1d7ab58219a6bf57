package io.github.seekwell.benchmarks.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.seekwell.benchmarks.replay.Store.Dialect;
import org.junit.jupiter.api.Test;

final class ReplayOptionsTest {
  @Test
  void defaults_areTheStoreOfTheGoals() {
    ReplayOptions options = ReplayOptions.parse(new String[0]);

    assertThat(options.model()).isEqualTo(new StoreModel(30, 0.3, 20, 80));
    assertThat(options.stores()).containsExactly(Dialect.S3, Dialect.OCI);
    assertThat(options.pairs()).isEqualTo(5);
    assertThat(options.keepJvms()).isFalse();
  }

  @Test
  void values_areTaken() {
    ReplayOptions options =
        ReplayOptions.parse(
            new String[] {
              "--store",
              "oci",
              "--patterns",
              "backward,zipf",
              "--clients",
              "seekwell",
              "--keep-jvms",
              "--class-path",
              "seekwell=/a.jar:/b=c.jar",
              "--sigma",
              "0.5"
            });

    assertThat(options.stores()).containsExactly(Dialect.OCI);
    assertThat(options.patterns()).containsExactly("backward", "zipf");
    assertThat(options.keepJvms()).isTrue();
    assertThat(options.classPaths()).containsEntry("seekwell", "/a.jar:/b=c.jar");
    assertThat(options.model().sigma()).isEqualTo(0.5);
  }

  @Test
  void whatIsNoOption_isRefusedByName() {
    refuses("unknown option --colour", "--colour", "red");
    refuses("--pairs needs a value", "--pairs");
    refuses("--pairs takes a whole number above 0, not many", "--pairs", "many");
    refuses("--pairs takes a whole number above 0, not 0", "--pairs", "0");
    refuses("--patience takes a whole number above 0, not 0", "--patience", "0");
    refuses("--store is s3, oci or both, not gopher", "--store", "gopher");
    refuses("--sigma takes a number such as 0.3, not wide", "--sigma", "wide");
  }

  private static void refuses(String message, String... arguments) {
    assertThatThrownBy(() -> ReplayOptions.parse(arguments))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }
}
