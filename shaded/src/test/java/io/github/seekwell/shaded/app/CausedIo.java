package io.github.seekwell.shaded.app;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaFutureAction;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/**
 * Jobs of every fate, whose I/O somebody else adds up: tables are written and read, tasks fail and
 * are tried again, a job is cancelled while it reads, and where Spark may a slow task is run twice.
 *
 * <p>Arguments: a directory, then formats. Prints {@code name=value} lines, the last being {@code
 * caused=complete}.
 */
public final class CausedIo {
  private static final int ROWS = 40_000;
  private static final int TASKS = 4;
  private static final int PIECE = 4096;

  private static final Pattern ACCUMULATOR =
      Pattern.compile("\"name\" : \"object store: requests\",\\s*\"value\" : \"(\\d+)\"");

  private CausedIo() {}

  public static void main(String[] args) throws Exception {
    final String root = args[0];
    try (SparkSession spark = SparkSession.builder().appName("CausedIo").getOrCreate()) {
      final JavaSparkContext sc = JavaSparkContext.fromSparkContext(spark.sparkContext());
      System.out.println("spark=" + sc.version());
      for (int i = 1; i < args.length; i++) {
        table(spark, root + "/" + args[i], args[i]);
      }
      final String file = root + "/" + args[1];
      final String object = largest(file, sc.hadoopConfiguration());
      fail(sc, object);
      cancel(sc, object);
      if (sc.getConf().getBoolean("spark.speculation", false)) {
        speculate(sc, object);
      }
      accumulators(sc);
    }
    System.out.println("caused=complete");
  }

  private static void table(SparkSession spark, String dir, String format) {
    spark
        .range(0, ROWS, 1, 3)
        .selectExpr(
            "id", "sha1(CAST(id AS string)) AS name", "id / 4 AS value", "CAST(id AS int) AS part")
        .write()
        .format(format)
        .save(dir);
    System.out.println(
        format
            + ".rows="
            + spark.read().schema(Tables.SCHEMA).format(format).load(dir).where("id >= 0").count());
  }

  private static String largest(String dir, Configuration conf) throws IOException {
    final Path root = new Path(dir);
    Path largest = root;
    long size = -1;
    for (var status : root.getFileSystem(conf).listStatus(root)) {
      if (status.getLen() > size) {
        size = status.getLen();
        largest = status.getPath();
      }
    }
    return largest.toString();
  }

  /** Every second task reads and then fails, the first time. */
  private static void fail(JavaSparkContext sc, String object) {
    final long bytes =
        sc.parallelize(IntStream.range(0, TASKS).boxed().toList(), TASKS)
            .map(
                task -> {
                  final long read = read(object, task * 10_000L, 3);
                  if (task % 2 == 1 && TaskContext.get().attemptNumber() == 0) {
                    throw new IllegalStateException("this attempt was to fail");
                  }
                  return read;
                })
            .reduce(Long::sum);
    System.out.println("failed.bytes=" + bytes);
  }

  /** Tasks read, and read, until their job is cancelled under them. */
  private static void cancel(JavaSparkContext sc, String object) throws Exception {
    final JavaFutureAction<List<Long>> job =
        sc.parallelize(IntStream.range(0, 2).boxed().toList(), 2)
            .map(
                task -> {
                  long sum = 0;
                  for (int i = 0; i < 3000 && !TaskContext.get().isInterrupted(); i++) {
                    sum += read(object, (i * 7919L + task * 104_729L) % 500_000, 1);
                    TimeUnit.MILLISECONDS.sleep(10);
                  }
                  return sum;
                })
            .collectAsync();
    while (sc.statusTracker().getActiveStageIds().length == 0) {
      TimeUnit.MILLISECONDS.sleep(5);
    }
    TimeUnit.MILLISECONDS.sleep(300);
    job.cancel(true);
    while (sc.statusTracker().getActiveStageIds().length > 0) {
      TimeUnit.MILLISECONDS.sleep(5);
    }
    System.out.println("cancelled=" + job.isCancelled());
  }

  /** The first attempt of one task is slow. */
  private static void speculate(JavaSparkContext sc, String object) {
    final List<Integer> attempts =
        sc.parallelize(IntStream.range(0, 8).boxed().toList(), 8)
            .map(
                task -> {
                  read(object, task * 5_000L, 2);
                  if (task == 7 && TaskContext.get().attemptNumber() == 0) {
                    TimeUnit.SECONDS.sleep(60);
                  }
                  return TaskContext.get().attemptNumber();
                })
            .collect();
    System.out.println("speculated=" + (attempts.get(7) == 1));
  }

  /** A few pieces of an object, by whoever needs no configuration. */
  private static long read(String object, long from, int pieces) throws IOException {
    final Path path = new Path(object);
    final FileSystem files = FileSystem.get(URI.create(object), new Configuration());
    final byte[] buffer = new byte[PIECE];
    long sum = 0;
    try (FSDataInputStream in = files.open(path)) {
      for (int i = 0; i < pieces; i++) {
        in.seek(from + 3L * i * PIECE);
        sum += Math.max(0, in.read(buffer));
      }
    }
    return sum;
  }

  /** What Spark's REST interface shows of our accumulators, stage by stage. */
  private static void accumulators(JavaSparkContext sc) throws Exception {
    if (sc.sc().uiWebUrl().isEmpty()) {
      return;
    }
    final String stages =
        "/api/v1/applications/" + sc.sc().applicationId() + "/stages?status=complete";
    final String port = sc.sc().uiWebUrl().get().replaceAll(".*:", "");
    final String answer =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + stages)).build(),
                HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8))
            .body();
    final List<String> latencies = new ArrayList<>();
    for (Iterator<String> all = List.of(answer.split("(?=\"status\" : )")).iterator();
        all.hasNext(); ) {
      final String stage = all.next();
      final Matcher id = Pattern.compile("\"stageId\" : (\\d+)").matcher(stage);
      final Matcher requests = ACCUMULATOR.matcher(stage);
      if (id.find() && requests.find()) {
        System.out.println("rest.requests." + id.group(1) + "=" + requests.group(1));
      }
      final Matcher latency =
          Pattern.compile("\"name\" : \"object store: first byte\",\\s*\"value\" : \"([^\"]+)\"")
              .matcher(stage);
      if (latency.find()) {
        latencies.add(latency.group(1));
      }
    }
    System.out.println("rest.latency=" + (latencies.isEmpty() ? "" : latencies.get(0)));
  }
}
