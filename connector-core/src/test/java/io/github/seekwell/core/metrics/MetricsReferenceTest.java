package io.github.seekwell.core.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** Keeps the table of {@code docs/metrics.md} what the code exports; the text above is by hand. */
class MetricsReferenceTest {
  private static final Path PAGE = Path.of("docs", "metrics.md");
  private static final String HEADING = "## All metrics\n";
  private static final String COMMAND =
      "mvn -pl connector-core test -Dtest=MetricsReferenceTest -Dseekwell.update=true";

  @Test
  void table_namesEveryMetric() throws IOException {
    String page = Files.readString(PAGE);
    String text = page.substring(0, page.indexOf(HEADING));
    if (Boolean.getBoolean("seekwell.update")) {
      Files.writeString(PAGE, text + table());
    }
    assertThat(PAGE).as("the table is made by: " + COMMAND).content().isEqualTo(text + table());
  }

  private static String table() {
    StringBuilder table = new StringBuilder(HEADING);
    table.append("\nThis table is made by `").append(COMMAND).append("`; do not edit it.\n\n");
    table.append("| name | type | unit | meaning |\n|---|---|---|---|\n");
    for (ConnectorMetrics.Metric metric : ConnectorMetrics.all()) {
      table
          .append("| `")
          .append(metric.name())
          .append("` | ")
          .append(metric.type().name().toLowerCase(Locale.ROOT))
          .append(" | ")
          .append(metric.unit())
          .append(" | ")
          .append(metric.description())
          .append(" |\n");
    }
    return table.toString();
  }
}
