package io.github.seekwell.benchmarks.scale;

import io.github.seekwell.benchmarks.command.Job;
import io.github.seekwell.benchmarks.dimuon.DimuonCounts;
import io.github.seekwell.benchmarks.dimuon.Expected;
import io.github.seekwell.benchmarks.dimuon.Reduction;
import io.github.seekwell.benchmarks.replay.Cost;
import io.github.seekwell.benchmarks.replay.StoreDoor;
import io.github.seekwell.benchmarks.report.ConnectorReport;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.jspecify.annotations.Nullable;

/**
 * The dimuon reduction on a given number of executors, measured without their start. The main class
 * for spark-submit; who reads is told by its class path. Ends as every {@link Job} does.
 */
public final class ScaleJob {
  private static final String MEASURED = "measured";
  private static final Duration START = Duration.ofMinutes(2);
  private static final int LOOK_MILLIS = 100;

  /** The first pass fetches and loads classes; another lets the compiler see the work. */
  private static final int WARM_UPS = 2;

  private static final int MOST_WARM_UPS = 10;
  private static final int WARM_TASKS = 4;

  private ScaleJob() {}

  public static void main(String[] arguments) {
    System.exit(Job.run("scale", () -> run(ScaleOptions.parse(arguments))));
  }

  /** Whether the result was right; if so, the file of the run has been written. */
  private static boolean run(ScaleOptions options) throws IOException, InterruptedException {
    Map<String, Expected> expected = Expected.read(options.expected());
    MeasuredTasks tasks = new MeasuredTasks(MEASURED);
    Processors processors = new Processors();
    StoreDoor door = StoreDoor.counting(options.emulator());
    SparkConf conf;
    String version;
    Map<String, DimuonCounts> counts;
    long startMillis;
    double seconds;
    double busy;
    Cost cost;
    long splitBytes;
    try (JavaSparkContext spark = new JavaSparkContext(new SparkConf().setAppName("scale"))) {
      conf = spark.getConf();
      version = spark.version();
      spark.sc().addSparkListener(tasks);
      awaitExecutors(spark, options.executors());
      warmUp(spark, options, tasks);
      door.settled();
      door.reset(options.seed());
      spark.setJobGroup(MEASURED, "the reduction that is measured");
      say("measuring");
      processors.busy();
      startMillis = System.currentTimeMillis();
      long start = System.nanoTime();
      Reduction reduction = Reduction.plan(spark, options.inputs(), false);
      splitBytes = door.bytesSent();
      counts = reduction.run();
      seconds = (System.nanoTime() - start) / 1e9;
      busy = processors.busy();
      cost = door.settled();
    }
    List<String> differences = Expected.differences(expected, counts);
    differences.forEach(d -> System.err.println("scale: NOT as expected: " + d));
    if (!differences.isEmpty()) {
      return false;
    }
    ScaleRun run =
        new ScaleRun(
            options.store(),
            options.client(),
            options.executors(),
            version,
            conf.get("spark.master"),
            seconds,
            (tasks.submittedMillis() - startMillis) / 1e3,
            tasks.tally().tasks(),
            tasks.tally().runSeconds(),
            tasks.tally().cpuSeconds(),
            tasks.tally().gcSeconds(),
            tasks.tally().bytesRead(),
            cost,
            splitBytes,
            busy,
            waitShare(conf, tasks));
    tell(run);
    run.write(options.result());
    return true;
  }

  private static @Nullable Double waitShare(SparkConf conf, MeasuredTasks tasks)
      throws IOException {
    Path report = Path.of(conf.get(ConnectorReport.SETTING, ""));
    OptionalDouble share = ConnectorReport.stallShare(report, tasks.stages());
    return share.isPresent() ? share.getAsDouble() : null;
  }

  private static void awaitExecutors(JavaSparkContext spark, int executors)
      throws IOException, InterruptedException {
    long start = System.nanoTime();
    // The driver is in the list too.
    int there = spark.sc().statusTracker().getExecutorInfos().length - 1;
    while (there < executors) {
      if (System.nanoTime() - start > START.toNanos()) {
        throw new IOException(
            "only " + there + " of " + executors + " executors after " + START.toSeconds() + " s");
      }
      Thread.sleep(LOOK_MILLIS);
      there = spark.sc().statusTracker().getExecutorInfos().length - 1;
    }
    say("%d executors after %.1f s", there, (System.nanoTime() - start) / 1e9);
  }

  private static void warmUp(JavaSparkContext spark, ScaleOptions options, MeasuredTasks tasks)
      throws IOException {
    long start = System.nanoTime();
    for (int pass = 1;
        pass <= WARM_UPS || tasks.executorsWith(WARM_TASKS) < options.executors();
        pass++) {
      if (pass > MOST_WARM_UPS) {
        throw new IOException("some executors got nothing to do in " + MOST_WARM_UPS + " warm-ups");
      }
      // So many times that there is work for all of them.
      Reduction.plan(spark, List.of(options.warmUp()), false).run(options.executors());
    }
    say("warm after %.1f s", (System.nanoTime() - start) / 1e9);
  }

  private static void tell(ScaleRun run) {
    say(
        "%.1f s (%.1f s of them making splits), %.2f MB/s delivered; tasks stall for %.0f %%;"
            + " %d requests, %.1f MB sent, %.2f MB/s",
        run.seconds(),
        run.splitSeconds(),
        run.rate() / 1e6,
        100 * run.stallShare(),
        run.cost().requests(),
        run.cost().bytes() / 1e6,
        run.cost().bytes() / run.seconds() / 1e6);
  }

  private static void say(String format, Object... values) {
    System.err.printf(Locale.ROOT, "  " + format + "%n", values);
  }
}
