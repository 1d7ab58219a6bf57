package io.github.seekwell.shaded;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The job of {@code benchmarks} that runs the dimuon reduction on more and more executors: with one
 * and two of them it reads the same bytes, counts what it measures and nothing else, and its report
 * tells both.
 */
@EnabledIfSystemProperty(named = "seekwell.acceptance", matches = "true")
class ScaleJobIT {
  private static final int UNEXPECTED = 1;
  private static final Duration DEADLINE = Duration.ofMinutes(1);

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({"oci, 3.5.9, 2.12", "s3a, 4.2.0, 2.13"})
  void oneAndTwoExecutors_readTheSame_andAreReported(String scheme, String version, String scala)
      throws Exception {
    final SparkHome spark = SparkHome.of(version, scala);
    final Path runs = Files.createDirectories(folder.resolve("runs"));
    final List<JsonNode> measured = new ArrayList<>();
    try (World world = World.of(scheme, folder)) {
      final Path expected = layOut(spark, world, "uproot-HZZ-zlib.root*30");
      for (int executors = 1; executors <= 2; executors++) {
        final Path result = runs.resolve("00" + executors + ".json");
        submit(spark, world, executors, expected, result).successful();
        measured.add(new ObjectMapper().readTree(result.toFile()));
        assertThat(measured.get(executors - 1).path("cost").path("requests").asLong())
            .as("what was asked after the warm-up")
            .isPositive()
            .isEqualTo(world.requests());
      }
    }

    for (JsonNode run : measured) {
      assertThat(run.path("delivered").asLong())
          .isPositive()
          .isEqualTo(measured.get(0).path("delivered").asLong());
      assertThat(run.path("tasks").asInt()).isGreaterThan(2);
      assertThat(run.path("seconds").asDouble()).isGreaterThan(run.path("splitSeconds").asDouble());
      assertThat(run.path("waitShare").asDouble()).isBetween(0.001, 1.0);
    }
    final Program.Finished report = report(spark, runs).successful();
    assertThat(report.output())
        .containsPattern("\\| seekwell \\| 1 \\| [\\d.]+ \\| 1\\.00 \\|")
        .containsPattern("\\| seekwell \\| 2 \\| [\\d.]+ \\| [\\d.]+ \\|")
        .contains("- seekwell reaches at least ");
    assertThat(folder.resolve("report")).isDirectoryContaining("glob:**scale.md");
    assertThat(Files.readAllLines(folder.resolve("report/scale.csv"))).hasSize(3);
    assertThat(folder.resolve("report/scale.png")).isNotEmptyFile();
  }

  @Test
  void wrongResult_isNoRun() throws Exception {
    final SparkHome spark = SparkHome.of("3.5.9", "2.12");
    try (World world = World.of("oci", folder)) {
      final Path expected = layOut(spark, world, "uproot-HZZ-zlib.root*2");
      final String text = Files.readString(expected);
      Files.writeString(expected, text.replace("\"pairs\" : 2728", "\"pairs\" : 2729"));

      final Path result = folder.resolve("run.json");
      final Program.Finished job = submit(spark, world, 1, expected, result);

      assertThat(job.output()).contains("NOT as expected: uproot-HZZ-zlib-x2.root: 2728 pairs");
      assertThat(job.status()).isEqualTo(UNEXPECTED);
      assertThat(result).doesNotExist();
    }
  }

  private Path layOut(SparkHome spark, World world, String measured) throws Exception {
    SampleFiles.layOut(
        spark, world, "warm-up/", folder.resolve("warm-up"), List.of("nano_dimuon.root"));
    return SampleFiles.layOut(spark, world, "measured/", folder, List.of(measured));
  }

  private Program.Finished submit(
      SparkHome spark, World world, int executors, Path expected, Path result) throws Exception {
    return new Submission(spark, "local-cluster[" + executors + ",1,512]", folder)
        .withPlugin()
        .withHadoop(world.settings())
        .withHadoop(Map.of("mapreduce.input.fileinputformat.split.maxsize", "500000"))
        .with("spark.executor.memory", "512m")
        .with("spark.executor.cores", "1")
        .with("spark.seekwell.report", folder.resolve("report.json").toString())
        .application(SampleFiles.application().toString())
        .run(
            "scale-" + world.scheme() + "-" + executors,
            "io.github.seekwell.benchmarks.scale.ScaleJob",
            "--store",
            world.scheme(),
            "--client",
            "seekwell",
            "--executors",
            "" + executors,
            "--warm-up",
            world.at("warm-up"),
            "--expected",
            expected.toString(),
            "--emulator",
            world.store().endpoint().toString(),
            "--result",
            result.toString(),
            world.at("measured"));
  }

  private Program.Finished report(SparkHome spark, Path runs) throws Exception {
    return Program.java(
            List.of(SampleFiles.application(), spark.folder().resolve("jars").resolve("*")),
            "io.github.seekwell.benchmarks.scale.Scale",
            List.of(
                "--runs", runs.toString(),
                "--output", folder.resolve("report").toString(),
                "--first-byte-ms", "0",
                "--sigma", "0",
                "--new-connection-ms", "0",
                "--connection-mbps", "100",
                "--total-mbps", "1000",
                "--command", "benchmarks/run scale"))
        .run(OneJar.target().resolve("tours/scale-report.log"), DEADLINE);
  }
}
