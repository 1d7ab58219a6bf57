package io.github.seekwell.shaded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The job of {@code benchmarks} that makes a training set, submitted to a real Spark: it finds its
 * result right, and so does whoever looks into the bucket.
 */
@EnabledIfSystemProperty(named = "seekwell.acceptance", matches = "true")
class IngestJobIT {
  private static final int NOT_TAKEN = 2;
  private static final List<String> SAMPLES =
      List.of("NanoAODv5_sample.root", "uproot-HZZ-zlib.root", "uproot-Zmumu-zlib.root");
  private static final List<String> PROCESSES = List.of("nano", "hzz", "zmumu");

  @TempDir private Path folder;

  @Test
  void trainingSet_onSpark35_isRight() throws Exception {
    final SparkHome spark = SparkHome.of("3.5.9", "2.12");
    try (World world = World.of("s3a", folder)) {
      rightSet(spark, "local[2]", world);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "3.5.9, 2.12, 'local-cluster[2,1,1024]', oci",
    "4.2.0, 2.13, local[2], oci",
    "4.2.0, 2.13, 'local-cluster[2,1,1024]', s3a"
  })
  void trainingSet_onOtherSparks_isTheSame(
      String version, String scala, String master, String scheme) throws Exception {
    assumeTrue(OneJar.acceptance(), "asked for with -Pacceptance");
    final String first;
    try (World world = World.of(scheme, folder)) {
      first = rightSet(SparkHome.of("3.5.9", "2.12"), "local[2]", world);
      // Over what the first run has left.
      assertThat(rightSet(SparkHome.of(version, scala), master, world)).isEqualTo(first);
    }
  }

  @Test
  void runThatCannotEndWell_leavesNothingInTheBucket() throws Exception {
    assumeTrue(OneJar.acceptance(), "asked for with -Pacceptance");
    final SparkHome spark = SparkHome.of("3.5.9", "2.12");
    try (World world = World.of("oci", folder)) {
      // Ten events without a lepton: it is found out when the filtered ones are written.
      SampleFiles.layOut(
          spark, world, "root/", folder, List.of("nano_tree.root", "uproot-HZZ-zlib.root"));

      final Program.Finished job =
          submit(
              spark,
              "local[2]",
              world,
              "--target",
              world.at("training"),
              "none=" + world.at("root/nano_tree.root"),
              "hzz=" + world.at("root/uproot-HZZ-zlib.root"));

      assertThat(job.status()).as("%s", job.log()).isEqualTo(NOT_TAKEN);
      assertThat(job.output()).contains("the smallest class has 0 events");
      assertThat(world.keys("training")).isEmpty();
    }
  }

  /** Makes it, and answers what identifies it. */
  private String rightSet(SparkHome spark, String master, World world) throws Exception {
    final Path expected = SampleFiles.layOut(spark, world, "root/", folder, SAMPLES);
    final List<String> arguments =
        new ArrayList<>(
            List.of(
                "--expected",
                expected.toString(),
                "--output",
                folder.resolve("report").toString(),
                "--target",
                world.at("training")));
    for (int i = 0; i < SAMPLES.size(); i++) {
      arguments.add(PROCESSES.get(i) + "=" + world.at("root/" + SAMPLES.get(i)));
    }

    final Program.Finished job =
        submit(spark, master, world, arguments.toArray(String[]::new)).successful();

    assertThat(job.output())
        .contains("checks passed")
        .doesNotContain("NOT right", "some figures are missing");
    for (String part : List.of("filtered", "train", "test")) {
      assertThat(world.keys("training/" + part + "/"))
          .contains("training/" + part + "/_SUCCESS")
          .anyMatch(key -> key.endsWith(".parquet"))
          .noneMatch(key -> key.contains("_temporary"));
    }
    // 468 events of the smallest class have a lepton above 23 GeV, as JSROOT counts them.
    final Matcher set =
        Pattern.compile("train (1,122 rows \\(\\w{16}\\), test 282 rows \\(\\w{16}\\))")
            .matcher(job.output());
    assertThat(set.find()).as("%s", job.log()).isTrue();
    return set.group(1);
  }

  private Program.Finished submit(SparkHome spark, String master, World world, String... arguments)
      throws Exception {
    return new Submission(spark, master, folder)
        .withPlugin()
        .withHadoop(world.settings())
        .with("spark.seekwell.report", folder.resolve("report.json").toString())
        .application(SampleFiles.application().toString())
        .run(
            "ingest-" + world.scheme(),
            "io.github.seekwell.benchmarks.ingest.IngestJob",
            arguments);
  }
}
