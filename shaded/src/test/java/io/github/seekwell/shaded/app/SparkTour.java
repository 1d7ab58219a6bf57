package io.github.seekwell.shaded.app;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/**
 * A job that reads by the side door first: every task opens a file with a bare {@code new
 * Configuration()}, as ROOT readers do, and only then Spark itself reads and writes there.
 *
 * <p>Argument: a directory. Prints {@code name=value} lines, the last being {@code tour=complete}.
 */
public final class SparkTour {
  private static final int LINES = 10_000;
  private static final int TASKS = 8;

  private SparkTour() {}

  public static void main(String[] args) throws Exception {
    final String root = args[0];
    try (SparkSession spark = SparkSession.builder().appName("SparkTour").getOrCreate()) {
      final JavaSparkContext sc = JavaSparkContext.fromSparkContext(spark.sparkContext());
      System.out.println("spark=" + sc.version());

      final String file = root + "/numbers.txt";
      write(file, sc.hadoopConfiguration());
      System.out.println("driver.bare=" + bareRead(file));

      final List<String> seen =
          sc.parallelize(IntStream.range(0, TASKS).boxed().toList(), TASKS)
              .mapPartitions(ignored -> readInTask(file))
              .collect();
      System.out.println(
          "executors.bare="
              + seen.stream()
                  .map(s -> s.split(" ")[1])
                  .distinct()
                  .collect(Collectors.joining(",")));
      System.out.println(
          "executors.used=" + seen.stream().map(s -> s.split(" ")[0]).distinct().count());

      System.out.println("rdd.lines=" + sc.textFile(file, 4).count());
      System.out.println("sql.lines=" + spark.read().text(file).count());
      sc.textFile(file, 4).map(line -> line + "0").saveAsTextFile(root + "/written");
      System.out.println("written.lines=" + sc.textFile(root + "/written").count());
      spark.read().text(file).write().parquet(root + "/parquet");
      System.out.println("parquet.lines=" + spark.read().parquet(root + "/parquet").count());
    }
    System.out.println("tour=complete");
  }

  private static void write(String file, Configuration conf) throws IOException {
    final String text =
        IntStream.range(0, LINES).mapToObj(i -> i + "\n").collect(Collectors.joining());
    try (OutputStream out = FileSystem.get(URI.create(file), conf).create(new Path(file), true)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
  }

  private static Iterator<String> readInTask(String file) throws IOException {
    final List<String> answer = new ArrayList<>();
    answer.add(SparkEnv.get().executorId() + " " + bareRead(file));
    return answer.iterator();
  }

  /** Reads as a library does that was given no configuration: returns the bytes it got. */
  private static long bareRead(String file) throws IOException {
    final FileSystem fs = FileSystem.get(URI.create(file), new Configuration());
    try (FSDataInputStream in = fs.open(new Path(file))) {
      final byte[] buffer = new byte[4096];
      long total = 0;
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        total += n;
      }
      return total;
    }
  }
}
