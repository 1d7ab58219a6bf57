package io.github.seekwell.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What Helm prints is told to Spark as it stands, so it must be what the page says. */
class MonitoringNotesTest {
  private static final Path PAGE = Path.of("docs", "monitoring.md");
  private static final Path NOTES =
      Path.of("dashboards", "helm", "seekwell-monitoring", "templates", "NOTES.txt");

  @Test
  void notes_haveAllThatAScrapeWants() throws IOException {
    final String page = Files.readString(PAGE);
    final int start = page.indexOf("\n## Prometheus\n");
    final String section = page.substring(start, page.indexOf("\n## ", start + 1));

    final List<String> wanted = found("(?m)^ {4}(spark\\.\\S+=\\S+)$", section);
    assertThat(wanted).hasSize(2);
    assertThat(section).contains("spark.ui.prometheus.enabled=true");
    assertThat(settings()).containsAll(wanted).contains("spark.ui.prometheus.enabled=true");
  }

  @Test
  void notes_haveNoSettingOfWhichThePageSaysNothing() throws IOException {
    final String page = Files.readString(PAGE);

    final TreeSet<String> names = new TreeSet<>();
    settings().forEach(setting -> names.add(setting.replaceFirst("=.*", "=")));
    assertThat(names).hasSizeGreaterThan(5).allMatch(page::contains, "on the page");
  }

  private static List<String> settings() throws IOException {
    return found("(?m)^ *--conf (\\S+=.+)$", Files.readString(NOTES));
  }

  private static List<String> found(String pattern, String text) {
    return Pattern.compile(pattern)
        .matcher(text)
        .results()
        .map(MonitoringNotesTest::first)
        .toList();
  }

  private static String first(MatchResult found) {
    return found.group(1);
  }
}
