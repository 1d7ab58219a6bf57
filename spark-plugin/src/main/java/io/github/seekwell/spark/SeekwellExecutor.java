package io.github.seekwell.spark;

import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.spark.TaskContext;
import org.apache.spark.api.plugin.ExecutorPlugin;
import org.apache.spark.api.plugin.PluginContext;
import org.apache.spark.util.TaskCompletionListener;
import org.jspecify.annotations.Nullable;

/**
 * An executor's half: registers, keeps an account for each task, and tells the driver when a task
 * ends.
 *
 * <p>When a task ends, because nothing else is sure to arrive: Spark seldom lets {@link #shutdown}
 * finish. A task's listener runs on the task's thread, before its result leaves, and for tasks that
 * fail or are killed too; several tasks run at once.
 */
final class SeekwellExecutor implements ExecutorPlugin {
  /** How long the last task of an idle executor waits for look-ahead that is on its way. */
  private static final long SETTLE_NANOS = TimeUnit.SECONDS.toNanos(1);

  private static final long SETTLE_PAUSE_MILLIS = 2;

  private final Source here;
  private final TaskAccounts accounts = new TaskAccounts();
  private @Nullable Courier courier;
  private @Nullable TaskAccumulators accumulators;
  private List<String> schemes = List.of();
  private AutoCloseable settings = () -> {};
  private volatile boolean ending;
  private volatile @Nullable Latest gauges;

  SeekwellExecutor(Source here) {
    this.here = here;
  }

  @Override
  public void init(PluginContext context, Map<String, String> extra) {
    Quietly.run("register its schemes", () -> schemes = Schemes.register(context.conf()));
    Quietly.run(
        "lay Spark's settings under those of others",
        () -> settings = SparkSettings.layUnder(context.conf()));
    Quietly.run(
        "register its metrics",
        () -> gauges = SparkMetrics.registerHere(here, schemes, context.metricRegistry()));
    Quietly.run("tell the driver that it is there", () -> greet(context));
    Quietly.run("tell tasks apart", () -> here.attribute(accounts::ofThisThread));
  }

  private void greet(PluginContext context) throws Exception {
    final PluginSettings wishes = PluginSettings.of(context.conf());
    if (wishes.accumulators()) {
      accumulators = new TaskAccumulators(context::ask);
    }
    final Courier made = new Courier(here, accounts, context);
    courier = made;
    made.greet();
    made.keepTelling(wishes.pulse());
  }

  @Override
  public void onTaskStart() {
    Quietly.run("open an account for a task", this::open);
  }

  private void open() {
    final TaskContext task = TaskContext.get();
    if (task != null) {
      final TaskAccount account = accounts.open(task);
      // Listeners run in reverse: this one after those that close the task's streams.
      final TaskCompletionListener listener =
          context -> Quietly.run("account for a task", () -> close(account, context));
      task.addTaskCompletionListener(listener);
    }
  }

  private void close(TaskAccount account, TaskContext task) {
    // A task that is killed comes here interrupted, and Spark's messages would not leave.
    boolean interrupted = Thread.interrupted();
    try {
      if (accounts.leave(account)) {
        interrupted |= settle();
      }
      Quietly.run("tell how a task ended", () -> account.end(task));
      final Courier messenger = courier;
      if (messenger != null) {
        Quietly.runUnless(() -> ending, "tell the driver of a task", () -> messenger.tell(account));
        interrupted |= Thread.interrupted();
      }
      final TaskAccumulators shown = accumulators;
      // Of others Spark drops them, and who is killed is not to wait for an answer.
      if (shown != null && account.endedWell()) {
        Quietly.runUnless(
            () -> ending,
            "show a task's figures in Spark's pages",
            () -> shown.add(account.stage(), account.told()));
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /**
   * Waits for what is on its way if nobody else is at work here: it may be the last task, and then
   * nobody would tell of it.
   *
   * @return whether the wait was interrupted
   */
  private boolean settle() {
    final long start = System.nanoTime();
    while (accounts.idle() && here.busy() && System.nanoTime() - start < SETTLE_NANOS) {
      try {
        Thread.sleep(SETTLE_PAUSE_MILLIS);
      } catch (InterruptedException e) {
        return true;
      }
    }
    return false;
  }

  @Override
  public void shutdown() {
    ending = true; // Spark's messages may find their way closed from now on
    Quietly.run("tell tasks apart no more", () -> here.attribute(() -> null));
    final Courier messenger = courier;
    if (messenger != null) {
      Quietly.run("tell the driver its last figures", messenger::close);
    }
    final Latest shown = gauges;
    if (shown != null) {
      shown.expire(); // Spark's sinks push once more
    }
    Quietly.run("take Spark's settings away", () -> settings.close());
  }
}
