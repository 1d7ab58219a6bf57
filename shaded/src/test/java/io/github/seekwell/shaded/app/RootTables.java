package io.github.seekwell.shaded.app;

import java.net.URI;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * ROOT files as tables of Spark SQL, below each of the directories it is given: in {@code data/}
 * some with the tree {@code events}, in {@code refused/} one that is compressed with ZSTD.
 */
public final class RootTables {
  private static final String PAIRS =
      "SELECT floor(sqrt(greatest(0D, e * e - x * x - y * y - z * z)) / 5) * 5 AS bin,"
          + " count(*) AS pairs FROM (SELECT"
          + total("Muon_E", "e")
          + ","
          + total("Muon_Px", "x")
          + ","
          + total("Muon_Py", "y")
          + ","
          + total("Muon_Pz", "z")
          + " FROM events WHERE NMuon = 2 AND Muon_Charge[0] * Muon_Charge[1] < 0)"
          + " GROUP BY bin ORDER BY bin";

  private RootTables() {}

  private static String total(String list, String name) {
    return " double(" + list + "[0]) + double(" + list + "[1]) AS " + name;
  }

  public static void main(String[] roots) {
    final InputBytes listener = new InputBytes();
    final SortedMap<String, InputBytes.Measured> measured = new TreeMap<>();
    try (SparkSession spark = SparkSession.builder().appName("RootTables").getOrCreate()) {
      spark.sparkContext().addSparkListener(listener);
      System.out.println("spark=" + spark.version());
      for (String root : roots) {
        final String scheme = URI.create(root).getScheme();
        final Dataset<Row> events = read(spark, root + "/data");
        events.createOrReplaceTempView("events");
        System.out.println(scheme + ".pairs=" + spark.sql(PAIRS).collectAsList());
        Checks.run(
            scheme + ".count",
            () -> {
              Checks.same(events.count(), read(spark, root + "/data/*.root").count(), "by pattern");
              Checks.same(
                  events.count(),
                  events.selectExpr("_file", "_entry").distinct().count(),
                  "by file and number");
            });
        Checks.run(
            scheme + ".pruned",
            () -> measured.put(scheme + ".bytes", measure(spark, scheme, root, events)));
        Checks.run(scheme + ".habits", () -> habits(spark, root, events));
        Checks.run(
            scheme + ".refused",
            () ->
                Checks.refused(
                    () -> read(spark, root + "/refused"), "UnsupportedRootFileException", "ZSTD"));
      }
    }
    // Spark's listeners have heard everything when the context is closed.
    measured.forEach(
        (name, figures) -> Checks.run(name, () -> figures.agree(listener.bytes(figures.group()))));
    System.out.println("tables=complete");
  }

  private static Dataset<Row> read(SparkSession spark, String path) {
    return reader(spark).load(path);
  }

  private static DataFrameReader reader(SparkSession spark) {
    return spark.read().format("root").option("tree", "events").option("maxSplitBytes", "300k");
  }

  /** What people do with a table. */
  private static void habits(SparkSession spark, String root, Dataset<Row> events) {
    final long all = events.count();
    final long muons = number(events, "sum(NMuon)");
    Checks.same(7L, (long) events.limit(7).collectAsList().size(), "rows of a limit");
    Checks.same(all, events.selectExpr("1 AS one").count(), "rows without a column");
    Checks.same(muons, number(events, "sum(nMUON)"), "muons, in other capitals");
    Checks.same(muons, events.selectExpr("explode(Muon_Px)").count(), "items of the lists");
    Checks.same(
        number(events, "count_if(NMuon = 2 AND Muon_Px[0] > 0)"),
        events.where("NMuon = 2 AND Muon_Px[0] > 0").count(),
        "rows of a filter");
    final String path = root + "/data";
    final Dataset<Row> typed = reader(spark).schema("nmuon INT, MUON_PX ARRAY<FLOAT>").load(path);
    Checks.same(muons, number(typed, "sum(nmuon)"), "muons by a schema of the user's");
    Checks.same(muons, number(typed, "sum(size(MUON_PX))"), "lists by a schema of the user's");
  }

  private static long number(Dataset<Row> table, String expression) {
    return table.selectExpr(expression).first().getLong(0);
  }

  /** Planned first, which the driver reads for; then only tasks read. */
  private static InputBytes.Measured measure(
      SparkSession spark, String scheme, String root, Dataset<Row> events) {
    final JavaRDD<Row> rows = events.select("Muon_Px", "Muon_Py").javaRDD();
    Checks.that(rows.getNumPartitions() > 3, "one task for all of " + root);
    final List<Long> counts = new java.util.ArrayList<>();
    final InputBytes.Measured figures =
        InputBytes.measure(spark, scheme + "/root", () -> counts.add(rows.count()));
    Checks.same(events.count(), counts.get(0), "rows");
    return figures;
  }
}
