package io.github.seekwell.shaded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.seekwell.shaded.app.RootTables;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The root data source of {@code benchmarks} beside our jar in {@code --jars}: what Spark SQL finds
 * is what an independent reader found, and Spark's input bytes are those delivered.
 */
@EnabledIfSystemProperty(named = "seekwell.acceptance", matches = "true")
class RootTablesIT {
  private static final int COPIES = 8;

  /** Bin to pairs, from expected-dimuon.json, in the HZZ samples, eight copies and one. */
  private static final Map<Integer, Integer> SOME_PAIRS =
      Map.of(85, 365 * (COPIES + 1), 90, 637 * (COPIES + 1), 95, 101 * (COPIES + 1));

  @TempDir private Path folder;

  @Test
  void tables_onSpark35_areRead() throws Exception {
    read("3.5.9", "2.12", "local[2]", "oci");
  }

  @ParameterizedTest
  @CsvSource({
    "3.5.9, 2.12, local[2], s3a",
    "3.5.9, 2.12, 'local-cluster[2,1,1024]', oci",
    "4.0.4, 2.13, local[2], oci",
    "4.1.3, 2.13, local[2], s3a",
    "4.2.0, 2.13, local[2], oci",
    "4.2.0, 2.13, local[2], s3a",
    "4.2.0, 2.13, 'local-cluster[2,1,1024]', s3a"
  })
  void tables_onOtherSparks_areRead(String version, String scala, String master, String scheme)
      throws Exception {
    assumeTrue(OneJar.acceptance(), "asked for with -Pacceptance");
    read(version, scala, master, scheme);
  }

  private void read(String version, String scala, String master, String scheme) throws Exception {
    final SparkHome spark = SparkHome.of(version, scala);
    try (World world = World.of(scheme, folder)) {
      SampleFiles.layOut(
          spark,
          world,
          "data/",
          folder,
          List.of("uproot-HZZ-lzma.root", "uproot-HZZ-zlib.root*" + COPIES));
      world.put("refused/zstd.root", SampleFiles.sample("uproot-HZZ-zstd.root"));

      final Program.Finished tables =
          new Submission(spark, master, folder)
              .withPlugin()
              .option("--jars", OneJar.path() + "," + SampleFiles.application())
              .withHadoop(world.settings())
              .run("root-tables-" + scheme, RootTables.class, world.root())
              .successful();

      final Map<String, String> answers = tables.answers();
      assertThat(answers).containsEntry("spark", version).containsEntry("tables", "complete");
      assertThat(answers.get(scheme + ".pairs"))
          .contains(
              SOME_PAIRS.entrySet().stream()
                  .map(bin -> "[" + bin.getKey() + "," + bin.getValue() + "]")
                  .collect(Collectors.toList()));
      final boolean oneJvm = master.equals("local[2]"); // else figures are in the executors' JVMs
      for (String check : List.of("count", "pruned", "habits", "refused", "bytes")) {
        if (oneJvm || !check.equals("bytes")) {
          assertThat(answers).as("%s", tables.log()).containsEntry(scheme + "." + check, "ok");
        }
      }
    }
  }
}
