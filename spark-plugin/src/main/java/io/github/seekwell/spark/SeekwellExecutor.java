package io.github.seekwell.spark;

import io.github.seekwell.core.metrics.ReadSnapshot;
import java.util.Map;
import org.apache.spark.TaskFailedReason;
import org.apache.spark.api.plugin.ExecutorPlugin;
import org.apache.spark.api.plugin.PluginContext;
import org.jspecify.annotations.Nullable;

/**
 * An executor's half: registers, and tells the driver after each task what has been counted.
 *
 * <p>After each task, because nothing else is sure to arrive: Spark seldom lets {@link #shutdown}
 * finish. The calls around a task come from the task's own thread, several at once.
 */
final class SeekwellExecutor implements ExecutorPlugin {
  private final Source here;
  private @Nullable PluginContext plugin;
  private AutoCloseable settings = () -> {};

  // Guarded by this.
  private Map<String, Long> told = Map.of();
  private long number;

  SeekwellExecutor(Source here) {
    this.here = here;
  }

  @Override
  public void init(PluginContext context, Map<String, String> extra) {
    plugin = context;
    Quietly.run("register its schemes", () -> Schemes.register(context.conf()));
    Quietly.run(
        "lay Spark's settings under those of others",
        () -> settings = SparkSettings.layUnder(context.conf()));
    Quietly.run("register its metrics", () -> Gauges.register(here, context.metricRegistry()));
  }

  @Override
  public void onTaskSucceeded() {
    Quietly.run("tell the driver its figures", this::tell);
  }

  @Override
  public void onTaskFailed(TaskFailedReason reason) {
    Quietly.run("tell the driver its figures", this::tell);
  }

  @Override
  public void shutdown() {
    // An executor that ran no task has no news. Its first message would make Spark look for the
    // driver's plugin, which may have gone by now, and warn of it.
    if (hasTold()) {
      Quietly.attempt("tell the driver its last figures", this::tell);
    }
    Quietly.run("take Spark's settings away", () -> settings.close());
  }

  private synchronized boolean hasTold() {
    return number > 0;
  }

  private void tell() throws Exception {
    final PluginContext context = plugin;
    final Tidings news = context == null ? null : news(context.executorID());
    if (context != null && news != null) {
      context.send(news.message());
    }
  }

  /** What has been counted, or null if the driver knows it already. */
  private synchronized @Nullable Tidings news(String executor) {
    final ReadSnapshot figures = here.figures().get();
    if (figures.counters().equals(told)) {
      return null;
    }
    told = figures.counters();
    number++;
    return new Tidings(here.id(), executor, number, figures);
  }
}
