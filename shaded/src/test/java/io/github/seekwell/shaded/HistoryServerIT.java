package io.github.seekwell.shaded;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.seekwell.shaded.app.CausedIo;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * An application that has ended, looked at in Spark's own History Server, which has no jar of ours:
 * its stages still tell what they have cost the store.
 */
@EnabledIfSystemProperty(named = "seekwell.acceptance", matches = "true")
class HistoryServerIT {
  private static final String STARTED = "started at http://[^:]+:(\\d+)";
  private static final int PATIENCE_SECONDS = 60;

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({"3.5.9, 2.12", "4.2.0, 2.13"})
  void stagesOfAnApplicationThatHasEnded_stillTellWhatTheyCost(String version, String scala)
      throws Exception {
    final SparkHome spark = SparkHome.of(version, scala);
    final Path events = Files.createDirectories(folder.resolve("events"));
    final PluginReport report = run(spark, events);

    try (LocalServer server = start(spark, events)) {
      final int port = server.port(STARTED);
      final String application = report.json().path("application").asText();
      final String stages = "/api/v1/applications/" + application + "/stages";
      final Map<String, JsonNode> shown = new TreeMap<>();
      for (JsonNode stage : json(whenRead(server, port, stages))) {
        shown.put(stage.path("stageId").asText() + "." + stage.path("attemptId").asText(), stage);
      }

      final List<PluginReport.Stage> wholes =
          report.stages().stream()
              .filter(stage -> stage.counter("request.sent.count") > 0)
              .filter(stage -> stage.number("failed") + stage.number("killed") == 0)
              .toList();
      assertThat(wholes).hasSizeGreaterThanOrEqualTo(2);
      for (PluginReport.Stage stage : wholes) {
        final Map<String, String> told = accumulators(shown.get(stage.key()));
        assertThat(told)
            .as("%s", stage)
            .containsEntry(
                "object store: requests", Long.toString(stage.counter("request.sent.count")))
            .containsEntry(
                "object store: bytes delivered",
                Long.toString(stage.counter("read.delivered_bytes")));
      }
      assertThat(shown.values())
          .anySatisfy(
              stage ->
                  assertThat(accumulators(stage).get("object store: first byte"))
                      .contains("of them; p50 "));
      isOnThePage(server, port, application, wholes.get(0).key());
    }
  }

  /**
   * Spark's page of a stage is a frame that a script of Spark's fills in the browser, from the REST
   * answer for that attempt of the stage: we look at each of the three.
   */
  private static void isOnThePage(LocalServer server, int port, String application, String key)
      throws Exception {
    final String stage = key.substring(0, key.indexOf('.'));
    final String attempt = key.substring(key.indexOf('.') + 1);
    final HttpResponse<String> page =
        server.get(
            port, "/history/" + application + "/stages/stage/?id=" + stage + "&attempt=" + attempt);
    final HttpResponse<String> script = server.get(port, "/static/stagepage.js");
    final HttpResponse<String> figures =
        server.get(
            port, "/api/v1/applications/" + application + "/stages/" + stage + "/" + attempt);

    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.body()).contains("Details for Stage " + stage, "stagepage.js");
    assertThat(script.statusCode()).isEqualTo(200);
    assertThat(script.body()).contains("accumulatorUpdates");
    assertThat(accumulators(json(figures))).containsKeys("object store: requests");
  }

  private PluginReport run(SparkHome spark, Path events) throws Exception {
    try (World world = World.of("oci", folder)) {
      new Submission(spark, "local[2,4]", folder)
          .withPlugin()
          .withHadoop(world.settings())
          .with("spark.eventLog.enabled", "true")
          .with("spark.eventLog.compress", "false")
          .with("spark.eventLog.dir", events.toUri().toString())
          .with("spark.seekwell.report", folder.resolve("report.json").toString())
          .run("history", CausedIo.class, world.at("caused"), "parquet")
          .successful();
    }
    return PluginReport.of(folder.resolve("report.json"));
  }

  private LocalServer start(SparkHome spark, Path events) throws Exception {
    final Path logging = folder.resolve("history-log4j2.properties");
    Files.writeString(
        logging,
        """
        rootLogger.level = info
        rootLogger.appenderRef.stderr.ref = console
        appender.console.type = Console
        appender.console.name = console
        appender.console.target = SYSTEM_ERR
        appender.console.layout.type = PatternLayout
        appender.console.layout.pattern = %p %c{1}: %m%n%ex
        """);
    final String options =
        String.join(
            " ",
            "-Dspark.history.fs.logDirectory=" + events.toUri(),
            "-Dspark.history.ui.port=0",
            "-Dlog4j2.configurationFile=" + logging.toUri());
    return LocalServer.start(
        spark
            .program(folder, "org.apache.spark.deploy.history.HistoryServer", List.of())
            .with(Map.of("JDK_JAVA_OPTIONS", options)),
        OneJar.target().resolve("tours/history-server-" + spark.version() + ".log"));
  }

  /** The server reads logs after it has begun to answer. */
  private static HttpResponse<String> whenRead(LocalServer server, int port, String path)
      throws Exception {
    final long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (true) {
      final HttpResponse<String> answer = server.get(port, path);
      if (answer.statusCode() == 200) {
        return answer;
      }
      assertThat(System.nanoTime()).as("%s: %s", path, answer.body()).isLessThan(deadline);
      TimeUnit.MILLISECONDS.sleep(200);
    }
  }

  private static Map<String, String> accumulators(JsonNode stage) {
    final Map<String, String> told = new TreeMap<>();
    stage
        .path("accumulatorUpdates")
        .forEach(each -> told.put(each.path("name").asText(), each.path("value").asText()));
    return told;
  }

  private static JsonNode json(HttpResponse<String> answer) throws Exception {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return new ObjectMapper().readTree(answer.body());
  }
}
