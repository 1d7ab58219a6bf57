package io.github.seekwell.benchmarks.summary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SummaryTest {
  @TempDir private Path folder;

  private void leave(String file, String words) throws IOException {
    Path path = folder.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, words);
  }

  private String page(String... jobs) throws IOException {
    Files.write(folder.resolve(Summary.JOBS), List.of(jobs));
    return Files.readString(Summary.write(folder, Map.of("Spark", "3.5.9 <local>")));
  }

  @Test
  void aJobThatWentWell_hasItsCommandTimeAndVerdict() throws IOException {
    assertThat(page("dimuon\t0\t75\tbenchmarks/run dimuon --size 5"))
        .contains("1 jobs ran, all as expected.")
        .contains("<td class=\"well\">as expected</td><td>1 min 15 s</td>")
        .contains("<pre>benchmarks/run dimuon --size 5</pre>")
        .contains("<h2 id=\"dimuon\">dimuon</h2>")
        .contains("<tr><th>Spark</th><td>3.5.9 &lt;local&gt;</td></tr>");
  }

  @Test
  void aJobThatFailed_isToldAtTheTop_andTheOthersAreThere() throws IOException {
    leave("ingest/log.txt", "ingest: failed: <reason>");
    assertThat(page("ingest\t3\t5\trun ingest", "jmh\t1\t6\trun jmh", "simulate\t0\t1\trun it"))
        .contains("<p class=\"bad\">2 of 3 jobs did not end well.</p>")
        .contains("<td class=\"bad\">failed (3)</td>")
        .contains("not what was expected (1)")
        .contains("<details><summary>log</summary>\n<pre>ingest: failed: &lt;reason&gt;</pre>")
        .contains("<h2 id=\"simulate\">");
  }

  @Test
  void markdownTables_becomeTables_belowTheJobsName() throws IOException {
    leave("replay/replay.md", "# Replay\n\n| a | b |\n| --- | ---: |\n| 1 | <2> |\n");
    assertThat(page("replay\t0\t1\trun replay"))
        .contains("<h3>Replay</h3>", "<th>a</th>", "<td>1</td>", "&lt;2&gt;")
        .doesNotContain("<2>", "| a |");
  }

  @Test
  void pictures_areInThePage_andStandFirst() throws IOException {
    leave("dimuon/peak.txt", "Z peak at 90.8 GeV & more");
    leave("dimuon/dimuon.png", "picture");
    leave("dimuon/chart.svg", "<svg/>");
    leave("dimuon/seekwell-report.json", "{}");
    String png = Base64.getEncoder().encodeToString("picture".getBytes(StandardCharsets.UTF_8));
    String page = page("dimuon\t0\t1\trun dimuon");
    assertThat(page)
        .contains("src=\"data:image/png;base64," + png)
        .contains("src=\"data:image/svg+xml;base64,")
        .contains("<pre>Z peak at 90.8 GeV &amp; more</pre>")
        .doesNotContain("{}", "src=\"dimuon");
    assertThat(page.indexOf("<img")).isLessThan(page.indexOf("Z peak"));
  }

  @Test
  void aLongLog_isShownFromItsEnd() throws IOException {
    leave("jmh/log.txt", "the first line\n" + "more\n".repeat(399) + "the last line\n");
    assertThat(page("jmh\t0\t1\trun jmh"))
        .contains("log, its last 400 lines", "the last line")
        .doesNotContain("the first line");
  }

  @Test
  void aLineThatIsNoJob_isRefused() {
    assertThatThrownBy(() -> page("dimuon\t0")).hasMessageContaining("not a job: dimuon");
  }
}
