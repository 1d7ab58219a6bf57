package io.github.seekwell.shaded;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.seekwell.core.testing.Call;
import io.github.seekwell.core.testing.Fault;
import io.github.seekwell.shaded.app.MeasuredJob;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * One job on executors of their own, its figures pushed to a real InfluxDB, scraped by a real
 * Prometheus, written as CSV and shown by JMX. Asked afterwards, all of them say what the store has
 * seen, and each panel of the dashboards has something to show.
 */
@EnabledIfSystemProperty(named = "seekwell.acceptance", matches = "true")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SinksIT {
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final Set<String> PROCESSES = Set.of("driver", "0", "1");

  /** Seconds between two pushes. */
  private static final String PERIOD = "2";

  /** How often a figure must have arrived before the job may end, for rates to have a slope. */
  private static final int FIGURES = 6;

  private static final int AFTER = 3;

  /** Told apart: one for each of Spark's doors and the reader's, and one that faults made. */
  private static final List<String> METRICS =
      List.of(
          "request.count",
          "request.get.count",
          "request.throttled.count",
          "read.delivered_bytes",
          "read.hit.count",
          "read.miss.count",
          "read.latency.total_nanos",
          "write.bytes");

  private static final int REFUSED = 3;

  /** What is lacking, if nothing is. */
  private static final String THERE = "";

  private Path folder;
  private Path talk;
  private World.Worlds worlds;
  private InfluxDb influxDb;
  private Prometheus prometheus;
  private Instant start;
  private CompletableFuture<Program.Finished> running;
  private Program.Finished job;
  private JsonNode report;
  private long requestsSeen;

  SparkHome spark() throws IOException, InterruptedException {
    return SparkHome.of("3.5.9", "2.12");
  }

  @BeforeAll
  void runAJob(@TempDir Path own) throws Exception {
    folder = own;
    LocalServer.assumeInstalled("influxd", "prometheus");
    final MonitoringChart chart = MonitoringChart.render(Map.of("prometheus.interval", "1s"));
    start = Instant.now();
    worlds = World.all(folder, "oci");
    influxDb = InfluxDb.start(chart, folder.resolve("influxdb"));
    talk = Files.createDirectories(folder.resolve("talk"));
    for (World world : worlds.list()) {
      world.store().script(Call.named("GetObject"), Fault.status(503).times(REFUSED));
    }
    running = submit();

    until("the driver's UI is up", () -> heard("ui"));
    final URI ui = URI.create(Files.readString(talk.resolve("ui")));
    prometheus = Prometheus.start(chart, ui, folder.resolve("prometheus"));
    until("figures of all processes arrive", this::enoughArrives);
    say("enough");
    until("the job holds still", () -> heard("still"));
    until("all requests are shown", this::allRequestsAreShown);
    final Map<String, Integer> shown = arrived();
    until("figures follow", () -> moreArrives(shown));
    say("leave");

    job = running.get(PATIENCE.toSeconds(), TimeUnit.SECONDS).successful();
    requestsSeen = worlds.requests();
    report = new ObjectMapper().readTree(folder.resolve("report.json").toFile());
  }

  @AfterAll
  void close() throws Exception {
    if (running != null) { // whatever went wrong, it writes into our folder
      say("enough");
      say("leave");
      running.handle((finished, failure) -> finished).get();
    }
    for (AutoCloseable each : new AutoCloseable[] {prometheus, influxDb, worlds}) {
      closeQuietly(each);
    }
  }

  @Test
  void influxDb_holdsWhatTheStoreHasSeen_andTheReportSays() throws Exception {
    assertThat(influxDb.last("request.count", "jvm")).containsOnlyKeys(PROCESSES);
    assertThat(influxTotal("request.count")).isEqualTo(requestsSeen);
    assertThat(influxTotal("request.throttled.count"))
        .isEqualTo((long) REFUSED * worlds.list().size());
    for (String metric : METRICS) {
      assertThat(influxTotal(metric)).as(metric).isPositive().isEqualTo(reported(metric));
    }
  }

  @Test
  void prometheus_holdsWhatTheWholeApplicationHasSeen_andWhatTheDriverHas() throws Exception {
    for (String metric : METRICS) {
      assertThat(prometheus.last(metric, "application")).as(metric).isEqualTo(reported(metric));
      assertThat(prometheus.last(metric, "driver"))
          .as(metric)
          .isEqualTo(influxDb.last(metric, "jvm").get("driver"));
    }
  }

  @Test
  void application_isPushedAsWell_byTheDriverAlone() throws Exception {
    for (String metric : METRICS) {
      assertThat(influxDb.last(metric, "application"))
          .as(metric)
          .isEqualTo(Map.of("driver", reported(metric)));
    }
  }

  @Test
  void csvFiles_endWithTheSameFigures() throws Exception {
    for (String metric : METRICS) {
      for (String process : PROCESSES) {
        long sum = 0;
        for (String name : PluginNames.pushed(application(), process, metric)) {
          sum += lastInCsv(folder.resolve("csv").resolve(name + ".csv"));
        }
        assertThat(sum)
            .as("%s of %s", metric, process)
            .isEqualTo(influxDb.last(metric, "jvm").get(process));
      }
    }
  }

  @Test
  void namesOfCernsDashboards_areUnderTheClassOfOurPlugin() throws Exception {
    for (World world : worlds.list()) {
      if (!world.scheme().equals("s3")) { // which goes with s3a
        final String alias = world.scheme().toUpperCase(Locale.ROOT);
        for (String figure : List.of("ReadTimeMuSec", "ReadTimeMinusCPUMuSec")) {
          assertThat(ofAllProcesses(alias + figure)).as(alias + figure).isPositive();
        }
        final long delivered =
            world.scheme().equals("s3a") ? delivered("s3a") + delivered("s3") : delivered("oci");
        assertThat(ofAllProcesses(alias + "BytesRead")).as(alias).isEqualTo(delivered);
      }
    }
  }

  private long ofAllProcesses(String name) throws IOException {
    final String plugin = ".plugin.io.github.seekwell.spark.SeekwellPlugin.";
    long sum = 0;
    for (String process : PROCESSES) {
      final String file = application() + "." + process + plugin + name + ".csv";
      sum += lastInCsv(folder.resolve("csv").resolve(file));
    }
    return sum;
  }

  /** Through one scheme, says the report. */
  private long delivered(String scheme) {
    return report.path("schemes").path(scheme).path("read.delivered_bytes").asLong();
  }

  @Test
  void jmx_showsTheSameFigures_onDriverAndExecutors() throws Exception {
    final Map<String, String> shown = new TreeMap<>();
    job.output()
        .lines()
        .filter(line -> line.startsWith("jmx "))
        .map(line -> line.split(" "))
        .forEach(words -> shown.put(words[1] + " " + words[2], words[3]));
    for (String metric : METRICS) {
      for (String process : PROCESSES) {
        final long sum =
            PluginNames.of(metric).stream()
                .mapToLong(name -> Long.parseLong(shown.getOrDefault(process + " " + name, "-1")))
                .sum();
        assertThat(sum)
            .as("%s of %s", metric, process)
            .isEqualTo(influxDb.last(metric, "jvm").get(process));
      }
    }
  }

  @Test
  void figures_areKeptAsLongAsTheChartSays() throws Exception {
    final List<InfluxDb.Series> policies = influxDb.query("SHOW RETENTION POLICIES");

    assertThat(policies.get(0).rows())
        .singleElement()
        .satisfies(row -> assertThat(row.get(1).asText()).isEqualTo("720h0m0s"));
  }

  @ParameterizedTest
  @MethodSource
  void panelOfInfluxDb_hasFigures(Dashboard.Query query) throws Exception {
    final List<InfluxDb.Series> answer = influxDb.query(inInfluxDb(query).text());

    assertThat(answer).as(query.text()).isNotEmpty().anyMatch(InfluxDb.Series::hasValue);
  }

  static Stream<Dashboard.Query> panelOfInfluxDb_hasFigures() throws IOException {
    return Dashboard.read("seekwell-influxdb.json").queries().stream();
  }

  @ParameterizedTest
  @MethodSource
  void panelOfPrometheus_hasFigures(Dashboard.Query query) throws Exception {
    final List<Prometheus.Series> answer = prometheus.query(inPrometheus(query).text(), start);

    assertThat(answer).as(query.text()).isNotEmpty().allMatch(each -> each.figures() > 0);
  }

  static Stream<Dashboard.Query> panelOfPrometheus_hasFigures() throws IOException {
    return Dashboard.read("seekwell-prometheus.json").queries().stream();
  }

  /** A panel of totals can be right on its own; a wrong tag would leave it without executors. */
  @Test
  void deliveredByExecutor_showsEveryExecutor() throws Exception {
    final Dashboard.Query query =
        Dashboard.read("seekwell-influxdb.json").queries().stream()
            .filter(each -> each.panel().equals("Delivered by executor"))
            .findFirst()
            .orElseThrow();

    assertThat(influxDb.query(inInfluxDb(query).text()))
        .extracting(each -> each.tags().get("executor"))
        .containsExactlyInAnyOrderElementsOf(PROCESSES);
  }

  @Test
  void variables_findTheApplicationAndItsExecutors() throws Exception {
    final Map<String, List<String>> influx = new TreeMap<>();
    for (Dashboard.Query each : Dashboard.read("seekwell-influxdb.json").variables()) {
      influx.put(
          each.panel(),
          influxDb.query(inInfluxDb(each).text()).stream()
              .flatMap(series -> series.rows().stream())
              .map(row -> row.get(1).asText())
              .toList());
    }
    assertThat(influx.get("appid")).containsExactly(application());
    assertThat(influx.get("executor")).containsExactlyInAnyOrderElementsOf(PROCESSES);

    // label_values is Grafana's own function; the metric and the label are ours.
    assertThat(Dashboard.read("seekwell-prometheus.json").variables())
        .extracting(Dashboard.Query::text)
        .containsExactly("label_values(seekwell_request_count, app_id)");
    assertThat(
            prometheus.query(
                "count by (app_id, pod, namespace) (last_over_time(seekwell_request_count[10m]))"))
        .extracting(Prometheus.Series::labels)
        .containsExactly(Map.of("app_id", appId(), "pod", "job-driver", "namespace", "spark"));
  }

  private CompletableFuture<Program.Finished> submit() throws Exception {
    final String sink = "spark.metrics.conf.*.sink.";
    final String classes = "org.apache.spark.metrics.sink.";
    final Submission submission =
        new Submission(spark(), "local-cluster[2,1,1024]", folder)
            .withPlugin()
            .withHadoop(worlds.settings())
            .with("spark.ui.enabled", "true")
            .with("spark.ui.port", "0")
            .with("spark.ui.prometheus.enabled", "true")
            .with("spark.seekwell.report", folder.resolve("report.json").toString())
            .with(sink + "graphite.class", classes + "GraphiteSink")
            .with(sink + "graphite.host", "127.0.0.1")
            .with(sink + "graphite.port", Integer.toString(influxDb.graphite()))
            .with(sink + "graphite.prefix", "spark")
            .with(sink + "graphite.period", PERIOD)
            .with(sink + "graphite.unit", "seconds")
            .with(sink + "csv.class", classes + "CsvSink")
            .with(sink + "csv.directory", Files.createDirectories(folder.resolve("csv")).toString())
            .with(sink + "csv.period", PERIOD)
            .with(sink + "csv.unit", "seconds")
            .with(sink + "jmx.class", classes + "JmxSink")
            .with(sink + "prometheusServlet.class", classes + "PrometheusServlet")
            .with(sink + "prometheusServlet.path", "/metrics/prometheus");
    final String[] arguments =
        Stream.concat(Stream.of(talk.toString()), worlds.list().stream().map(w -> w.at("measured")))
            .toArray(String[]::new);
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return submission.run("sinks", MeasuredJob.class, arguments);
          } catch (IOException | InterruptedException e) {
            throw new CompletionException(e);
          }
        });
  }

  /** How many figures of each process InfluxDB has, and how many Prometheus has of the driver. */
  private Map<String, Integer> arrived() throws Exception {
    final Map<String, Integer> arrived = new TreeMap<>();
    for (String each : PROCESSES) {
      arrived.put(each, 0);
    }
    for (InfluxDb.Series each :
        influxDb.query(
            "SELECT count(\"value\") FROM \"read.hit_ratio\""
                + " WHERE \"scope\" = 'jvm' GROUP BY \"executor\"")) {
      arrived.put(each.tags().getOrDefault("executor", ""), (int) each.last());
    }
    final List<Prometheus.Series> scraped =
        prometheus.query("min(count_over_time(seekwell_request_count[10m]))");
    arrived.put("prometheus", scraped.isEmpty() ? 0 : (int) scraped.get(0).last());
    return arrived;
  }

  private String enoughArrives() throws Exception {
    final Map<String, Integer> arrived = arrived();
    final int faults = worlds.list().stream().mapToInt(w -> w.store().script().unused()).sum();
    return arrived.values().stream().allMatch(count -> count >= FIGURES) && faults == 0
        ? THERE
        : "arrived " + arrived + ", faults to come " + faults;
  }

  /** Figures are taken one after the other: all are the last ones when some have followed. */
  private String moreArrives(Map<String, Integer> than) throws Exception {
    final Map<String, Integer> arrived = arrived();
    return arrived.entrySet().stream().allMatch(e -> e.getValue() >= than.get(e.getKey()) + AFTER)
        ? THERE
        : "arrived " + arrived + ", before " + than;
  }

  private String allRequestsAreShown() throws Exception {
    final long seen = worlds.requests();
    final Map<String, Long> pushed = influxDb.last("request.count", "jvm");
    final long scraped = prometheus.last("request.count", "application");
    return influxTotal("request.count") == seen && scraped == seen
        ? THERE
        : "the store has seen " + seen + ", pushed " + pushed + ", scraped " + scraped;
  }

  private String heard(String word) {
    return Files.exists(talk.resolve(word)) ? THERE : "not said: " + word;
  }

  private void say(String word) throws IOException {
    Files.writeString(talk.resolve(word), "");
  }

  private long influxTotal(String metric) throws Exception {
    return influxDb.last(metric, "jvm").values().stream().mapToLong(Long::longValue).sum();
  }

  private long reported(String metric) {
    return report.path("counters").path(metric).asLong(-1);
  }

  private String application() {
    return report.path("application").asText();
  }

  /** As it stands in Prometheus' names. */
  private String appId() {
    return application().replace('-', '_');
  }

  private Dashboard.Query inInfluxDb(Dashboard.Query query) {
    return query.with(
        Map.of(
            "appid", application(),
            "executor", "(driver|0|1)",
            "scheme", ".*",
            "timeFilter", "time >= " + start.toEpochMilli() + "ms",
            "__interval", "1s"));
  }

  private Dashboard.Query inPrometheus(Dashboard.Query query) {
    return query.with(
        Map.of("app_id", appId(), "scope", "application", "scheme", ".*", "__rate_interval", "5s"));
  }

  private static long lastInCsv(Path file) throws IOException {
    final List<String> lines = Files.readAllLines(file);
    return Long.parseLong(lines.get(lines.size() - 1).split(",")[1]);
  }

  /** Waits until nothing is lacking. */
  private void until(String what, Callable<String> lacking) throws Exception {
    final long deadline = System.nanoTime() + PATIENCE.toNanos();
    for (String now = lacking.call(); !now.equals(THERE); now = lacking.call()) {
      if (running.isDone()) {
        throw new AssertionError(what + ": the job ended\n" + running.get().output());
      }
      assertThat(System.nanoTime()).as("not in time: %s: %s", what, now).isLessThan(deadline);
      TimeUnit.MILLISECONDS.sleep(200);
    }
  }

  private static void closeQuietly(AutoCloseable each) {
    try {
      if (each != null) {
        each.close();
      }
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
