package io.github.seekwell.spark;

import static org.assertj.core.api.Assertions.assertThat;

import com.codahale.metrics.Histogram;
import com.codahale.metrics.MetricRegistry;
import io.github.seekwell.core.metrics.Accounts;
import io.github.seekwell.core.metrics.ConnectorMetrics;
import io.github.seekwell.core.metrics.DiskEvent;
import io.github.seekwell.core.metrics.EndedRequest;
import io.github.seekwell.core.metrics.ReadListener;
import io.github.seekwell.core.metrics.ReadOutcome;
import io.github.seekwell.core.metrics.ReadSnapshot;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The metrics, and {@code docs/metrics.md}, which is made of them. */
class SparkMetricsTest {
  private static final Path PAGE = Path.of("docs", "metrics.md");
  private static final String COMMAND =
      "mvn -pl connector-core,spark-plugin test -Dtest=SparkMetricsTest"
          + " -Dsurefire.failIfNoSpecifiedTests=false -Dseekwell.update=true";
  private static final List<String> SCHEMES = List.of("oci", "s3a", "s3");

  private final MetricRegistry registry = new MetricRegistry();
  private final Counting counting = new Counting("here");

  @Test
  void metrics_showWhatIsCounted_underTheirScheme() {
    SparkMetrics.registerHere(counting.reads(3), SCHEMES, registry);
    SparkMetrics.registerApplication(new Counting("all").reads(5)::figures, SCHEMES, registry);

    assertThat(value("oci.read.miss.count")).isEqualTo(3L);
    assertThat(value("s3a.read.miss.count")).isEqualTo(0L);
    assertThat(value("oci.read.amplification")).isEqualTo(1.0);
    assertThat(value("application.oci.read.miss.count")).isEqualTo(5L);
    assertThat(value("connection.open")).isEqualTo(0L);
  }

  /** A name that stands where its events are not counted would be 0 for ever. */
  @Test
  void everyName_moves_whenAllThereIsHasHappened() {
    final Accounts accounts = new Accounts();
    accounts.gauges(gauge -> 1);
    final List<String> schemes = List.of("oci", "s3a");
    SparkMetrics.registerHere(new Told(accounts), schemes, registry);
    schemes.forEach(scheme -> everything(accounts, accounts.owner(scheme, null)));

    final TreeSet<String> still = new TreeSet<>();
    registry
        .getGauges()
        .forEach(
            (name, gauge) -> {
              if (((Number) gauge.getValue()).doubleValue() == 0) {
                still.add(name);
              }
            });
    registry
        .getHistograms()
        .forEach(
            (name, histogram) -> {
              if (histogram.getCount() == 0) {
                still.add(name);
              }
            });
    still.removeIf(name -> name.matches("(OCI|S3A).*Seek.*")); // always 0, says the page

    assertThat(still).isEmpty();
  }

  private static void everything(ReadListener listener, Object owner) {
    final String object = "oci://b@n/o";
    for (ReadOutcome outcome : ReadOutcome.values()) {
      listener.onRead(owner, object, 0, 10, 2_000_000, 10_000, outcome);
    }
    listener.onHits(owner, 1, 10);
    listener.onOpen(owner, 1000);
    listener.onReadFailed(owner, 1000);
    listener.onSeek(owner, 10);
    listener.onSeek(owner, -10);
    listener.onFetch(owner, 10, 0);
    listener.onFetch(owner, 0, 10);
    listener.onRefetch(owner, 10);
    listener.onLookAheadUsed(owner, 10);
    listener.onLookAheadWasted(10);
    listener.onEviction(10);
    listener.onDiskRead(owner, 1, 10, 1000);
    for (DiskEvent event : DiskEvent.values()) {
      listener.onDisk(event, 1, 10);
    }
    for (String operation : operations()) {
      listener.onRequestSent(owner, operation); // and does not end
      for (int status : new int[] {206, 304, 404, 503, 0}) {
        listener.onRequestSent(owner, operation);
        listener.onRequest(
            owner,
            new EndedRequest(
                operation, object, 0, 10, 2, 1000, 1000, 1000, 10, status, "127.0.0.1", "id"));
      }
      listener.onOperation(owner, operation, 1_000_000, true);
      listener.onOperation(owner, operation, 1_000_000, false);
    }
    listener.onResend("127.0.0.1");
    listener.onLimitWait(owner, 1000);
    listener.onRetry(owner, "get", 1000);
    listener.onHedge(owner, 1000);
    listener.onHedgeEnded(owner, true);
    listener.onHedgeEnded(owner, false);
    listener.onConnection("127.0.0.1", true);
    listener.onConnection("127.0.0.1", true);
    listener.onConnection("127.0.0.1", false);
    listener.onAddressChange("host", 1, 1);
    listener.onLookup("host", 1000, true);
    listener.onLookup("host", 1000, false);
    listener.onWrite(owner, 10);
  }

  /** As they stand in names. */
  private static List<String> operations() {
    final Pattern name = Pattern.compile("request\\.(.+)\\.repeated\\.count");
    return ConnectorMetrics.all().stream()
        .map(metric -> name.matcher(metric.name()))
        .filter(Matcher::matches)
        .map(found -> found.group(1))
        .toList();
  }

  /** Counts as the runtime of a class loader does. */
  private record Told(Accounts accounts) implements Source {

    @Override
    public String id() {
      return "told";
    }

    @Override
    public Map<String, ReadSnapshot> figures() {
      return accounts.byScheme();
    }

    @Override
    public Earlier earlier() {
      return new Earlier();
    }

    @Override
    public boolean busy() {
      return false;
    }

    @Override
    public void attribute(Supplier<@Nullable ReadListener> owners) {
      throw new UnsupportedOperationException("of nobody in particular");
    }
  }

  @Test
  void latencies_areHistogramsToo() {
    SparkMetrics.registerHere(counting.reads(3), SCHEMES, registry);

    final Histogram misses = registry.getHistograms().get("oci.read.miss.latency");

    assertThat(misses.getCount()).isEqualTo(3);
    assertThat(misses.getSnapshot().getMedian()).isBetween(1_990_000.0, 2_010_000.0);
    assertThat(misses.getSnapshot().get999thPercentile()).isBetween(1_990_000.0, 2_010_000.0);
    assertThat(misses.getSnapshot().getMean()).isBetween(1_990_000.0, 2_010_000.0);
    assertThat(misses.getSnapshot().getStdDev()).isLessThan(2000);
    assertThat(misses.getSnapshot().getMin()).isBetween(1_990_000L, 2_010_000L);
    assertThat(misses.getSnapshot().getMax()).isBetween(1_990_000L, 2_010_000L);
    final ByteArrayOutputStream dump = new ByteArrayOutputStream();
    misses.getSnapshot().dump(dump);
    assertThat(dump.toString(StandardCharsets.UTF_8).lines()).hasSize(100);
    assertThat(registry.getHistograms().get("s3.read.miss.latency").getSnapshot().getValues())
        .isEmpty();
  }

  @Test
  void namesOfCernsDashboards_areThere_inMicroseconds() {
    SparkMetrics.registerHere(counting.reads(3), SCHEMES, registry);

    assertThat(value("OCIReadTimeMuSec")).isEqualTo(6000L);
    assertThat(value("OCICPUTimeDuringReadMuSec")).isEqualTo(3L);
    assertThat(value("OCIReadTimeMinusCPUMuSec")).isEqualTo(5997L);
    assertThat(value("OCISeekTimeMuSec")).isEqualTo(0L);
    assertThat(value("OCIBytesRead")).isEqualTo(30L);
    assertThat(value("S3AReadTimeMuSec")).isEqualTo(0L);
    assertThat(value("S3AGetObjectMetadataMuSec")).isEqualTo(0L);
    assertThat(value("S3AGetObjectMetadataMinusCPUMuSec")).isEqualTo(0L);
    assertThat(registry.getNames()).doesNotContain("OCIGetObjectMetadataMuSec");
  }

  @Test
  void schemeOfOthers_isNotRegistered() {
    SparkMetrics.registerHere(counting, List.of("oci"), registry);

    assertThat(registry.getNames())
        .noneMatch(name -> name.startsWith("s3") || name.startsWith("S3A"))
        .contains("oci.read.hit.count", "cache.evicted.count", "OCIBytesRead");
  }

  @Test
  void everyName_isInThePage_andNothingElse() {
    SparkMetrics.registerHere(counting, SCHEMES, registry);
    SparkMetrics.registerApplication(counting::figures, SCHEMES, registry);

    final TreeSet<String> registered = new TreeSet<>();
    for (String name : registry.getNames()) {
      registered.add(
          name.replaceFirst("^application\\.", "")
              .replaceFirst("^(oci|s3a|s3)\\.", SparkMetrics.ANY_SCHEME + "."));
    }
    assertThat(SparkMetrics.catalogue())
        .extracting(SparkMetrics.Entry::name)
        .doesNotHaveDuplicates()
        .containsExactlyInAnyOrderElementsOf(registered);
  }

  @Test
  void page_saysWhatIsRegistered() throws IOException {
    final String generated = page();
    if (Boolean.getBoolean("seekwell.update")) {
      Files.writeString(PAGE, generated);
    }
    assertThat(PAGE).as("the page is made by: " + COMMAND).content().isEqualTo(generated);
  }

  private Object value(String name) {
    return registry.getGauges().get(name).getValue();
  }

  private static String page() {
    final StringBuilder text = new StringBuilder();
    text.append("# Metrics in Spark\n\n");
    text.append("Made by `").append(COMMAND).append("`; do not edit.\n\n");
    text.append(
        "Spark puts `<application>.<executor>.plugin.io.github.seekwell.spark.SeekwellPlugin.`"
            + " before each name, on the\nexecutor of local mode `plugin.…` alone. `<scheme>` is"
            + " `oci`, `s3a` or `s3`, if the plugin serves it. The driver has\nthe same names once"
            + " more after `application.`, but for the last ones: the sums over itself and all"
            + " executors, as far as\nthey have told. All begin when the process begins, the sums"
            + " when its last application ended, if it had one.\nA *rising* one never falls while"
            + " the process lives; a *histogram* has\nSpark's usual"
            + " parts (count, mean, p50 … p999), of everything since then. Both are what Spark calls"
            + " gauges and histograms;\nwhy there are no counters and timers, and what a query uses"
            + " instead, is [told here](../../connector-core/docs/decisions/instruments.md).\n"
            + "Addresses have no metric, since they come and go: the report tells the first 64"
            + " that a process meets apart,\nand the rest as one. The last names are those of CERN's"
            + " dashboards; [what these need](monitoring.md#cerns-own-dashboards).\n\n");
    text.append("| name | type | unit | meaning |\n|---|---|---|---|\n");
    for (SparkMetrics.Entry entry : SparkMetrics.catalogue()) {
      text.append("| `")
          .append(entry.name())
          .append("` | ")
          .append(entry.type())
          .append(" | ")
          .append(entry.unit())
          .append(" | ")
          .append(entry.description())
          .append(" |\n");
    }
    return text.toString();
  }
}
