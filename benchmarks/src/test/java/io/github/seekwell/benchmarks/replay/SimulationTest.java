package io.github.seekwell.benchmarks.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SimulationTest {

  @Test
  void everyPatternOfOneReader_hasARow_andTheSameOneEachTime() throws Exception {
    String table = table(0);

    for (ReadPattern pattern : Patterns.all()) {
      boolean alone = pattern.readers().size() == 1 && !pattern.name().endsWith("-opened");
      assertThat(table.contains("| " + pattern.name() + " |")).as(pattern.name()).isEqualTo(alone);
    }
    assertThat(table(0)).isEqualTo(table);
    assertThat(table.lines().skip(2)).allMatch(row -> row.matches("\\| \\S+ (\\| [0-9.]+ ){5}\\|"));
  }

  @Test
  void spread_costsTime() throws Exception {
    List<ReadPattern> random =
        Patterns.all().stream().filter(p -> p.name().equals("random")).toList();
    assertThat(millis(random, 0.6)).isGreaterThan(millis(random, 0));
  }

  private static int millis(List<ReadPattern> patterns, double sigma) {
    String row = printed(patterns, sigma).lines().skip(2).findFirst().orElseThrow();
    return Integer.parseInt(row.split("\\|", -1)[2].trim());
  }

  private static String table(double sigma) throws Exception {
    return printed(Patterns.all(), sigma);
  }

  private static String printed(List<ReadPattern> patterns, double sigma) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Simulation.print(patterns, 6, sigma, new PrintStream(bytes, true, StandardCharsets.UTF_8));
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
