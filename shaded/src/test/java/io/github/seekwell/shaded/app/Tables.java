package io.github.seekwell.shaded.app;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;

/** Tables of one format below one directory: written in every mode, and read back. */
record Tables(SparkSession spark, String dir, String format) {
  static final String SCHEMA = "id bigint, name string, value double, part int";

  void check() throws IOException {
    final String plain = dir + "/plain";
    write(rows(0, 1000), SaveMode.ErrorIfExists, plain);
    expect(rows(0, 1000), plain, "written");

    write(rows(1000, 1500), SaveMode.Append, plain);
    expect(rows(0, 1500), plain, "appended");

    write(rows(7, 50), SaveMode.Overwrite, plain);
    expect(rows(7, 50), plain, "overwritten");

    write(rows(0, 9), SaveMode.Ignore, plain);
    expect(rows(7, 50), plain, "ignored");
    refusedTwice(plain);
    dynamicOverwrite(dir + "/parts");
    noTraces();
  }

  /** Only the partitions that are written are replaced. */
  private void dynamicOverwrite(String parts) {
    rows(0, 300).write().format(format).partitionBy("part").save(parts);
    rows(5000, 5090)
        .where("part = 1")
        .write()
        .format(format)
        .mode(SaveMode.Overwrite)
        .option("partitionOverwriteMode", "dynamic")
        .partitionBy("part")
        .save(parts);
    expect(
        rows(0, 300).where("part <> 1").union(rows(5000, 5090).where("part = 1")),
        parts,
        "partition overwritten");

    rows(9000, 9009).write().format(format).mode(SaveMode.Append).partitionBy("part").save(parts);
    expect(
        rows(0, 300)
            .where("part <> 1")
            .union(rows(5000, 5090).where("part = 1"))
            .union(rows(9000, 9009)),
        parts,
        "partitions appended to");
  }

  private void refusedTwice(String plain) {
    try {
      write(rows(0, 9), SaveMode.ErrorIfExists, plain);
    } catch (Exception e) { // AnalysisException, which Java may not name here
      Checks.that(e.getMessage().contains("already exists"), "refused for another reason: " + e);
      return;
    }
    throw new AssertionError("written twice");
  }

  /** Spark SQL with nothing but SQL: a table of ours made, filled, altered, dropped. */
  static void sql(SparkSession spark, String scheme, String dir) throws IOException {
    final String table = "t_" + scheme;
    spark.sql("DROP TABLE IF EXISTS " + table);
    spark.sql(
        "CREATE TABLE "
            + table
            + " (id BIGINT, part INT) USING parquet PARTITIONED BY (part)"
            + " LOCATION '"
            + dir
            + "/table'");
    spark.sql("INSERT INTO " + table + " SELECT id, CAST(id % 2 AS INT) FROM range(10)");
    spark.sql("INSERT OVERWRITE " + table + " PARTITION (part = 1) SELECT id FROM range(100, 103)");
    Checks.same(
        "[[0,20,5], [1,303,3]]",
        spark
            .sql("SELECT part, sum(id), count(*) FROM " + table + " GROUP BY part ORDER BY part")
            .collectAsList()
            .toString(),
        "selected");
    spark.sql("INSERT OVERWRITE DIRECTORY '" + dir + "/out' USING csv SELECT 1, 'one'");
    Checks.same(
        "[[1,one]]",
        spark.sql("SELECT * FROM csv.`" + dir + "/out`").collectAsList().toString(),
        "directory");
    spark.sql("DROP TABLE " + table);
  }

  /** Rows that every format can hold; {@code part} comes last, as partitioning puts it there. */
  private Dataset<Row> rows(long from, long to) {
    return spark
        .range(from, to, 1, 2)
        .selectExpr(
            "id", "concat('name-', id) AS name", "id / 4 AS value", "CAST(id % 3 AS int) AS part");
  }

  private void write(Dataset<Row> rows, SaveMode mode, String to) {
    rows.write().format(format).mode(mode).save(to);
  }

  private void expect(Dataset<Row> wanted, String from, String what) {
    Checks.same(
        fingerprint(wanted),
        fingerprint(spark.read().schema(SCHEMA).format(format).load(from)),
        format + " " + what);
  }

  /** Count and sum over all columns of all rows, in whatever order. */
  static String fingerprint(Dataset<Row> rows) {
    return rows.selectExpr(
            "count(1)", "coalesce(sum(CAST(xxhash64(id, name, value, part) AS decimal(38, 0))), 0)")
        .collectAsList()
        .toString();
  }

  /** Data and success marks, and nothing that a committer uses on its way. */
  private void noTraces() throws IOException {
    final Path root = new Path(dir);
    final FileSystem fs = root.getFileSystem(spark.sparkContext().hadoopConfiguration());
    final List<String> odd = new ArrayList<>();
    for (RemoteIterator<LocatedFileStatus> all = fs.listFiles(root, true); all.hasNext(); ) {
      final Path file = all.next().getPath();
      final String name = file.getName();
      final boolean expected = name.startsWith("part-") || name.equals("_SUCCESS");
      if (!expected || file.toString().contains("_temporary") || file.toString().contains("/.")) {
        odd.add(file.toString());
      }
    }
    Checks.same(List.of(), odd, "left over");
  }
}
