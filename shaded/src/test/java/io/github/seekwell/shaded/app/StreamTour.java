package io.github.seekwell.shaded.app;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.DataStreamWriter;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.Trigger;

/**
 * Three streaming queries below each directory, source, sink and checkpoint on the store: a copy, a
 * removal of duplicates, whose state says what was seen, and a count, whose state is the answer.
 *
 * <p>First argument {@code begin}: files are there, the queries take one at a time, and the JVM is
 * halted in the midst of it, with status {@value #HALTED}. Then {@code resume}: more files come,
 * the queries go on, and what they have written is compared with what there was to read. Each file
 * shares a part of its numbers with the one before.
 */
public final class StreamTour {
  /** The exit status of a JVM that was ended on purpose. */
  public static final int HALTED = 71;

  private static final int FILES = 6;
  private static final int FILES_AT_FIRST = 4;
  private static final int STEP = 80;
  private static final int LINES = 100;
  private static final long PATIENCE_NANOS = 120_000_000_000L;
  private static final String MANAGER = "spark.sql.streaming.checkpointFileManagerClass";

  private final SparkSession spark;
  private final String scheme;
  private final String root;

  private StreamTour(SparkSession spark, String root) {
    this.spark = spark;
    this.root = root;
    this.scheme = URI.create(root).getScheme();
  }

  public static void main(String[] args) throws Exception {
    final boolean begin = args[0].equals("begin");
    try (SparkSession spark = SparkSession.builder().appName("StreamTour").getOrCreate()) {
      System.out.println("spark=" + spark.version());
      final List<StreamTour> tours = new ArrayList<>();
      for (int i = 1; i < args.length; i++) {
        tours.add(new StreamTour(spark, args[i]));
      }
      if (begin) {
        begin(tours);
      }
      for (StreamTour tour : tours) {
        Checks.run(tour.scheme + ".stream", tour::resume);
      }
    }
    System.out.println("stream=complete");
  }

  /** Does not return. */
  private static void begin(List<StreamTour> tours) throws Exception {
    final List<StreamingQuery> running = new ArrayList<>();
    for (StreamTour tour : tours) {
      tour.put(0, FILES_AT_FIRST);
      running.addAll(tour.queries(Trigger.ProcessingTime(0)));
    }
    // Some batches done, others not: wherever they are now, they are cut off there.
    final long deadline = System.nanoTime() + PATIENCE_NANOS;
    for (StreamingQuery query : running) {
      while (query.lastProgress() == null || query.lastProgress().batchId() < 1) {
        if (!query.isActive() || System.nanoTime() > deadline) {
          throw new IllegalStateException("no progress: " + query.exception());
        }
        query.awaitTermination(20);
      }
    }
    System.out.println("begun=" + running.size());
    System.out.flush();
    Runtime.getRuntime().halt(HALTED);
  }

  private void resume() throws Exception {
    put(FILES_AT_FIRST, FILES);
    finish();
    compare("resumed");
    finish(); // and once more, with nothing new
    compare("started again");
  }

  private void finish() throws Exception {
    for (StreamingQuery query : queries(Trigger.AvailableNow())) {
      Checks.that(query.awaitTermination(PATIENCE_NANOS / 1_000_000), query.name() + " hangs");
    }
  }

  private void compare(String when) {
    Checks.same(
        wanted("file, id", "count(1), sum(id), sum(file)", false),
        found("copy").selectExpr("count(1)", "sum(id)", "sum(file)").collectAsList().toString(),
        when + ": copied");
    Checks.same(
        wanted("id", "count(1), sum(id)", true),
        found("unique").selectExpr("count(1)", "sum(id)").collectAsList().toString(),
        when + ": unique");
    Checks.same(
        spark
            .range(0, FILES)
            .selectExpr("CAST(id AS int) AS file", "CAST(" + LINES + " AS bigint) AS n")
            .collectAsList()
            .toString(),
        spark
            .read()
            .schema("file int, count bigint")
            .json(root + "/counts")
            .orderBy("file")
            .collectAsList()
            .toString(),
        when + ": counted");
  }

  private String wanted(String columns, String sums, boolean distinct) {
    return spark
        .sql(
            "SELECT "
                + sums
                + " FROM (SELECT "
                + (distinct ? "DISTINCT " : "")
                + columns
                + " FROM (SELECT CAST(f.id AS int) AS file, f.id * "
                + STEP
                + " + l.id AS id"
                + " FROM range("
                + FILES
                + ") f CROSS JOIN range("
                + LINES
                + ") l))")
        .collectAsList()
        .toString();
  }

  private Dataset<Row> found(String name) {
    return spark.read().schema("file int, id bigint").json(root + "/" + name);
  }

  /** By settings and names: options of a stream's writer do not link on both 3.5 and 4. */
  private List<StreamingQuery> queries(Trigger trigger) throws Exception {
    final List<StreamingQuery> started = new ArrayList<>();
    spark.conf().set("spark.sql.streaming.checkpointLocation", root + "/checkpoints");
    spark.conf().unset(MANAGER); // by FileContext, as Spark does by itself
    started.add(writing("copy", source(), trigger).format("json").start(root + "/copy"));
    started.add(
        writing("counts", source().groupBy("file").count(), trigger)
            .outputMode("complete")
            .foreachBatch(this::replaceCounts)
            .start());
    spark.conf().set(MANAGER, CheckpointFiles.className("FileSystemBasedCheckpointFileManager"));
    final Dataset<Row> unique = source().dropDuplicates("id");
    started.add(writing("unique", unique, trigger).format("json").start(root + "/unique"));
    return started;
  }

  /** Its checkpoint is called as the query is. */
  private DataStreamWriter<Row> writing(String name, Dataset<Row> rows, Trigger trigger) {
    return rows.writeStream().queryName(name + "_" + scheme).trigger(trigger);
  }

  private void replaceCounts(Dataset<Row> counts, Long batch) {
    counts.write().mode(SaveMode.Overwrite).json(root + "/counts");
  }

  private Dataset<Row> source() {
    return spark
        .readStream()
        .schema("file int, id bigint")
        .option("maxFilesPerTrigger", 1)
        .json(root + "/in");
  }

  /** As a producer does: under another name, then renamed. */
  private void put(int from, int to) throws IOException {
    final Path in = new Path(root, "in");
    final FileSystem fs = in.getFileSystem(spark.sparkContext().hadoopConfiguration());
    for (int i = from; i < to; i++) {
      final int file = i;
      final String lines =
          LongStream.range((long) i * STEP, (long) i * STEP + LINES)
              .mapToObj(id -> "{\"file\":" + file + ",\"id\":" + id + "}\n")
              .collect(Collectors.joining());
      final Path draft = new Path(in, "_" + i);
      try (OutputStream out = fs.create(draft, true)) {
        out.write(lines.getBytes(StandardCharsets.UTF_8));
      }
      Checks.that(fs.rename(draft, new Path(in, i + ".json")), "rename of " + draft);
    }
  }
}
