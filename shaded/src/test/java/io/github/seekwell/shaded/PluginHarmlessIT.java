package io.github.seekwell.shaded;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.seekwell.shaded.app.BrokenSpark;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Without the plugin, with a plugin that was told nonsense and with one that fails, the reduction
 * of {@code benchmarks} finds the same and ends the same way, and we say one thing about it.
 */
@EnabledIfSystemProperty(named = "seekwell.acceptance", matches = "true")
class PluginHarmlessIT {
  /** Spark itself has a warning with the name of any plugin. */
  private static final Pattern OURS =
      Pattern.compile("\\S+ (WARN|ERROR) ++(?!MetricsSystem).*[Ss]eekwell.*");

  private static final List<String> SAMPLES = List.of("nano_dimuon.root", "uproot-HZZ-zlib.root*8");

  @TempDir private Path folder;

  @Test
  void noPlugin_theConnectorIsThereAllTheSame() throws Exception {
    try (World world = World.of("oci", folder)) {
      final Program.Finished job =
          reduce("absent", job(world).option("--jars", OneJar.path().toString()), world);

      assertThat(warnings(job)).isEmpty();
      assertThat(job.output()).doesNotContain("Object store I/O of");
    }
  }

  static Stream<Arguments> nonsense() {
    return Stream.of(
        nonsense("spark.seekwell.report", "/proc/report.json", "could not write its report"),
        nonsense(
            "spark.seekwell.report", "FOLDER/app.jar/report.json", "could not write its report"),
        nonsense(
            "spark.seekwell.report", "nowhere://bucket/report.json", "could not write its report"),
        nonsense(
            "spark.seekwell.report",
            "oci://absent@space/report.json",
            "could not write its report"),
        nonsense("spark.seekwell.report.csv", "s3a://", "could not write its report"),
        nonsense("spark.seekwell.report.interval", "soon", "spark.seekwell.report.interval"),
        nonsense("spark.seekwell.report.interval", "-5s", "spark.seekwell.report.interval"),
        nonsense("spark.seekwell.accumulators", "perhaps", "spark.seekwell.accumulators"),
        nonsense("spark.seekwell.schemes", "foo", "no connector for foo://"));
  }

  private static Arguments nonsense(String key, String value, String words) {
    return Arguments.of(key, value, words);
  }

  @ParameterizedTest(name = "{0}={1}")
  @MethodSource("nonsense")
  void nonsenseInASetting_isSaidOnce(String key, String value, String words) throws Exception {
    try (World world = World.of("oci", folder)) {
      final Submission job =
          job(world).withPlugin().with(key, value.replace("FOLDER", folder.toString()));

      final Program.Finished done = reduce("nonsense", job, world);

      assertThat(warnings(done)).singleElement().asString().contains(words);
      assertThat(done.output()).contains("Object store I/O of");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "metrics, local[2]",
    "driver, local[2]",
    "settings, local[2]",
    "metrics, 'local-cluster[2,1,1024]'"
  })
  void shutDoorOfSpark_isSaidOnce(String door, String master) throws Exception {
    try (World world = World.of("oci", folder)) {
      final Submission job = new Submission(spark(), master, folder);
      job.option("--jars", OneJar.path() + "," + folder.resolve("app.jar"))
          .withHadoop(world.settings())
          .withHadoop(world.registration())
          .with("spark.plugins", BrokenSpark.class.getName())
          .with(BrokenSpark.DOOR, door);

      final Program.Finished done = reduce("broken-" + door, job, world);

      assertThat(warnings(done)).hasSize(1);
    }
  }

  private Submission job(World world) throws Exception {
    return new Submission(spark(), "local[2]", folder)
        .withHadoop(world.settings())
        .withHadoop(world.registration());
  }

  /** The reduction of the samples, which must find what they hold. */
  private Program.Finished reduce(String name, Submission job, World world) throws Exception {
    final Path expected = SampleFiles.layOut(spark(), world, "", folder, SAMPLES);
    final Program.Finished done =
        job.withHadoop(Map.of("mapreduce.input.fileinputformat.split.maxsize", "300000"))
            .application(SampleFiles.application().toString())
            .run(
                "harmless-" + name,
                "io.github.seekwell.benchmarks.dimuon.DimuonJob",
                "--output",
                folder.resolve("dimuon").toString(),
                "--expected",
                expected.toString(),
                world.root() + "/")
            .successful();
    assertThat(done.output())
        .contains("as expected: nano_dimuon.root")
        .doesNotContain("NOT as expected");
    return done;
  }

  private static List<String> warnings(Program.Finished done) {
    return done.output().lines().filter(OURS.asMatchPredicate()).toList();
  }

  private static SparkHome spark() throws IOException, InterruptedException {
    return SparkHome.of("3.5.9", "2.12");
  }
}
