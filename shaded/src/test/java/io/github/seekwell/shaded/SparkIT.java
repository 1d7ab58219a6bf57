package io.github.seekwell.shaded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.seekwell.shaded.app.SparkTour;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A job as a user submits it to a real Spark: our jar only in {@code --jars}, credentials only as
 * {@code spark.hadoop.*}, no {@code fs.<scheme>.impl} anywhere. Its first reads on every executor
 * go through a bare {@code new Configuration()}, which in 2019 broke all later ones.
 */
class SparkIT {
  private static final Duration DEADLINE = Duration.ofMinutes(3);

  /** What SparkTour writes and then reads: the numbers below 10,000, a line each. */
  private static final long FILE_BYTES = 48_890;

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"oci", "s3a"})
  void job_onSpark35_inOneJvm_isServed(String scheme) throws Exception {
    // DimuonJobIT has such jobs in every build.
    assumeTrue(OneJar.acceptance(), "asked for with -Pacceptance");
    final SparkHome spark = SparkHome.of("3.5.9", "2.12");

    final Tour tour = submit(scheme, spark, "local[2]", withPlugin());

    tour.endedWell(spark);
    assertThat(tour.answers()).containsEntry("executors.used", "1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"oci", "s3a"})
  void job_onSpark42_withExecutorsOfTheirOwn_isServed(String scheme) throws Exception {
    assumeTrue(OneJar.acceptance() || scheme.equals("oci"), "asked for with -Pacceptance");
    final SparkHome spark = SparkHome.of("4.2.0", "2.13");

    final Tour tour = submit(scheme, spark, "local-cluster[2,1,1024]", withPlugin());

    tour.endedWell(spark);
    assertThat(tour.answers()).containsEntry("executors.used", "2");
  }

  @ParameterizedTest
  @CsvSource({
    "3.5.9, 2.12, 'local-cluster[2,1,1024]'",
    "4.0.4, 2.13, local[2]",
    "4.0.4, 2.13, 'local-cluster[2,1,1024]'",
    "4.1.3, 2.13, local[2]",
    "4.1.3, 2.13, 'local-cluster[2,1,1024]'",
    "4.2.0, 2.13, local[2]"
  })
  void job_onOtherSparks_isServed(String version, String scala, String master) throws Exception {
    assumeTrue(OneJar.acceptance(), "asked for with -Pacceptance");
    final SparkHome spark = SparkHome.of(version, scala);

    submit("oci", spark, master, withPlugin()).endedWell(spark);
    submit("s3a", spark, master, withPlugin()).endedWell(spark);
  }

  @ParameterizedTest
  @CsvSource({"3.5.9, 2.12", "4.2.0, 2.13"})
  void job_onAStandaloneMasterAndWorker_isServed(String version, String scala) throws Exception {
    assumeTrue(OneJar.acceptance(), "asked for with -Pacceptance");
    final SparkHome spark = SparkHome.of(version, scala);
    try (Standalone cluster = Standalone.start(spark, folder)) {
      submit("oci", spark, cluster.url(), withPlugin()).endedWell(spark);
    }
  }

  /** Shows that the plugin is what makes the difference, and that the test would notice. */
  @Test
  void job_withoutThePlugin_failsAtItsFirstBareRead() throws Exception {
    assumeTrue(OneJar.acceptance(), "asked for with -Pacceptance");
    final Map<String, String> bare = new TreeMap<>();
    bare.put("spark.hadoop.fs.oci.impl", "io.github.seekwell.oci.OciFileSystem");
    // No ~/.oci/config of whoever runs the tests.
    bare.put("spark.executor.extraJavaOptions", "-Duser.home=" + folder);

    final Tour tour = submit("oci", SparkHome.of("3.5.9", "2.12"), "local-cluster[2,1,1024]", bare);

    assertThat(tour.program().status()).isNotZero();
    assertThat(tour.answers()).containsKey("driver.bare").doesNotContainKey("executors.bare");
  }

  private Map<String, String> withPlugin() {
    final Map<String, String> settings = new TreeMap<>();
    settings.put("spark.plugins", "io.github.seekwell.spark.SeekwellPlugin");
    settings.put("spark.seekwell.report", folder.resolve("report.json").toString());
    return settings;
  }

  private Tour submit(String scheme, SparkHome spark, String master, Map<String, String> settings)
      throws Exception {
    try (World world = World.of(scheme, folder)) {
      final Submission submission =
          new Submission(spark, master, folder)
              .withHadoop(world.settings())
              .option("--jars", OneJar.path().toString());
      settings.forEach(submission::with);
      final Program.Finished finished =
          submission.run("tour-" + scheme, SparkTour.class, world.at("tour"));
      return new Tour(finished, world.requests(), folder.resolve("report.json"));
    }
  }

  /** A job that has ended, and what the store saw of it. */
  private record Tour(Program.Finished program, long requestsSeen, Path report) {

    Map<String, String> answers() {
      return program.answers();
    }

    void endedWell(SparkHome spark) throws IOException {
      program.successful();
      assertThat(answers())
          .containsEntry("spark", spark.version())
          .containsEntry("driver.bare", Long.toString(FILE_BYTES))
          .containsEntry("executors.bare", Long.toString(FILE_BYTES))
          .containsEntry("rdd.lines", "10000")
          .containsEntry("sql.lines", "10000")
          .containsEntry("written.lines", "10000")
          .containsEntry("parquet.lines", "10000")
          .containsEntry("tour", "complete");
      assertThat(program.output())
          .contains("Seekwell serves oci://, s3a://, s3://")
          .contains("Object store I/O of ")
          .doesNotContain("Seekwell could not");

      // Nothing is counted twice, though driver and executor may share a JVM or a class loader.
      // Look-ahead that outlives the last task may be missing.
      final long requests = figure("request.count");
      assertThat(requests).isBetween(requestsSeen * 9 / 10, requestsSeen);
      // Bare: eight tasks and the driver. By Spark: three times the whole file, and what it wrote.
      assertThat(figure("read.delivered_bytes")).isBetween(12 * FILE_BYTES, 20 * FILE_BYTES);
    }

    private long figure(String name) throws IOException {
      final Matcher line =
          Pattern.compile("\"" + Pattern.quote(name) + "\": (\\d+)")
              .matcher(Files.readString(report));
      assertThat(line.find()).as("%s in %s", name, report).isTrue();
      return Long.parseLong(line.group(1));
    }
  }
}
