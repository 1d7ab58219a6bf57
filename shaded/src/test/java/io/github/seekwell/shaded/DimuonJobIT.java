package io.github.seekwell.shaded;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.seekwell.core.testing.LoggedRequest;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The main job of {@code benchmarks}, submitted to a real Spark: what it finds in ROOT files is
 * what an independent reader found, Spark's account of the bytes is the connector's, and every
 * request is somebody's.
 */
class DimuonJobIT {
  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"oci", "s3a"})
  void job_findsWhatTheOracleKnows_andSparkCountsTheBytesDelivered(String scheme) throws Exception {
    run(SparkHome.of("3.5.9", "2.12"), "local[2]", scheme);
  }

  @ParameterizedTest
  @CsvSource({
    "3.5.9, 2.12, 'local-cluster[2,1,1024]', oci",
    "3.5.9, 2.12, 'local-cluster[2,1,1024]', s3a",
    "4.2.0, 2.13, 'local[2]', oci",
    "4.2.0, 2.13, 'local[2]', s3a",
    "4.2.0, 2.13, 'local-cluster[2,1,1024]', oci",
    "4.2.0, 2.13, 'local-cluster[2,1,1024]', s3a"
  })
  @EnabledIfSystemProperty(named = "seekwell.acceptance", matches = "true")
  void job_onEverySparkAndMaster(String version, String scala, String master, String scheme)
      throws Exception {
    run(SparkHome.of(version, scala), master, scheme);
  }

  @ParameterizedTest
  @CsvSource({"3.5.9, 2.12, oci", "3.5.9, 2.12, s3a", "4.2.0, 2.13, oci", "4.2.0, 2.13, s3a"})
  @EnabledIfSystemProperty(named = "seekwell.acceptance", matches = "true")
  void job_onAStandaloneMasterAndWorker(String version, String scala, String scheme)
      throws Exception {
    final SparkHome spark = SparkHome.of(version, scala);
    try (Standalone cluster = Standalone.start(spark, folder)) {
      run(spark, cluster.url(), scheme);
    }
  }

  private void run(SparkHome spark, String master, String scheme) throws Exception {
    try (World world = World.of(scheme, folder)) {
      final Path expected =
          SampleFiles.layOut(
              spark, world, "", folder, List.of("nano_dimuon.root", "uproot-HZZ-zlib.root*8"));

      final Program.Finished job =
          new Submission(spark, master, folder)
              .withPlugin()
              .withHadoop(world.settings())
              .withHadoop(Map.of("mapreduce.input.fileinputformat.split.maxsize", "300000"))
              .withHadoop(Map.of("fs.seekwell.hedge.enabled", "false"))
              .with("spark.seekwell.report", folder.resolve("report.json").toString())
              .application(SampleFiles.application().toString())
              .run(
                  "dimuon-" + scheme,
                  "io.github.seekwell.benchmarks.dimuon.DimuonJob",
                  "--output",
                  OneJar.target().resolve("dimuon-" + scheme).toString(),
                  "--expected",
                  expected.toString(),
                  world.root() + "/")
              .successful();

      assertThat(job.output())
          .contains("as expected: nano_dimuon.root", "as expected: uproot-HZZ-zlib-x8.root")
          .doesNotContain("NOT as expected", "some figures are missing");
      final Matcher bytes =
          Pattern.compile("tasks ([\\d,]+) \\+ of the driver ([\\d,]+) = delivered .* ([\\d,]+)")
              .matcher(job.output());
      assertThat(bytes.find()).as("Spark's bytes and ours agree: %s", job.log()).isTrue();
      assertThat(number(bytes.group(1))).as("by tasks").isGreaterThan(500_000);
      assertThat(number(bytes.group(2))).as("by the driver").isPositive();
      final PluginReport report = PluginReport.of(folder.resolve("report.json"));
      assertThat(report.json().path("missing")).as(job.log().toString()).isEmpty();
      assertThat(report.json().path("requests_unheard").asLong(-1)).isZero();
      assertThat(report.sum("request.sent.count")).isEqualTo(world.requests());
      assertThat(report.sum("request.get.received_bytes"))
          .isEqualTo(
              world.store().log().requests().stream()
                  .filter(request -> request.operation().equals("GetObject"))
                  .mapToLong(LoggedRequest::bytes)
                  .sum());
      assertThat(report.part("unattributed", "request.sent.count")).isZero();
      assertThat(report.part("unattributed", "request.get.received_bytes")).isZero();
      assertThat(report.part("tasks", "read.delivered_bytes")).isEqualTo(number(bytes.group(1)));
      assertThat(report.part("driver", "read.delivered_bytes")).isEqualTo(number(bytes.group(2)));
    }
  }

  private static long number(String text) {
    return Long.parseLong(text.replace(",", ""));
  }
}
