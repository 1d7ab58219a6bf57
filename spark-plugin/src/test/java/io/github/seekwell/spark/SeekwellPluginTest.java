package io.github.seekwell.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.github.seekwell.core.ConnectorRuntime;
import io.github.seekwell.core.metrics.ReadListener;
import io.github.seekwell.core.metrics.ReadSnapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.apache.spark.SparkContext;
import org.apache.spark.api.plugin.DriverPlugin;
import org.apache.spark.api.plugin.ExecutorPlugin;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SeekwellPluginTest {
  /** The plugin goes without its listener then. */
  @SuppressWarnings("NullAway")
  private static final SparkContext NO_SPARK = null;

  private final RecordingContext spark = new RecordingContext();
  private final Counting counting = new Counting("here");
  private final SeekwellExecutor executor = new SeekwellExecutor(counting);

  @TempDir private Path folder;

  @Test
  void sparksSettingsForHadoop_lieUnderThoseOfOthers_whileTheExecutorLives() {
    spark.conf.set("spark.hadoop.fs.oci.region", "eu-zurich-1").set("spark.app.name", "x");

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
  void executor_saysThatItIsThere_andTellsOfEachTaskThatEnds() throws IOException {
    executor.init(spark, Map.of());
    final FakeTask one = new FakeTask(11, 5).begin(executor);
    counting.reads(2);
    one.end();
    new FakeTask(12, 5).begin(executor).end(); // which reads nothing

    final List<Tidings> tidings = sent();
    executor.shutdown();

    assertThat(tidings).hasSize(3);
    assertThat(tidings.get(0).tasks()).isEmpty();
    assertThat(tidings.get(1).figures().reads()).isEqualTo(2);
    final TaskTidings first = tidings.get(1).tasks().get(0);
    assertThat(first.task()).isEqualTo(11);
    assertThat(first.stage()).isEqualTo(new StageKey(5, 0));
    assertThat(first.partition()).isEqualTo(3);
    assertThat(first.attempt()).isEqualTo(1);
    assertThat(first.nanos()).isPositive();
    assertThat(first.snapshot().reads()).isEqualTo(2);
    assertThat(tidings.get(2).tasks().get(0).snapshot().reads()).isZero();
    assertThat(tidings.get(2).schemes()).as("known already").isEmpty();
  }

  @Test
  void readsOfNoTask_areInTheTotalsAlone() throws IOException {
    executor.init(spark, Map.of());
    final FakeTask task = new FakeTask(1, 0).begin(executor);
    counting.reads(1);
    task.end();
    counting.reads(4);
    new FakeTask(2, 0).begin(executor).end();

    final Tidings last = sent().get(2);
    executor.shutdown();

    assertThat(last.figures().reads()).isEqualTo(5);
    assertThat(last.tasks().get(0).snapshot().reads()).isZero();
  }

  @Test
  void requestThatOutlivesItsTask_isTheTasksNevertheless() throws IOException {
    executor.init(spark, Map.of());
    final FakeTask first = new FakeTask(1, 0).begin(executor);
    final FakeTask second = new FakeTask(2, 0).begin(executor);
    first.resume();
    final Counting.Request ahead = counting.request();
    first.end();
    ahead.end();
    second.end();

    final List<Tidings> tidings = sent();
    executor.shutdown();

    assertThat(tidings.get(1).tasks().get(0).snapshot().bytesFetched()).isZero();
    assertThat(tidings.get(2).tasks())
        .filteredOn(task -> task.task() == 1)
        .singleElement()
        .satisfies(
            late -> {
              assertThat(late.ends()).isFalse();
              assertThat(late.snapshot().bytesFetched()).isEqualTo(10);
            });
  }

  @Test
  void lastTask_waitsForWhatIsOnItsWay() throws IOException {
    executor.init(spark, Map.of());
    final FakeTask task = new FakeTask(1, 0).begin(executor);
    counting.busyUntilAsked(counting.request()::end);
    task.end();

    final TaskTidings told = sent().get(1).tasks().get(0);
    executor.shutdown();

    assertThat(told.snapshot().bytesFetched()).isEqualTo(10);
  }

  @Test
  void whatATaskWaitsForAtItsEnd_isNotItsTime() throws IOException {
    executor.init(spark, Map.of());
    final long start = System.nanoTime();
    final FakeTask task = new FakeTask(1, 0).begin(executor);
    final long[] over = {0};
    counting.busyUntilAsked(
        () -> {
          over[0] = System.nanoTime() - start;
          while (System.nanoTime() - start < 2 * over[0]) {
            Thread.onSpinWait();
          }
        });
    task.end();

    final TaskTidings told = sent().get(1).tasks().get(0);
    executor.shutdown();

    assertThat(told.nanos()).isPositive().isLessThanOrEqualTo(over[0]);
  }

  @Test
  void taskThatIsNotTheLast_waitsForNothing() throws IOException {
    executor.init(spark, Map.of());
    final FakeTask task = new FakeTask(1, 0).begin(executor);
    final FakeTask other = new FakeTask(2, 0).begin(executor);
    task.resume();
    counting.busyUntilAsked(counting.request()::end);
    task.end();

    final TaskTidings told = sent().get(1).tasks().get(0);
    other.end();
    executor.shutdown();

    assertThat(told.snapshot().bytesFetched()).isZero();
  }

  @Test
  void killedTask_givesAccount_andStaysInterrupted() throws IOException {
    executor.init(spark, Map.of());
    final FakeTask task = new FakeTask(1, 0).begin(executor);
    counting.reads(1);
    Thread.currentThread().interrupt();
    task.end();
    final boolean interrupted = Thread.interrupted();

    final List<Tidings> tidings = sent();
    executor.shutdown();

    assertThat(interrupted).isTrue();
    assertThat(tidings.get(1).tasks().get(0).snapshot().reads()).isEqualTo(1);
  }

  @Test
  void task_tellsHowItEnded() throws IOException {
    executor.init(spark, Map.of());
    new FakeTask(1, 0).begin(executor).end();
    new FakeTask(2, 0).fail().begin(executor).end();
    new FakeTask(3, 0).fail().kill().begin(executor).end();
    executor.shutdown();

    final List<Ending> told = new ArrayList<>();
    for (Tidings tidings : sent()) {
      tidings.tasks().forEach(task -> told.add(task.ending()));
    }
    assertThat(told).containsExactly(Ending.WELL, Ending.FAILED, Ending.KILLED);
  }

  @Test
  void taskWhoseDriverHasGone_isShownInSparksPagesNevertheless() {
    executor.init(spark, Map.of());
    final FakeTask task = new FakeTask(1, 0).begin(executor);
    counting.reads(1);
    spark.closed = true;
    task.end();
    executor.shutdown();

    assertThat(spark.asked).hasSize(1);
  }

  @Test
  void message_isMadeOfJdkTypes() {
    executor.init(spark, Map.of());
    final FakeTask task = new FakeTask(1, 0).begin(executor);
    counting.reads(1);
    task.end();
    executor.shutdown();

    final List<Object> parts = new ArrayList<>();
    collect(spark.sent.get(1), parts);

    assertThat(parts)
        .hasSizeGreaterThan(5)
        .allMatch(part -> part.getClass().getClassLoader() == null, "of the boot class loader");
  }

  private static void collect(Object message, List<Object> parts) {
    parts.add(message);
    if (message instanceof Map<?, ?> map) {
      map.forEach(
          (key, value) -> {
            parts.add(key);
            collect(value, parts);
          });
    } else if (message instanceof Collection<?> list) {
      list.forEach(each -> collect(each, parts));
    }
  }

  @Test
  void stageThatReads_isAskedForOnce_andOneThatDoesNotIsNot() {
    executor.init(spark, Map.of());
    for (int task = 0; task < 3; task++) {
      final FakeTask reading = new FakeTask(task, 1).begin(executor);
      counting.reads(1);
      reading.end();
    }
    new FakeTask(9, 2).begin(executor).end();
    executor.shutdown();

    assertThat(spark.asked).hasSize(1);
    assertThat(StageAccumulators.asked(spark.asked.get(0))).isEqualTo(new StageKey(1, 0));
  }

  @Test
  void taskThatFailedOrWasKilled_asksForNoAccumulators() {
    executor.init(spark, Map.of());
    final FakeTask failed = new FakeTask(1, 0).fail().begin(executor);
    counting.reads(1);
    failed.end();
    final FakeTask killed = new FakeTask(2, 0).kill().begin(executor);
    counting.reads(1);
    killed.end();
    executor.shutdown();

    assertThat(spark.asked).isEmpty();
  }

  @Test
  void accumulatorsSwitchedOff_areNotAskedFor() {
    spark.conf.set(PluginSettings.ACCUMULATORS, "false");
    executor.init(spark, Map.of());
    final FakeTask task = new FakeTask(1, 0).begin(executor);
    counting.reads(1);
    task.end();
    executor.shutdown();

    assertThat(spark.asked).isEmpty();
  }

  @Test
  void report_addsUpExecutorsAndDriver_eachOnce() throws Exception {
    final Path report = folder.resolve("new/report.json");
    spark.conf.set(PluginSettings.REPORT, report.toString());
    final SeekwellDriver driver = new SeekwellDriver(counting.reads(1));
    driver.init(NO_SPARK, spark);
    driver.registerMetrics("app-1", spark);
    final Counting other = new Counting("other");

    tell(driver, other, 2, 1);
    tell(driver, other, 3, 2);
    tell(driver, counting, 1, 3); // an executor in the driver's own class loader
    driver.shutdown();

    assertThat(Files.readString(report))
        .contains("\"application\": \"app-1\"")
        .contains("\"read.miss.count\": 7,")
        .contains("\"request.get.count\": 7,")
        .contains("\"read.delivered_bytes\": 70,")
        .contains("\"7/here\"")
        .contains("\"7/other\"");
  }

  @Test
  void secondApplicationOfAJvm_reportsNothingOfTheFirst() {
    final Path report = folder.resolve("report.json");
    spark.conf.set(PluginSettings.REPORT, report.toString());
    final SeekwellDriver first = new SeekwellDriver(counting.reads(1));
    first.init(NO_SPARK, spark);
    tell(first, counting, 2, 1);
    first.shutdown();
    assertThat(report).content().contains("\"read.miss.count\": 3,");

    final SeekwellDriver second = new SeekwellDriver(counting);
    second.init(NO_SPARK, spark);
    tell(second, counting, 4, 1);
    second.shutdown();

    assertThat(report)
        .content()
        .contains("\"read.miss.count\": 4,", "\"driver\": {}", "\"unattributed\": {}")
        .doesNotContain("\"read.miss.count\": 7,");
  }

  @Test
  void sumsOfAnApplication_stayWhatTheyWereAtItsEnd() {
    final SeekwellDriver driver = new SeekwellDriver(counting.evicts(3));
    driver.init(NO_SPARK, spark);
    driver.registerMetrics("app", spark);
    tell(driver, new Counting("other").evicts(2), 1, 1);
    driver.shutdown();
    counting.evicts(7); // of another application, or of nobody's

    assertThat(evicted(spark)).isEqualTo(5L);
  }

  @Test
  void lastPushOfASink_hasAllThereWas_thoughTheOneBeforeWasAMomentAgo() {
    final SeekwellDriver driver = new SeekwellDriver(counting.evicts(3));
    driver.init(NO_SPARK, spark);
    driver.registerMetrics("app", spark);
    final List<Object> before = List.of(evicted(spark), evictedHere());
    counting.evicts(1);
    tell(driver, new Counting("other").evicts(2), 1, 1);
    driver.shutdown();

    assertThat(before).containsExactly(3L, 3L);
    assertThat(evicted(spark)).isEqualTo(6L);
    assertThat(evictedHere()).isEqualTo(4L);
  }

  @Test
  void driversOwnFigures_areHeardInTheOrderInWhichTheyWereCounted() throws Exception {
    final Path report = folder.resolve("report.json");
    spark.conf.set(PluginSettings.REPORT, report.toString());
    final SeekwellDriver driver = new SeekwellDriver(counting.evicts(1));
    final RecordingContext other = new RecordingContext();
    driver.init(NO_SPARK, spark);
    driver.registerMetrics("app", spark);
    driver.registerMetrics("app", other);
    final CountDownLatch counted = new CountDownLatch(1);
    final CountDownLatch goOn = new CountDownLatch(1);
    counting.afterCounting(
        () -> {
          counted.countDown();
          Quietly.run("wait", goOn::await);
        });
    final Thread slow = new Thread(() -> evicted(spark));
    slow.start();
    counted.await();
    counting.evicts(4).afterCounting(() -> {});
    final Thread quick = new Thread(() -> evicted(other));
    quick.start();
    while (quick.isAlive() && quick.getState() != Thread.State.BLOCKED) {
      Thread.onSpinWait();
    }
    goOn.countDown();
    slow.join();
    quick.join();
    counting.afterCounting(
        () -> {
          throw new IllegalStateException("the report has what was heard last");
        });
    driver.shutdown();

    assertThat(report).content().contains("\"cache.evicted.count\": 5,");
  }

  private static Object evicted(RecordingContext context) {
    return context.registry.getGauges().get("application.cache.evicted.count").getValue();
  }

  private Object evictedHere() {
    return spark.registry.getGauges().get("cache.evicted.count").getValue();
  }

  @Test
  void figuresThatDidNotLeave_leaveWithTheNext() throws IOException {
    executor.init(spark, Map.of());
    final FakeTask first = new FakeTask(1, 0).begin(executor);
    counting.reads(2);
    spark.closed = true;
    first.end();
    spark.closed = false;
    new FakeTask(2, 0).begin(executor).end();

    final List<Tidings> tidings = sent();
    executor.shutdown();

    assertThat(tidings).hasSize(2);
    assertThat(tidings.get(1).figures().reads()).isEqualTo(2);
    assertThat(tidings.get(1).tasks()).extracting(TaskTidings::task).containsExactly(1L, 2L);
  }

  @Test
  void sabotagedSpark_hearsNothingOfIt() {
    final Source broken = new BrokenSource();
    final DriverPlugin driver = new SeekwellDriver(broken);
    final ExecutorPlugin brokenExecutor = new SeekwellExecutor(broken);
    final SabotagedContext nothing = new SabotagedContext();

    assertThatCode(
            () -> {
              assertThat(driver.init(NO_SPARK, nothing)).isEmpty();
              driver.registerMetrics("app", nothing);
              driver.receive("gibberish");
              driver.receive(Map.of("seekwell.source", 1));
              driver.receive(Map.of("seekwell.accumulators", new int[] {1, 0}));
              brokenExecutor.init(nothing, Map.of());
              brokenExecutor.onTaskStart();
              new FakeTask(1, 1).begin((SeekwellExecutor) brokenExecutor).end();
              brokenExecutor.shutdown();
              driver.shutdown();
            })
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource({
    "spark.seekwell.report, /dev/null/report.json",
    "spark.seekwell.report, nowhere://bucket/report.json",
    "spark.seekwell.report, file:relative:uri",
    "spark.seekwell.report.csv, 'http://[:::]/'",
    "spark.seekwell.report.interval, now and then",
    "spark.seekwell.report, /",
    "spark.seekwell.report.interval, -3s",
    "spark.seekwell.report.interval, 99999999999999999999s",
    "spark.seekwell.report.interval, 106751991167300d",
    "spark.seekwell.accumulators, perhaps",
    "spark.seekwell.schemes, gopher"
  })
  void settingWithoutSense_isNoReasonToFail_andComplainedOfOnce(String key, String value) {
    final long complaints = complaints();
    spark.conf.set(key, value);
    final SeekwellDriver driver = new SeekwellDriver(counting);

    assertThatCode(
            () -> {
              driver.init(NO_SPARK, spark);
              driver.registerMetrics("app", new RecordingContext());
              executor.init(spark, Map.of());
              new FakeTask(1, 0).begin(executor).end();
              executor.shutdown();
              spark.sent.forEach(driver::receive);
              driver.shutdown();
            })
        .doesNotThrowAnyException();
    assertThat(spark.sent).hasSize(2);
    assertThat(complaints() - complaints).isLessThanOrEqualTo(1);
  }

  @Test
  void settingThatIsNone_isComplainedOf() {
    spark.conf.set("spark.seekwell.reprot", "report.json").set(PluginSettings.INTERVAL, "0");
    new SeekwellDriver(counting).init(NO_SPARK, spark);

    assertThat(PluginSettings.unknown(spark.conf)).containsExactly("spark.seekwell.reprot");
    assertThat(Quietly.isNews("find a meaning of spark.seekwell.reprot")).isFalse();
  }

  /** Different ones, in this JVM. */
  private static long complaints() {
    return System.getProperties().stringPropertyNames().stream()
        .filter(name -> name.startsWith("io.github.seekwell.spark.said:"))
        .count();
  }

  @Test
  void reportThatCannotBeWritten_doesNotKeepTheOtherFromBeingSo() {
    final Path table = folder.resolve("report.csv");
    spark.conf.set(PluginSettings.REPORT, "nowhere://bucket/report.json");
    spark.conf.set(PluginSettings.CSV, table.toString());
    final SeekwellDriver driver = new SeekwellDriver(counting.reads(1));
    driver.init(NO_SPARK, spark);
    driver.shutdown();

    assertThat(table).content().contains("application,");
  }

  @Test
  void interruptedThreadThatStopsSpark_reports_andStaysInterrupted() {
    final Path report = folder.resolve("report.json");
    spark.conf.set(PluginSettings.REPORT, report.toString());
    final SeekwellDriver driver = new SeekwellDriver(counting.reads(1));
    driver.init(NO_SPARK, spark);
    Thread.currentThread().interrupt();
    driver.shutdown();
    final boolean interrupted = Thread.interrupted();

    assertThat(interrupted).isTrue();
    assertThat(report).content().contains("\"read.miss.count\": 1,");
  }

  @Test
  void sourceThatBreaks_leavesTheGaugesTheirOldFigures() {
    final boolean[] broken = {false};
    final long[] time = {0};
    final int[] asked = {0};
    final Latest latest =
        new Latest(
            () -> {
              asked[0]++;
              if (broken[0]) {
                throw new ExceptionInInitializerError("no runtime");
              }
              return counting.figures();
            },
            Duration.ZERO,
            () -> time[0]);
    counting.reads(2);
    latest.of("oci");
    broken[0] = true;
    time[0]++;

    assertThat(latest.of("oci").reads()).isEqualTo(2);
    assertThat(asked[0]).isEqualTo(2);
  }

  @Test
  void figuresThatTakeLong_areTakenSeldom() {
    final long[] seconds = {0};
    final int[] asked = {0};
    final Latest latest =
        new Latest(
            () -> {
              asked[0]++;
              seconds[0] += 2; // so long it takes
              return counting.figures();
            },
            Duration.ofSeconds(3),
            () -> seconds[0] * 1_000_000_000L);
    latest.of("oci");
    seconds[0] = 19;
    latest.of("oci");
    latest.of("s3a");
    final int before = asked[0];
    seconds[0] = 20;
    latest.of("oci");

    assertThat(before).isEqualTo(1);
    assertThat(asked[0]).isEqualTo(2);
  }

  @Test
  void executorThatEnds_tellsWhatIsNew_andNothingElse() throws IOException {
    executor.init(spark, Map.of());
    new FakeTask(1, 0).begin(executor).end();
    counting.reads(2);
    executor.shutdown();
    executor.shutdown();

    assertThat(sent()).hasSize(3);
    assertThat(sent().get(2).figures().reads()).isEqualTo(2);
  }

  @Test
  void driverThatHasGone_isNoReasonToFailATask() {
    executor.init(new SabotagedContext(), Map.of());

    assertThatCode(() -> new FakeTask(1, 0).begin(executor).end()).doesNotThrowAnyException();
  }

  private List<Tidings> sent() throws IOException {
    final List<Tidings> tidings = new ArrayList<>();
    for (Object message : spark.sent) {
      tidings.add(Tidings.of(message));
    }
    return tidings;
  }

  /** A task that reads, on an executor of its own with that source. */
  private static void tell(SeekwellDriver driver, Counting source, int reads, long id) {
    final RecordingContext context = new RecordingContext();
    final SeekwellExecutor executor = new SeekwellExecutor(source);
    executor.init(context, Map.of());
    final FakeTask task = new FakeTask(id, 0).begin(executor);
    source.reads(reads);
    task.end();
    executor.shutdown();
    context.sent.forEach(driver::receive);
  }

  /** Of a connector that could not be loaded. */
  private static final class BrokenSource implements Source {

    @Override
    public String id() {
      return "broken";
    }

    @Override
    public Map<String, ReadSnapshot> figures() {
      throw new ExceptionInInitializerError("no runtime");
    }

    @Override
    public Earlier earlier() {
      return new Earlier();
    }

    @Override
    public boolean busy() {
      throw new NoSuchMethodError("isQuiet");
    }

    @Override
    public void attribute(Supplier<@Nullable ReadListener> accounts) {
      throw new IllegalStateException("no environment");
    }
  }
}
