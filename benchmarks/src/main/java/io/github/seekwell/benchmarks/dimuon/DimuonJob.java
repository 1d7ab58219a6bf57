package io.github.seekwell.benchmarks.dimuon;

import io.github.seekwell.benchmarks.command.Job;
import io.github.seekwell.benchmarks.report.StoreCost;
import io.github.seekwell.benchmarks.report.Witnesses;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * The dimuon job: reads muons from ROOT files, pairs those of opposite charge, and shows the
 * spectrum of their mass and what reading has cost. The main class for spark-submit; ends as every
 * {@link Job} does.
 */
public final class DimuonJob {
  private DimuonJob() {}

  public static void main(String[] arguments) {
    System.setProperty("java.awt.headless", "true");
    System.exit(Job.run("dimuon", () -> run(DimuonOptions.parse(arguments))));
  }

  private static boolean run(DimuonOptions options) throws Exception {
    Map<String, Expected> expected =
        options.expected() == null ? Map.of() : Expected.read(options.expected());
    Progress progress = new Progress();
    long start = System.nanoTime();
    Map<String, DimuonCounts> counts;
    SparkConf conf;
    long driver;
    try (JavaSparkContext spark = new JavaSparkContext(new SparkConf().setAppName("dimuon"))) {
      conf = spark.getConf();
      System.out.println("Spark " + spark.version() + " on " + spark.master());
      spark.sc().addSparkListener(progress);
      start = System.nanoTime();
      ReadBytes splits = new ReadBytes();
      Reduction reduction = Reduction.plan(spark, options.inputs(), true);
      driver = splits.soFar();
      counts = reduction.run();
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    List<StoreCost> costs = new ArrayList<>(List.of(progress.cost(driver)));
    costs.addAll(Witnesses.heard(conf, options.emulator()));
    DimuonReport report = new DimuonReport(counts, costs);
    report.print(seconds);
    report.write(options.output());
    return verdict(counts, expected);
  }

  private static boolean verdict(Map<String, DimuonCounts> counts, Map<String, Expected> expected) {
    List<String> differences = Expected.differences(expected, counts);
    for (String file : counts.keySet()) {
      String name = new org.apache.hadoop.fs.Path(file).getName();
      if (expected.containsKey(name)
          && differences.stream().noneMatch(d -> d.startsWith(name + ": "))) {
        System.out.println("as expected: " + name);
      }
    }
    differences.forEach(d -> System.err.println("dimuon: NOT as expected: " + d));
    return differences.isEmpty();
  }
}
