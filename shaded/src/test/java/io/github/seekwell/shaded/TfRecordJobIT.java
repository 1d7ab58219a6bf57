package io.github.seekwell.shaded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The TFRecord job of {@code benchmarks} with the one jar: Parquet becomes TFRecord files on a real
 * Spark, and a training reads these for two epochs.
 */
@EnabledIfSystemProperty(named = "seekwell.acceptance", matches = "true")
class TfRecordJobIT {
  private static final Duration DEADLINE = Duration.ofMinutes(2);

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({"s3a, s3, 3.5.9, 2.12", "oci, oci, 3.5.9, 2.12", "oci, oci, 4.2.0, 2.13"})
  void recordsAreThoseThatWereMade_inTheFilesAndInEveryEpoch(
      String scheme, String store, String version, String scala) throws Exception {
    assumeTrue(OneJar.acceptance() || scheme.equals("s3a"), "asked for with -Pacceptance");
    final SparkHome spark = SparkHome.of(version, scala);
    final Path data = folder.resolve("data");
    try (World world = World.of(scheme, folder)) {
      final Program.Finished job =
          new Submission(spark, "local[2]", folder)
              .withPlugin()
              .withHadoop(world.settings())
              .application(application().toString())
              .run(
                  "tfrecord-" + scheme,
                  "io.github.seekwell.benchmarks.tfrecord.TfRecordJob",
                  "--root",
                  world.at("events"),
                  "--records",
                  "300",
                  "--files",
                  "5",
                  "--particle-features",
                  "500",
                  "--sample",
                  benchmarks().resolve("data/dltrigger-20.tfrecord").toString(),
                  "--copy",
                  data.toString(),
                  "--warm-ups",
                  "3")
              .successful();

      assertThat(job.output())
          .contains("as expected: written by this job, read by this job: 300 records")
          .contains("as expected: dltrigger-20.tfrecord, read by this job: 20 records")
          .doesNotContain("NOT as expected");
      assertThat(world.keys("events/tfrecord/"))
          .filteredOn(key -> key.endsWith(".tfrecord"))
          .hasSize(5);
      assertThat(world.keys("events/")).noneMatch(key -> key.contains("_temporary"));

      // The store that has the files, as one of the user's own.
      final List<String> there = new ArrayList<>(List.of("--uri", world.at("events")));
      world
          .settings()
          .forEach(
              (key, value) -> there.addAll(List.of("--conf", "spark.hadoop." + key + "=" + value)));
      final long before = world.requests();
      assertThat(train(store + "-uri", data, there))
          .contains("300 records", "Store: " + world.at("events"))
          .doesNotContain("failed");
      assertThat(world.requests()).isGreaterThan(before);
    }

    // The first epoch fetches; in the second the data comes from memory.
    final String fixtures = System.getProperty("java.class.path");
    final List<String> embedded =
        List.of("--store", store, "--class-path", "store-" + store + "=" + fixtures);
    assertThat(train(store, data, embedded))
        .contains("300 records")
        .doesNotContain("failed")
        .containsPattern("\\| seekwell-memory \\| [1-9]\\d* / \\d+ / [\\d.]+ \\| 0 / 0 / ");
  }

  /**
   * What a training prints.
   *
   * @param where options by which it finds its store
   */
  private String train(String name, Path data, List<String> where)
      throws IOException, InterruptedException {
    final Path classes = benchmarks().resolve("target/classes");
    final List<Path> ours = new ArrayList<>(List.of(classes, OneJar.path()));
    ours.addAll(OneJar.jars("hadoop/" + OneJar.property("hadoop.version")));
    ours.addAll(OneJar.jars("logging"));
    final List<String> arguments =
        new ArrayList<>(
            List.of(
                "--data", data.toString(),
                "--clients", "seekwell-memory,seekwell-disk,local",
                "--epochs", "2",
                "--rounds", "1",
                "--readers", "2",
                "--interleave", "3",
                "--shuffle", "40",
                "--batch", "16",
                "--heap", "256m",
                "--small-heap", "256m",
                "--first-byte-ms", "2",
                "--new-connection-ms", "1",
                "--scratch", folder.toString(),
                "--class-path", "seekwell=" + joined(ours)));
    arguments.addAll(where);
    return Program.java(
            List.of(classes, Path.of(System.getProperty("java.class.path"))),
            "io.github.seekwell.benchmarks.tfrecord.training.Training",
            arguments)
        .run(OneJar.target().resolve("tours/training-" + name + ".log"), DEADLINE)
        .successful()
        .output();
  }

  private static Path application() {
    final String version = OneJar.property("seekwell.version");
    return benchmarks().resolve("target/seekwell-benchmarks-" + version + "-application.jar");
  }

  private static Path benchmarks() {
    return Path.of(OneJar.property("seekwell.benchmarks"));
  }

  private static String joined(List<Path> paths) {
    return String.join(java.io.File.pathSeparator, paths.stream().map(Path::toString).toList());
  }
}
