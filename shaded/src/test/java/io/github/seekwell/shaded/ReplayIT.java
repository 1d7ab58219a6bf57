package io.github.seekwell.shaded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The replay benchmark with the one jar, on both of the store's dialects and on the local disk. */
@EnabledIfSystemProperty(named = "seekwell.acceptance", matches = "true")
class ReplayIT {
  private static final Duration DEADLINE = Duration.ofMinutes(2);

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"s3", "oci"})
  void replay_findsEveryByteRight_andNothingIsFetchedAgain(String store) throws Exception {
    assumeTrue(OneJar.acceptance() || store.equals("s3"), "asked for with -Pacceptance");
    final Path benchmarks = Path.of(OneJar.property("seekwell.benchmarks"), "target", "classes");
    final String fixtures = System.getProperty("java.class.path");
    final List<Path> ours = new ArrayList<>(List.of(benchmarks, OneJar.path()));
    ours.addAll(OneJar.jars("hadoop/" + OneJar.property("hadoop.version")));
    ours.addAll(OneJar.jars("logging"));

    final Program.Finished finished =
        Program.java(
                List.of(benchmarks, Path.of(fixtures)),
                "io.github.seekwell.benchmarks.replay.Replay",
                List.of(
                    "--store", store,
                    "--clients", "seekwell,local",
                    "--patterns", "backward,zipf,orc-spark42-task1,parquet-vectored,small-files",
                    "--pairs", "1",
                    "--first-byte-ms", "2",
                    "--new-connection-ms", "1",
                    "--heap", "512m",
                    "--scratch", folder.toString(),
                    "--class-path", "seekwell=" + joined(ours),
                    "--class-path", "store-" + store + "=" + fixtures))
            .run(OneJar.target().resolve("tours/replay-" + store + ".log"), DEADLINE)
            .successful();

    assertThat(finished.output())
        .contains("## " + store.toUpperCase(Locale.ROOT), "| orc-spark42-task1 |")
        .doesNotContain("failed");
    // In the second pass nothing is fetched: at most a HEAD for each open.
    assertThat(finished.output())
        .containsPattern("\\| backward \\| 0\\.6 \\| \\d+ / [01] \\|")
        .containsPattern("\\| small-files \\| 3\\.9 \\| \\d+ / ([1-5]?\\d|60) \\|");
  }

  private static String joined(List<Path> paths) {
    return String.join(java.io.File.pathSeparator, paths.stream().map(Path::toString).toList());
  }
}
