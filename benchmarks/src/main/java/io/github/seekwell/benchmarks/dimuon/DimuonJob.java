package io.github.seekwell.benchmarks.dimuon;

import io.github.seekwell.benchmarks.report.StoreCost;
import io.github.seekwell.benchmarks.report.Witnesses;
import io.github.seekwell.benchmarks.root.UnsupportedRootFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * The dimuon job: reads muons from ROOT files, pairs those of opposite charge, and shows the
 * spectrum of their mass and what reading has cost. The main class for spark-submit.
 *
 * <p>Ends with 0; 1 if the result is not what was expected; 2 if an option or a file is not one the
 * job takes; 3 if anything else went wrong.
 */
public final class DimuonJob {
  private static final int UNEXPECTED = 1;
  private static final int NOT_TAKEN = 2;
  private static final int FAILED = 3;

  private DimuonJob() {}

  public static void main(String[] arguments) {
    System.setProperty("java.awt.headless", "true");
    System.exit(run(arguments));
  }

  private static int run(String... arguments) {
    try {
      return run(DimuonOptions.parse(arguments));
    } catch (IllegalArgumentException e) {
      System.err.println("dimuon: " + e.getMessage());
      return NOT_TAKEN;
    } catch (Exception e) { // the end of the program: every failure becomes a message
      return failed(e);
    }
  }

  private static int run(DimuonOptions options) throws Exception {
    Map<String, Expected> expected =
        options.expected() == null ? Map.of() : Expected.read(options.expected());
    Progress progress = new Progress();
    long start = System.nanoTime();
    Map<String, DimuonCounts> counts;
    SparkConf conf;
    ReadBytes splits = new ReadBytes();
    try (JavaSparkContext spark = new JavaSparkContext(new SparkConf().setAppName("dimuon"))) {
      conf = spark.getConf();
      System.out.println("Spark " + spark.version() + " on " + spark.master());
      spark.sc().addSparkListener(progress);
      start = System.nanoTime();
      counts = Reduction.run(spark, options.inputs());
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    List<StoreCost> costs = new ArrayList<>(List.of(progress.cost(splits.soFar())));
    costs.addAll(Witnesses.heard(conf, options.emulator()));
    DimuonReport report = new DimuonReport(counts, costs);
    report.print(seconds);
    report.write(options.output());
    return verdict(counts, expected) ? 0 : UNEXPECTED;
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

  private static int failed(Exception e) {
    for (Throwable t = e; t != null; t = t.getCause()) {
      if (t instanceof UnsupportedRootFileException) {
        System.err.println("dimuon: cannot read " + t.getMessage());
        return NOT_TAKEN;
      }
    }
    e.printStackTrace(System.err);
    // Last, where it is seen, and the outermost words: they say what to do, the innermost seldom.
    System.err.println("dimuon: failed: " + e.toString().lines().findFirst().orElse(""));
    return FAILED;
  }
}
