package io.github.seekwell.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.codahale.metrics.Gauge;
import io.github.seekwell.core.ConnectorRuntime;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.spark.SparkContext;
import org.apache.spark.TaskResultLost$;
import org.apache.spark.api.plugin.DriverPlugin;
import org.apache.spark.api.plugin.ExecutorPlugin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SeekwellPluginTest {
  /** The plugin never looks at it. */
  @SuppressWarnings("NullAway")
  private static final SparkContext NO_SPARK = null;

  private final RecordingContext spark = new RecordingContext();
  private final Counting counting = new Counting("here");

  @TempDir private Path folder;

  @Test
  void sparksSettingsForHadoop_lieUnderThoseOfOthers_whileTheExecutorLives() {
    spark.conf.set("spark.hadoop.fs.oci.region", "eu-zurich-1").set("spark.app.name", "x");
    final SeekwellExecutor executor = new SeekwellExecutor(counting.source);

    executor.init(spark, Map.of());
    final Map<String, String> during = ConnectorRuntime.environment().settings();
    executor.shutdown();
    final Map<String, String> after = ConnectorRuntime.environment().settings();

    assertThat(during)
        .containsEntry("fs.oci.region", "eu-zurich-1")
        .doesNotContainKey("spark.app.name");
    assertThat(after).doesNotContainKey("fs.oci.region");
  }

  @Test
  void gauges_showWhatTheConnectorCounts() {
    counting.reads(3);
    new SeekwellExecutor(counting.source).init(spark, Map.of());

    final Gauge<?> misses = spark.registry.getGauges().get("read.miss.count");
    final Gauge<?> amplification = spark.registry.getGauges().get("read.amplification");

    assertThat(misses.getValue()).isEqualTo(3L);
    assertThat(amplification.getValue()).isEqualTo(1.0);
  }

  @Test
  void executor_tellsAfterEachTask_butNotWhatIsKnown() {
    final SeekwellExecutor executor = new SeekwellExecutor(counting.source);
    executor.init(spark, Map.of());

    executor.onTaskSucceeded();
    counting.reads(1);
    executor.onTaskSucceeded();
    executor.onTaskSucceeded();
    counting.reads(1);
    executor.onTaskFailed(TaskResultLost$.MODULE$);

    assertThat(spark.sent).hasSize(3); // the first says that nothing has happened yet
  }

  @Test
  void message_isMadeOfJdkTypes() {
    final SeekwellExecutor executor = new SeekwellExecutor(counting.reads(1).source);
    executor.init(spark, Map.of());
    executor.onTaskSucceeded();

    final Map<?, ?> message = (Map<?, ?>) spark.sent.get(0);

    assertThat(message).isExactlyInstanceOf(java.util.HashMap.class);
    assertThat(message.values())
        .allMatch(v -> v.getClass().getClassLoader() == null, "of the boot class loader");
  }

  @Test
  void report_addsUpExecutorsAndDriver_eachOnce() throws Exception {
    final Path report = folder.resolve("new/report.json");
    spark.conf.set(Report.SETTING, report.toString());
    final SeekwellDriver driver = new SeekwellDriver(counting.reads(1).source);
    driver.init(NO_SPARK, spark);
    driver.registerMetrics("app-1", spark);
    final Counting other = new Counting("other");

    tell(driver, other.reads(2).source);
    tell(driver, other.reads(3).source);
    tell(driver, counting.reads(1).source); // an executor in the driver's own class loader
    driver.shutdown();

    assertThat(Files.readString(report))
        .contains("\"application\": \"app-1\"")
        .contains("\"read.miss.count\": 7,")
        .contains("\"request.get.count\": 7,")
        .contains("\"read.delivered_bytes\": 70,")
        .contains("\"driver/here\"")
        .contains("\"7/other\"");
  }

  @Test
  void overtakenTidings_doNotSetTheFiguresBack() {
    final Totals totals = new Totals();
    final Counting executor = new Counting("executor");
    final Tidings early = new Tidings("executor", "1", 1, executor.reads(1).source.figures().get());
    final Tidings late = new Tidings("executor", "1", 2, executor.reads(1).source.figures().get());

    totals.hear(late);
    totals.hear(early);
    totals.hear(late);

    assertThat(Totals.sum(totals.sources()).reads()).isEqualTo(2);
  }

  @Test
  void fileUri_isAnAnswerToo() throws Exception {
    final Path report = folder.resolve("r.json");
    new Report("a \"quoted\"\nname", java.util.List.of()).write(report.toUri().toString());

    assertThat(Files.readString(report)).contains("a \\\"quoted\\\"\\u000aname");
  }

  @Test
  void sabotagedSpark_hearsNothingOfIt() {
    final Source broken =
        new Source(
            "broken",
            () -> {
              throw new ExceptionInInitializerError("no runtime");
            });
    final DriverPlugin driver = new SeekwellDriver(broken);
    final ExecutorPlugin executor = new SeekwellExecutor(broken);
    final SabotagedContext nothing = new SabotagedContext();

    assertThatCode(
            () -> {
              assertThat(driver.init(NO_SPARK, nothing)).isEmpty();
              driver.registerMetrics("app", nothing);
              driver.receive("gibberish");
              driver.receive(Map.of("seekwell.source", 1));
              executor.init(nothing, Map.of());
              executor.onTaskStart();
              executor.onTaskSucceeded();
              executor.onTaskFailed(TaskResultLost$.MODULE$);
              executor.shutdown();
              driver.shutdown();
            })
        .doesNotThrowAnyException();
  }

  @Test
  void unwritableReport_isNoReasonToFail() {
    spark.conf.set(Report.SETTING, "/dev/null/report.json");
    final SeekwellDriver driver = new SeekwellDriver(counting.source);
    driver.init(NO_SPARK, spark);

    assertThatCode(driver::shutdown).doesNotThrowAnyException();
  }

  @Test
  void executorWithoutTasks_sendsNothingWhenItEnds() {
    final SeekwellExecutor executor = new SeekwellExecutor(counting.reads(1).source);
    executor.init(spark, Map.of());

    executor.shutdown();

    assertThat(spark.sent).isEmpty();
  }

  @Test
  void executorThatRanTasks_sendsItsLastFiguresWhenItEnds() {
    final SeekwellExecutor executor = new SeekwellExecutor(counting.reads(1).source);
    executor.init(spark, Map.of());
    executor.onTaskSucceeded();
    counting.reads(1);

    executor.shutdown();

    assertThat(spark.sent).hasSize(2);
  }

  @Test
  void driverThatHasGone_isNoReasonToFailATask() {
    final SeekwellExecutor executor = new SeekwellExecutor(counting.source);
    executor.init(new SabotagedContext(), Map.of());

    assertThatCode(executor::onTaskSucceeded).doesNotThrowAnyException();
  }

  private static void tell(SeekwellDriver driver, Source source) {
    final RecordingContext context = new RecordingContext();
    final SeekwellExecutor executor = new SeekwellExecutor(source);
    executor.init(context, Map.of());
    executor.onTaskSucceeded();
    executor.shutdown();
    context.sent.forEach(driver::receive);
  }
}
