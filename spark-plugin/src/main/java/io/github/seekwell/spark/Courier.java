package io.github.seekwell.spark;

import io.github.seekwell.core.metrics.ReadSnapshot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.spark.api.plugin.PluginContext;
import org.jspecify.annotations.Nullable;

/**
 * Carries an executor's figures to the driver: when a task ends, and every so often while tasks
 * run, if there is news. Safe for threads.
 */
final class Courier implements AutoCloseable {
  /** Accounts of tasks that are kept while the driver cannot be told; then the oldest go. */
  private static final int MAX_UNSENT = 1000;

  private final Source here;
  private final TaskAccounts accounts;
  private final PluginContext plugin;
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            final Thread thread = new Thread(work, "seekwell-courier");
            thread.setDaemon(true);
            return thread;
          });

  // Guarded by this, so that later tidings hold what earlier ones held.
  private final Map<String, SortedMap<String, Long>> told = new HashMap<>();
  private final List<TaskTidings> unsent = new ArrayList<>();
  private long number;

  Courier(Source here, TaskAccounts accounts, PluginContext plugin) {
    this.here = here;
    this.accounts = accounts;
    this.plugin = plugin;
  }

  /**
   * Says that this executor is there. Spark looks for the driver's end with the first message and
   * never again, so that must not be left to a task, which may be interrupted.
   */
  void greet() throws Exception {
    send(new Tidings(here.id(), plugin.executorID(), 0, Map.of(), List.of()));
  }

  /** Tells what is new, tasks or none, as often as that. */
  void keepTelling(Duration pause) {
    final long millis = pause.toMillis();
    clock.scheduleWithFixedDelay(
        () -> Quietly.attempt("tell the driver its figures", this::tell),
        millis,
        millis,
        TimeUnit.MILLISECONDS);
  }

  /** Tells of a task that ends, whether it has read anything or not: the driver waits for it. */
  void tell(TaskAccount ending) throws Exception {
    tell(news(ending));
  }

  private void tell() throws Exception {
    final News news = news(null);
    if (!news.figures().isEmpty() || !news.tasks().isEmpty()) {
      tell(news);
    }
  }

  private void tell(News news) throws Exception {
    boolean left = false;
    try {
      send(Tidings.of(here.id(), plugin.executorID(), news.number(), news.figures(), news.tasks()));
      left = true;
    } finally {
      if (!left) {
        keep(news.tasks());
      }
    }
    // What did not leave is news the next time as well.
    synchronized (this) {
      news.figures().forEach((scheme, snapshot) -> told.put(scheme, snapshot.counters()));
    }
  }

  private synchronized void keep(List<TaskTidings> tasks) {
    unsent.addAll(tasks);
    if (unsent.size() > MAX_UNSENT) {
      unsent.subList(0, unsent.size() - MAX_UNSENT).clear();
    }
  }

  /** To be told: figures that have changed, and tasks. */
  private record News(long number, Map<String, ReadSnapshot> figures, List<TaskTidings> tasks) {}

  private synchronized News news(@Nullable TaskAccount ending) {
    // Tasks before totals, which then hold all that the tasks have caused.
    final List<TaskTidings> tasks = new ArrayList<>(unsent);
    unsent.clear();
    tasks.addAll(accounts.late());
    if (ending != null) {
      tasks.add(accounts.close(ending));
    }
    final Map<String, ReadSnapshot> figures = new HashMap<>(here.ofThisApplication());
    figures.entrySet().removeIf(each -> each.getValue().counters().equals(told.get(each.getKey())));
    number++;
    return new News(number, figures, tasks);
  }

  private void send(Tidings tidings) throws Exception {
    plugin.send(tidings.message());
  }

  /** Tells what is new, if the driver is still there: this executor ends. */
  @Override
  public void close() {
    clock.shutdownNow();
    Quietly.attempt("tell the driver its last figures", this::tell);
  }
}
