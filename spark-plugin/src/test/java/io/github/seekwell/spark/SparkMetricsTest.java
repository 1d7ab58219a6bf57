package io.github.seekwell.spark;

import static org.assertj.core.api.Assertions.assertThat;

import com.codahale.metrics.Histogram;
import com.codahale.metrics.MetricRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
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
