package io.github.seekwell.benchmarks.report;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.SparkConf;
import org.jspecify.annotations.Nullable;

/** Hears those who can tell, besides Spark, what a job has cost. */
public final class Witnesses {
  private Witnesses() {}

  /**
   * The accounts of the connector and of the embedded store, if they were there. To be called when
   * the context is closed: by then the plugin has written its report.
   *
   * @param emulator where the embedded store answers, or null if another store is read
   */
  public static List<StoreCost> heard(SparkConf conf, @Nullable URI emulator)
      throws InterruptedException {
    List<StoreCost> costs = new ArrayList<>();
    Path written = Path.of(conf.get(ConnectorReport.SETTING, ""));
    if (Files.isRegularFile(written)) {
      add(costs, () -> ConnectorReport.read(written));
    }
    if (emulator != null) {
      add(costs, () -> EmulatorStats.fetch(emulator));
    }
    return costs;
  }

  private interface Witness {
    StoreCost tell() throws IOException, InterruptedException;
  }

  /** A witness that cannot be heard spoils no result. */
  private static void add(List<StoreCost> costs, Witness witness) throws InterruptedException {
    try {
      costs.add(witness.tell());
    } catch (IOException e) {
      System.err.println("some figures are missing: " + e.getMessage());
    }
  }
}
