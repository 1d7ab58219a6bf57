package io.github.seekwell.shaded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.seekwell.shaded.app.StreamTour;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Structured Streaming with everything on the store. The first JVM is halted while its queries run;
 * a second one goes on from the checkpoint, and nothing may be missing or there twice. Both write
 * their event log to the store: the one that was halted leaves it in progress, the other whole.
 */
class SparkStreamIT {
  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    "4.2.0, 2.13, local[2], true",
    "3.5.9, 2.12, local[2], false",
    "3.5.9, 2.12, 'local-cluster[2,1,1024]', true",
    "4.2.0, 2.13, 'local-cluster[2,1,1024]', false"
  })
  void streams_goOnAfterAHalt(String version, String scala, String master, boolean rolling)
      throws Exception {
    assumeTrue(OneJar.acceptance(), "asked for with -Pacceptance");
    final SparkHome spark = SparkHome.of(version, scala);
    try (World.Worlds worlds = World.all(folder, "s3a")) {
      final World logged = worlds.list().get(worlds.list().size() - 1);
      logged.put("events/", new byte[0]);

      final Program.Finished begun = run(spark, master, rolling, worlds, "begin");
      assertThat(begun.status()).as(begun.output()).isEqualTo(StreamTour.HALTED);
      assertThat(begun.answers()).containsEntry("begun", "" + 3 * worlds.list().size());
      final List<String> unfinished = logged.keys("events/");

      final Program.Finished resumed = run(spark, master, rolling, worlds, "resume").successful();

      assertThat(resumed.answers()).containsEntry("stream", "complete");
      for (World world : worlds.list()) {
        assertThat(resumed.answers())
            .as("whole output in %s", resumed.log())
            .containsEntry(world.scheme() + ".stream", "ok");
      }
      final List<String> events = new ArrayList<>(logged.keys("events/"));
      events.removeAll(unfinished);
      assertWhole(logged, events, rolling);
    }
  }

  private Program.Finished run(
      SparkHome spark, String master, boolean rolling, World.Worlds worlds, String phase)
      throws Exception {
    final World logged = worlds.list().get(worlds.list().size() - 1);
    final List<String> arguments = new ArrayList<>(List.of(phase));
    worlds.list().forEach(world -> arguments.add(world.at("streams")));
    return new Submission(spark, master, folder)
        .withPlugin()
        .withHadoop(worlds.settings())
        .with("spark.eventLog.enabled", "true")
        .with("spark.eventLog.dir", logged.at("events"))
        .with("spark.eventLog.rolling.enabled", Boolean.toString(rolling))
        .with("spark.eventLog.compress", "false")
        .run("stream-" + phase, StreamTour.class, arguments.toArray(String[]::new));
  }

  /** From the first event to the last, and no longer called in progress. */
  private static void assertWhole(World world, List<String> events, boolean rolling) {
    assertThat(events).noneMatch(name -> name.contains("inprogress"));
    final List<String> logs = events.stream().filter(name -> !name.endsWith("/")).toList();
    final String log =
        logs.stream()
            .filter(name -> !rolling || name.contains("/events_1_"))
            .reduce((one, more) -> one + " and " + more)
            .orElseThrow(() -> new AssertionError("no event log: " + events));
    final List<String> lines = lines(world, log);
    assertThat(lines.get(0)).contains("SparkListenerLogStart");
    assertThat(lines.get(lines.size() - 1)).contains("SparkListenerApplicationEnd");
    assertThat(lines).allMatch(line -> line.startsWith("{") && line.endsWith("}"));
    assertThat(lines)
        .anyMatch(line -> line.contains("StreamingQueryListener$QueryTerminatedEvent"));
  }

  private static List<String> lines(World world, String key) {
    return new String(world.get(key), StandardCharsets.UTF_8).lines().toList();
  }
}
