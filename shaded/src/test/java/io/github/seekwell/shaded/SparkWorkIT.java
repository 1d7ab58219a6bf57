package io.github.seekwell.shaded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.seekwell.shaded.app.SparkWork;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Tables, SQL, checkpoint files, shipped files and figures, for all schemes in one application
 * whose own jar lies in the store. That jar and {@code --files} are fetched before any plugin
 * starts, so this is set up as {@code plugin.md} says for that case.
 */
class SparkWorkIT {
  @TempDir private Path folder;

  @Test
  void work_onSpark35_isDone() throws Exception {
    work("3.5.9", "2.12", "local[2]");
  }

  @ParameterizedTest
  @CsvSource({
    "3.5.9, 2.12, 'local-cluster[2,1,1024]'",
    "4.2.0, 2.13, local[2]",
    "4.2.0, 2.13, 'local-cluster[2,1,1024]'"
  })
  void work_onOtherSparks_isDone(String version, String scala, String master) throws Exception {
    assumeTrue(OneJar.acceptance(), "asked for with -Pacceptance");
    work(version, scala, master);
  }

  private void work(String version, String scala, String master) throws Exception {
    final SparkHome spark = SparkHome.of(version, scala);
    try (World.Worlds worlds = World.all(folder, "oci")) {
      final Submission submission = new Submission(spark, master, folder);
      final byte[] jar = Files.readAllBytes(folder.resolve("app.jar"));
      for (World world : worlds.list()) {
        world.put("lib/app.jar", jar);
        world.put(
            "lib/" + world.scheme() + ".txt",
            ("shipped by " + world.scheme()).getBytes(StandardCharsets.UTF_8));
      }
      final String files =
          worlds.list().stream()
              .map(world -> world.at("lib/" + world.scheme() + ".txt"))
              .collect(Collectors.joining(","));
      final Program.Finished work =
          submission
              .withHadoop(worlds.settings())
              .withHadoop(worlds.registration())
              .with("spark.executor.extraClassPath", OneJar.path().toString())
              .option("--driver-class-path", OneJar.path().toString())
              .option("--files", files)
              .with(SparkWork.FORMATS, String.join(",", formats()))
              .application(worlds.list().get(0).at("lib/app.jar"))
              .run(
                  "work",
                  SparkWork.class,
                  worlds.list().stream().map(w -> w.at("work")).toArray(String[]::new))
              .successful();

      final boolean oneJvm = master.equals("local[2]");
      final Map<String, String> answers = work.answers();
      assertThat(answers).containsEntry("spark", version).containsEntry("work", "complete");
      answers.keySet().removeAll(List.of("spark", "work"));
      if (!oneJvm) { // the connector's own figures are in the executors' JVMs
        answers.keySet().removeIf(name -> name.endsWith(".bytes"));
      }
      assertThat(answers)
          .as("whole output in %s", work.log())
          .containsOnlyKeys(checks(worlds, oneJvm))
          .allSatisfy((name, verdict) -> assertThat(verdict).as(name).isEqualTo("ok"));
    }
  }

  /** Of tables: with footers, and read in one go. */
  private static List<String> formats() {
    return OneJar.acceptance()
        ? List.of("parquet", "orc", "csv", "json")
        : List.of("parquet", "csv");
  }

  private static List<String> checks(World.Worlds worlds, boolean oneJvm) {
    return worlds.list().stream()
        .map(World::scheme)
        .flatMap(
            scheme ->
                Stream.concat(
                        Stream.concat(formats().stream(), Stream.of("backward"))
                            .flatMap(f -> Stream.of(f, f + ".measured", f + ".bytes"))
                            .filter(check -> oneJvm || !check.endsWith(".bytes"))
                            .filter(check -> !check.equals("backward")),
                        Stream.of(
                            "sql", "files", "checkpoint.filesystem", "checkpoint.filecontext"))
                    .map(check -> scheme + "." + check))
        .toList();
  }
}
