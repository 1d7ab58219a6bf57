package io.github.seekwell.shaded.app;

import io.github.seekwell.core.ConnectorRuntime;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.io.LongWritable;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerStageSubmitted;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Sums the input bytes that Spark shows for its tasks, by job group, and measures a read by three
 * clocks: Spark's, Hadoop's and the connector's. Spark asks {@link FileSystem.Statistics} of the
 * task's own thread; so bytes that another thread fetched must have been counted where they were
 * delivered, and bytes that nobody asked for nowhere.
 */
final class InputBytes extends SparkListener {
  private static final String GROUP = "spark.jobGroup.id";
  private static final int ROWS = 60_000;

  private final Map<Integer, String> groups = new ConcurrentHashMap<>();
  private final Map<String, Long> bytes = new ConcurrentHashMap<>();

  @Override
  public void onStageSubmitted(SparkListenerStageSubmitted stage) {
    final String group = stage.properties().getProperty(GROUP);
    if (group != null) {
      groups.put(stage.stageInfo().stageId(), group);
    }
  }

  @Override
  public void onTaskEnd(SparkListenerTaskEnd end) {
    final String group = groups.get(end.stageId());
    if (group != null && end.taskMetrics() != null) {
      bytes.merge(group, end.taskMetrics().inputMetrics().bytesRead(), Long::sum);
    }
  }

  /** What Spark has counted for a group; complete when its context is closed. */
  long bytes(String group) {
    return bytes.getOrDefault(group, 0L);
  }

  /**
   * Writes a table of a few megabytes and reads all of it. The schema is given, so that only tasks
   * read. In one JVM and one class loader the connector's own figures are at hand.
   */
  Measured measure(SparkSession spark, String scheme, String dir, String format) {
    spark
        .range(0, ROWS, 1, 2)
        .selectExpr(
            "id", "sha1(CAST(id AS string)) AS name", "id / 4 AS value", "CAST(id AS int) AS part")
        .write()
        .format(format)
        .save(dir);
    final Dataset<Row> table = spark.read().schema(Tables.SCHEMA).format(format).load(dir);
    return measure(
        spark,
        scheme + "/" + format,
        () -> {
          Checks.that(Tables.fingerprint(table).startsWith("[[" + ROWS), "rows are missing");
          // And a few columns only, of a part of the rows: seeks.
          table.where("id > 59000").selectExpr("sum(value)").collectAsList();
        });
  }

  /** Reads the files of a folder through an InputFormat that goes backward. */
  Measured measureBackward(SparkSession spark, String scheme, String dir) {
    final JavaSparkContext sc = JavaSparkContext.fromSparkContext(spark.sparkContext());
    return measure(
        spark,
        scheme + "/backward",
        () ->
            Checks.positive(
                sc.newAPIHadoopFile(
                            dir,
                            BackwardInput.class,
                            LongWritable.class,
                            LongWritable.class,
                            new Configuration(sc.hadoopConfiguration()))
                        .map(record -> record._2().get())
                    ::count,
                "number of records"));
  }

  /** Measures what is read meanwhile, for which Spark's tasks must account. */
  static Measured measure(SparkSession spark, String group, Runnable read) {
    final long hadoopBefore = hadoop();
    final long connectorBefore = connector();
    spark.sparkContext().setJobGroup(group, group, false);
    try {
      read.run();
    } finally {
      spark.sparkContext().clearJobGroup();
    }
    return new Measured(group, hadoop() - hadoopBefore, connector() - connectorBefore);
  }

  /** Of all threads and stores: file systems of one class have one statistics for all schemes. */
  @SuppressWarnings("deprecation") // what Spark itself asks
  private static long hadoop() {
    return FileSystem.getAllStatistics().stream()
        .filter(statistics -> !statistics.getScheme().equals("file"))
        .mapToLong(FileSystem.Statistics::getBytesRead)
        .sum();
  }

  private static long connector() {
    return ConnectorRuntime.snapshot().counter("read.delivered_bytes");
  }

  /** What the others say. */
  record Measured(String group, long hadoop, long connector) {

    void agree(long spark) {
      Checks.positive(() -> spark, group + ": bytes");
      Checks.same(connector, hadoop, group + ": Hadoop's bytes against those delivered");
      Checks.same(connector, spark, group + ": Spark's bytes against those delivered");
    }
  }
}
