package io.github.seekwell.spark;

import io.github.seekwell.core.metrics.ReadSnapshot;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.apache.spark.api.plugin.DriverPlugin;
import org.apache.spark.api.plugin.PluginContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The driver's half: registers, listens to the executors and to Spark, and reports at the end.
 *
 * <p>Spark calls {@link #receive} from the threads of its RPC, everything else from the thread that
 * starts or stops the application.
 */
final class SeekwellDriver implements DriverPlugin {
  private static final Logger LOG = LoggerFactory.getLogger(SeekwellDriver.class);

  /** What Spark calls the driver where executors have a number. */
  private static final String DRIVER = "driver";

  /** How long the end of an application waits for accounts that are on their way. */
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private final Source here;
  private final Ledger ledger = new Ledger();
  private AutoCloseable settings = () -> {};
  private AutoCloseable live = () -> {};
  private SparkConf conf = new SparkConf(false);
  private Configuration hadoop = new Configuration(false);
  private List<String> schemes = List.of();
  private boolean watching;
  private volatile @Nullable StageAccumulators accumulators;
  private volatile String application = "";

  /** So that of two threads the one that counted later is heard later. */
  private final Object hearing = new Object();

  /** What the application's sums were at its end: Spark's sinks push once more after that. */
  private volatile @Nullable Map<String, ReadSnapshot> last;

  /** What the gauges show. */
  private final List<Latest> shown = new CopyOnWriteArrayList<>();

  SeekwellDriver(Source here) {
    this.here = here;
  }

  @Override
  public Map<String, String> init(SparkContext context, PluginContext plugin) {
    Quietly.run("read Spark's settings", () -> conf = plugin.conf());
    Quietly.run("hide secrets", () -> Redaction.extend(conf));
    Quietly.run("look at its settings", this::nameUnknown);
    Quietly.run("register its schemes", () -> register(context));
    Quietly.run(
        "lay Spark's settings under those of others",
        () -> settings = SparkSettings.layUnder(conf));
    Quietly.run("follow Spark's tasks", () -> watch(context));
    return Map.of();
  }

  /** A report that somebody has asked for under a wrong name would be missed at the end only. */
  private void nameUnknown() {
    for (String key : PluginSettings.unknown(conf)) {
      if (Quietly.isNews("find a meaning of " + key)) {
        LOG.warn("Seekwell knows no setting {}, but {}", key, PluginSettings.KEYS);
      }
    }
  }

  private void register(SparkContext context) {
    schemes = Schemes.register(conf);
    LOG.info(greeting(schemes));
    if (schemes.contains("s3a")) {
      Committers.choose(schemes, context.hadoopConfiguration());
    }
  }

  private void watch(@Nullable SparkContext context) {
    if (context != null) {
      hadoop = context.hadoopConfiguration();
      if (PluginSettings.of(conf).accumulators()) {
        accumulators = new StageAccumulators(context);
      }
      context.addSparkListener(new TaskWatch(ledger, this::over));
      watching = true;
    }
  }

  private void over(StageKey stage) {
    final StageAccumulators made = accumulators;
    if (made != null) {
      made.over(stage);
    }
  }

  @Override
  public void registerMetrics(String appId, PluginContext plugin) {
    application = appId;
    Quietly.run(
        "register its metrics",
        () -> shown.add(SparkMetrics.registerHere(here, schemes, plugin.metricRegistry())));
    Quietly.run(
        "register the application's metrics",
        () ->
            shown.add(
                SparkMetrics.registerApplication(this::figures, schemes, plugin.metricRegistry())));
    Quietly.run(
        "log a line every so often",
        () -> live = LiveLine.start(PluginSettings.of(conf).interval(), this::figures));
  }

  @Override
  public @Nullable Object receive(Object message) {
    final StageKey asked = StageAccumulators.asked(message);
    if (asked == null) {
      Quietly.run("understand an executor", () -> ledger.hear(Tidings.of(message)));
      return null;
    }
    final StageAccumulators made = accumulators;
    final byte[] none = {};
    final byte[][] answer = {none};
    Quietly.run(
        "show figures in Spark's pages", () -> answer[0] = made == null ? none : made.of(asked));
    return answer[0];
  }

  @Override
  public void shutdown() {
    Quietly.run("end its line in the log", () -> live.close());
    Quietly.run("report", this::report);
    Quietly.run("begin anew", this::ends);
    // Not under the lock of hearing, which whoever takes figures may be waiting for.
    Quietly.run("show its last figures", () -> shown.forEach(Latest::expire));
    Quietly.run("take Spark's settings away", () -> settings.close());
  }

  /** Totals of the whole application at this moment. */
  private Map<String, ReadSnapshot> figures() {
    final Map<String, ReadSnapshot> atTheEnd = last;
    if (atTheEnd != null) {
      return atTheEnd;
    }
    try {
      hearMyself();
      return ledger.schemes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void report() throws IOException {
    // Whoever stops Spark may be interrupted, and not every file system writes for him then.
    boolean interrupted = Thread.interrupted();
    try {
      if (watching) {
        ledger.await(PATIENCE);
        interrupted |= Thread.interrupted();
      }
      Quietly.run("count its own part", this::hearMyself);
      final Report report = new Report(ledger.account(application, here.id()));
      Quietly.run(
          "log its report",
          () -> LOG.info("Object store I/O of {}:\n{}", application, report.text()));
      final PluginSettings wishes = PluginSettings.of(conf);
      write(PluginSettings.REPORT, wishes.report(), report::json);
      write(PluginSettings.CSV, wishes.csv(), report::csv);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void write(String setting, @Nullable String where, Supplier<String> text) {
    if (where != null) {
      Quietly.run(
          "write its report (" + setting + ")", () -> ReportFile.write(where, text.get(), hadoop));
    }
  }

  /**
   * The driver's own figures. If an executor shares our class loader it has told the same: then
   * this is the same again.
   */
  private void hearMyself() throws IOException {
    synchronized (hearing) {
      if (last == null) {
        ledger.hear(
            Tidings.of(here.id(), DRIVER, Long.MAX_VALUE, here.ofThisApplication(), List.of()));
      }
    }
  }

  /** From here on what is counted is the next application's, and the sums of this one stay. */
  private void ends() {
    synchronized (hearing) {
      last = ledger.schemes();
      here.earlier().ends(here.figures());
    }
  }

  private static String greeting(List<String> schemes) {
    final List<String> urls = new ArrayList<>();
    schemes.forEach(scheme -> urls.add(scheme + "://"));
    return "Seekwell serves " + (urls.isEmpty() ? "no scheme" : String.join(", ", urls));
  }
}
