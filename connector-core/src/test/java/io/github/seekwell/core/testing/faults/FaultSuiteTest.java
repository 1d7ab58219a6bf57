package io.github.seekwell.core.testing.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Keeps {@code docs/faults.md} what the cases say. */
class FaultSuiteTest {
  private static final Path PAGE = Path.of("docs", "faults.md");
  private static final String COMMAND =
      "mvn -pl connector-core test -Dtest=FaultSuiteTest -Dseekwell.update=true";

  @Test
  void page_saysWhatTheCasesSay() throws IOException {
    String generated = FaultSuite.page(COMMAND);
    if (Boolean.getBoolean("seekwell.update")) {
      Files.writeString(PAGE, generated);
    }
    assertThat(PAGE).as("the page is made by: " + COMMAND).content().isEqualTo(generated);
  }

  @Test
  void everyCase_isAnother() {
    assertThat(FaultSuite.cases()).extracting(FaultCase::toString).doesNotHaveDuplicates();
  }

  @Test
  void thereAreAHundredAndMore() {
    assertThat(FaultSuite.cases()).hasSizeGreaterThanOrEqualTo(100);
  }
}
