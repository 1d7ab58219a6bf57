package io.github.seekwell.shaded.app;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.spark.SparkFiles;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/**
 * A day's work below each of the directories it is given: tables in every format, Spark SQL,
 * Spark's checkpoint file managers, files that came with {@code --files}, and what Spark says it
 * has read. Prints {@code <scheme>.<check>=ok} or why not.
 */
public final class SparkWork {
  /** Of tables, with commas. */
  public static final String FORMATS = "spark.work.formats";

  private SparkWork() {}

  public static void main(String[] roots) {
    final InputBytes listener = new InputBytes();
    final SortedMap<String, InputBytes.Measured> measured = new TreeMap<>();
    try (SparkSession spark = SparkSession.builder().appName("SparkWork").getOrCreate()) {
      spark.sparkContext().addSparkListener(listener);
      System.out.println("spark=" + spark.version());
      for (String root : roots) {
        final String scheme = URI.create(root).getScheme();
        for (String format : spark.conf().get(FORMATS).split(",")) {
          final Tables tables = new Tables(spark, root + "/" + format, format);
          Checks.run(scheme + "." + format, tables::check);
          Checks.run(
              scheme + "." + format + ".measured",
              () ->
                  measured.put(
                      scheme + "." + format + ".bytes",
                      listener.measure(spark, scheme, root + "/big-" + format, format)));
        }
        Checks.run(
            scheme + ".backward.measured",
            () ->
                measured.put(
                    scheme + ".backward.bytes",
                    listener.measureBackward(spark, scheme, root + "/big-csv")));
        Checks.run(scheme + ".sql", () -> Tables.sql(spark, scheme, root + "/sql"));
        Checks.run(scheme + ".files", () -> shipped(spark, scheme));
        CheckpointFiles.checkAll(spark, scheme, root + "/checkpoints");
      }
    }
    // Spark's listeners have heard everything when the context is closed.
    measured.forEach(
        (name, figures) -> Checks.run(name, () -> figures.agree(listener.bytes(figures.group()))));
    System.out.println("work=complete");
  }

  /** What {@code --files} named is beside every task. */
  private static void shipped(SparkSession spark, String scheme) {
    final String name = scheme + ".txt";
    final List<String> seen =
        JavaSparkContext.fromSparkContext(spark.sparkContext())
            .parallelize(List.of(1, 2), 2)
            .map(ignored -> Files.readString(Path.of(SparkFiles.get(name)), StandardCharsets.UTF_8))
            .collect();
    Checks.same(List.of("shipped by " + scheme, "shipped by " + scheme), seen, name);
  }
}
