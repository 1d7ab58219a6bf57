package io.github.seekwell.spark;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.apache.spark.api.plugin.DriverPlugin;
import org.apache.spark.api.plugin.PluginContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The driver's half: registers, listens to the executors and reports at the end.
 *
 * <p>Spark calls {@link #receive} from the threads of its RPC, everything else from the thread that
 * starts or stops the application.
 */
final class SeekwellDriver implements DriverPlugin {
  private static final Logger LOG = LoggerFactory.getLogger(SeekwellDriver.class);

  /** What Spark calls the driver where executors have a number. */
  private static final String DRIVER = "driver";

  private final Source here;
  private final Totals totals = new Totals();
  private AutoCloseable settings = () -> {};
  private SparkConf conf = new SparkConf(false);
  private String application = "";

  SeekwellDriver(Source here) {
    this.here = here;
  }

  @Override
  public Map<String, String> init(SparkContext context, PluginContext plugin) {
    Quietly.run("read Spark's settings", () -> conf = plugin.conf());
    Quietly.run("hide secrets", () -> Redaction.extend(conf));
    Quietly.run("register its schemes", () -> register(context));
    Quietly.run(
        "lay Spark's settings under those of others",
        () -> settings = SparkSettings.layUnder(conf));
    return Map.of();
  }

  @Override
  public void registerMetrics(String appId, PluginContext plugin) {
    application = appId;
    Quietly.run("register its metrics", () -> Gauges.register(here, plugin.metricRegistry()));
  }

  @Override
  public @Nullable Object receive(Object message) {
    Quietly.run("understand an executor", () -> totals.hear(Tidings.of(message)));
    return null;
  }

  @Override
  public void shutdown() {
    Quietly.run("report", this::report);
    Quietly.run("take Spark's settings away", () -> settings.close());
  }

  private void report() throws Exception {
    // Unless the executor shares our class loader and has told it all: then this is the same again.
    totals.hear(new Tidings(here.id(), DRIVER, Long.MAX_VALUE, here.figures().get()));
    final Report report = new Report(application, totals.sources());
    LOG.info("Object store I/O of {}:\n{}", application, report.text());
    if (conf.contains(Report.SETTING)) {
      report.write(conf.get(Report.SETTING));
    }
  }

  private void register(SparkContext context) {
    final List<String> schemes = Schemes.register(conf);
    LOG.info(greeting(schemes));
    if (schemes.contains("s3a")) {
      Committers.choose(schemes, context.hadoopConfiguration());
    }
  }

  private static String greeting(List<String> schemes) {
    final List<String> urls = new ArrayList<>();
    schemes.forEach(scheme -> urls.add(scheme + "://"));
    return "Seekwell serves " + (urls.isEmpty() ? "no scheme" : String.join(", ", urls));
  }
}
