package io.github.seekwell.shaded;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.seekwell.core.testing.Fault;
import io.github.seekwell.core.testing.LoggedRequest;
import io.github.seekwell.core.testing.RampObject;
import io.github.seekwell.shaded.app.CausedIo;
import io.github.seekwell.shaded.app.LostExecutor;
import io.github.seekwell.shaded.app.ScatteredReads;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Every request and every byte is somebody's, once: what the report says of tasks (failed, killed
 * and speculative ones too), of the driver and of executors for themselves adds up to the store's
 * own log; and what a stage was delivered is what Spark counts as its input.
 */
class AttributionIT {
  private static final String SENT = "request.sent.count";
  private static final String FETCHED = "request.get.received_bytes";

  /** Every so many GETs one is late: fewer than one in a hundred, by which hedging is measured. */
  private static final int LATE = 150;

  /** Larger GETs are not hedged. */
  private static final long MOST_HEDGED = 1 << 20;

  @TempDir private Path folder;

  @Test
  void everyRequest_isSomebodys_onSpark35() throws Exception {
    run("3.5.9", "2.12", "local[2,4]", "oci");
  }

  /** A store that is very late now and then is asked a second time then. */
  @ParameterizedTest
  @CsvSource({"3.5.9, 2.12, oci", "4.2.0, 2.13, s3a"})
  @EnabledIfSystemProperty(named = "seekwell.acceptance", matches = "true")
  void hedged_everyRequestIsCounted_andOfBytesThoseThatCame(
      String version, String scala, String scheme) throws Exception {
    try (World world = World.of(scheme, folder)) {
      world.put("index", RampObject.of(64 << 20).bytes());
      final AtomicInteger gets = new AtomicInteger();
      world
          .store()
          .script()
          .judged(
              call ->
                  call.operation().equals("GetObject") && gets.incrementAndGet() % LATE == 0
                      ? Optional.of(Fault.stall(Duration.ofSeconds(20)))
                      : Optional.empty());
      final Program.Finished read =
          new Submission(SparkHome.of(version, scala), "local-cluster[2,1,1024]", folder)
              .withPlugin()
              .withHadoop(world.settings())
              .withHadoop(Map.of("fs.seekwell.hedge.budget", "1"))
              .with("spark.seekwell.report", folder.resolve("report.json").toString())
              .run("hedged-" + scheme, ScatteredReads.class, world.at("index"), "400", "pread")
              .successful();
      final PluginReport report = PluginReport.of(folder.resolve("report.json"));
      final List<LoggedRequest> requests = requests(world);
      final long hedges = report.part("tasks", "hedge.count");

      assertThat(hedges)
          .as(read.log().toString())
          .isPositive()
          .isEqualTo(report.total("hedge.count"));
      assertThat(report.json().path("requests_unheard").asLong(-1)).isZero();
      assertThat(report.sum(SENT)).isEqualTo(report.total(SENT));
      assertThat(report.sum(SENT)).isBetween((long) requests.size(), requests.size() + hedges);
      assertThat(report.sum(FETCHED)).isEqualTo(report.total(FETCHED));
      assertThat(sent(requests) - report.sum(FETCHED))
          .as("what the store sent in answer to those that were broken off")
          .isBetween(0L, hedges * MOST_HEDGED);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "3.5.9, 2.12, 'local[2,4]', s3a",
    "3.5.9, 2.12, 'local-cluster[2,1,1024]', oci",
    "3.5.9, 2.12, 'local-cluster[2,1,1024]', s3a",
    "4.2.0, 2.13, 'local[2,4]', oci",
    "4.2.0, 2.13, 'local[2,4]', s3a",
    "4.2.0, 2.13, 'local-cluster[2,1,1024]', oci",
    "4.2.0, 2.13, 'local-cluster[2,1,1024]', s3a"
  })
  @EnabledIfSystemProperty(named = "seekwell.acceptance", matches = "true")
  void everyRequest_isSomebodys(String version, String scala, String master, String scheme)
      throws Exception {
    run(version, scala, master, scheme);
  }

  @ParameterizedTest
  @CsvSource({"3.5.9, 2.12, oci", "3.5.9, 2.12, s3a", "4.2.0, 2.13, oci", "4.2.0, 2.13, s3a"})
  @EnabledIfSystemProperty(named = "seekwell.acceptance", matches = "true")
  void everyRequest_isSomebodys_onAStandaloneMasterAndWorkers(
      String version, String scala, String scheme) throws Exception {
    // Spark runs no task twice on one machine, which all executors of local-cluster are on.
    final SparkHome spark = SparkHome.of(version, scala);
    try (Standalone cluster = Standalone.start(spark, folder, "127.0.0.1", "127.0.0.2")) {
      run(version, scala, cluster.url(), scheme);
    }
  }

  @ParameterizedTest
  @CsvSource({"3.5.9, 2.12", "4.2.0, 2.13"})
  @EnabledIfSystemProperty(named = "seekwell.acceptance", matches = "true")
  void lostExecutor_isNamedWithWhatIsMissing(String version, String scala) throws Exception {
    try (World world = World.of("oci", folder)) {
      world.put("object", new byte[10_000]);
      final Program.Finished lost =
          new Submission(SparkHome.of(version, scala), "local-cluster[2,1,1024]", folder)
              .withPlugin()
              .withHadoop(world.settings())
              .with("spark.seekwell.report", folder.resolve("report.json").toString())
              .run("lost", LostExecutor.class, world.at("object"))
              .successful();

      assertThat(lost.answers()).containsEntry("lost.read", "[10000, 10000]");
      assertThat(PluginReport.of(folder.resolve("report.json")).json().path("missing"))
          .as(lost.log().toString())
          .singleElement()
          .satisfies(
              missing -> {
                assertThat(missing.path("lost").asText()).isNotEmpty();
                assertThat(missing.path("tasks").path("0.0").asInt()).isPositive();
              });
      assertThat(lost.output()).contains("Missing: ", ", which was lost: ");
    }
  }

  private void run(String version, String scala, String master, String scheme) throws Exception {
    try (World world = World.of(scheme, folder)) {
      final Program.Finished caused = submit(SparkHome.of(version, scala), master, world);
      if (master.startsWith("spark:")) {
        assertThat(caused.answers()).containsEntry("speculated", "true");
      }
      addsUp(world, caused);
      isInSparksPages(caused, folder.resolve("events"));
    }
  }

  private Program.Finished submit(SparkHome spark, String master, World world) throws Exception {
    final Path events = Files.createDirectories(folder.resolve("events"));
    final Program.Finished caused =
        new Submission(spark, master, folder)
            .withPlugin()
            .withHadoop(world.settings())
            .withHadoop(Map.of("fs.seekwell.hedge.enabled", "false"))
            .with("spark.ui.enabled", "true")
            .with("spark.ui.port", "0")
            .with("spark.eventLog.enabled", "true")
            .with("spark.eventLog.compress", "false")
            .with("spark.eventLog.dir", events.toUri().toString())
            .with("spark.speculation", Boolean.toString(master.startsWith("spark:")))
            .with("spark.speculation.interval", "50ms")
            .with("spark.speculation.quantile", "0.5")
            // The task that sleeps, and none of a table that a busy machine holds up: of a stage
            // with killed tasks Spark's pages show less than was caused.
            .with("spark.speculation.minTaskRuntime", "5s")
            .with("spark.seekwell.report", folder.resolve("report.json").toString())
            .with("spark.seekwell.report.csv", world.at("reports/report.csv"))
            .run("caused-" + world.scheme(), CausedIo.class, arguments(world))
            .successful();

    assertThat(caused.answers())
        .containsEntry("caused", "complete")
        .containsEntry("cancelled", "true");
    for (String format : formats()) {
      assertThat(caused.answers()).containsEntry(format + ".rows", "40000");
    }
    assertThat(caused.output()).doesNotContain("Seekwell could not");
    return caused;
  }

  private static List<String> formats() {
    return OneJar.acceptance() ? List.of("parquet", "orc", "csv") : List.of("parquet", "csv");
  }

  private static String[] arguments(World world) {
    return Stream.concat(Stream.of(world.at("caused")), formats().stream()).toArray(String[]::new);
  }

  private void addsUp(World world, Program.Finished caused) throws IOException {
    final PluginReport report = PluginReport.of(folder.resolve("report.json"));
    assertThat(report.json().path("missing")).as(caused.log().toString()).isEmpty();
    assertThat(report.sum(SENT)).isEqualTo(report.total(SENT));
    assertThat(report.json().path("requests_unheard").asLong(-1)).isZero();
    final List<LoggedRequest> requests = requests(world);
    assertThat(report.sum(SENT))
        .as("requests of tasks %s, driver %s, nobody %s; in all %s", parts(report, SENT))
        .isEqualTo(requests.size());
    assertThat(report.sum(FETCHED)).isEqualTo(sent(requests));
    // Nobody's would be a remainder, with which any sum comes out right.
    assertThat(report.part("unattributed", SENT)).isZero();
    assertThat(report.part("unattributed", FETCHED)).isZero();
    assertThat(report.part("tasks", SENT)).isPositive();
    assertThat(report.part("tasks", FETCHED)).isPositive();
    assertThat(report.stages())
        // Reads of tables; those of the other stages Spark does not see.
        .filteredOn(stage -> stage.number("spark_bytes_read") > 0)
        .hasSizeGreaterThanOrEqualTo(formats().size())
        .allSatisfy(
            stage ->
                assertThat(stage.counter("read.delivered_bytes"))
                    .as("stage %s", stage)
                    .isEqualTo(stage.number("spark_bytes_read")));
    assertThat(report.stages()).anyMatch(stage -> stage.number("failed") == 2);
    assertThat(report.stages()).anyMatch(stage -> stage.number("killed") >= 2);
    assertThat(new String(world.get("reports/report.csv"), StandardCharsets.UTF_8))
        .startsWith("scope,key,name,tasks")
        .contains("\nstage,")
        .contains("\nexecutor,");
  }

  /** But for the report itself, which is written when the figures have been taken. */
  private static List<LoggedRequest> requests(World world) {
    return world.store().log().requests().stream()
        .filter(request -> !request.path().contains("reports"))
        .toList();
  }

  private static long sent(List<LoggedRequest> requests) {
    return requests.stream()
        .filter(request -> request.operation().equals("GetObject"))
        .mapToLong(LoggedRequest::bytes)
        .sum();
  }

  private static Object[] parts(PluginReport report, String counter) {
    return new Object[] {
      report.part("tasks", counter),
      report.part("driver", counter),
      report.part("unattributed", counter),
      report.json().path("schemes")
    };
  }

  private void isInSparksPages(Program.Finished caused, Path events) throws IOException {
    final Map<String, Long> shown =
        caused.answers().entrySet().stream()
            .filter(answer -> answer.getKey().startsWith("rest.requests."))
            .collect(
                Collectors.toMap(
                    answer -> answer.getKey().substring("rest.requests.".length()),
                    answer -> Long.parseLong(answer.getValue())));
    final PluginReport report = PluginReport.of(folder.resolve("report.json"));
    int compared = 0;
    for (PluginReport.Stage stage : report.stages()) {
      final Long there = shown.get(stage.key().replace(".0", ""));
      if (there != null && stage.number("failed") + stage.number("killed") == 0) {
        assertThat(there).as("stage %s", stage).isEqualTo(stage.counter(SENT));
        compared++;
      }
    }
    assertThat(compared)
        .as("stages that wrote a table or read it; shown are %s", shown)
        .isGreaterThanOrEqualTo(2 * formats().size());
    assertThat(caused.answers().get("rest.latency")).contains("p99");
    try (Stream<Path> files = Files.walk(events)) {
      // Spark 4 rolls its log in a folder, with a file on the application and checksums beside.
      final List<Path> logs =
          files
              .filter(Files::isRegularFile)
              .filter(file -> !file.getFileName().toString().startsWith("."))
              .toList();
      assertThat(logs)
          .anySatisfy(
              log ->
                  assertThat(Files.readString(log))
                      .contains("object store: requests", "object store: first byte"));
    }
  }
}
