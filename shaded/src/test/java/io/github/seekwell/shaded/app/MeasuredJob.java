package io.github.seekwell.shaded.app;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/**
 * A job that reads and writes until it has been measured long enough, then holds still until its
 * figures have been looked at, and at last prints what JMX shows of them on driver and executors.
 *
 * <p>It and its observer speak by files in the first argument's folder: {@code ui} holds the
 * address of the driver's UI, {@code enough} ends the reading, {@code still} tells that it has
 * ended, {@code leave} lets the application go. The other arguments are directories.
 */
public final class MeasuredJob {
  private static final int EXECUTORS = 2;
  private static final long ROWS = 60_000; // more than comes with a file's first request
  private static final long PATIENCE_NANOS = TimeUnit.MINUTES.toNanos(3);

  private MeasuredJob() {}

  public static void main(String[] args) throws Exception {
    final Path talk = Path.of(args[0]);
    final List<String> roots = List.of(args).subList(1, args.length);
    try (SparkSession spark = SparkSession.builder().appName("MeasuredJob").getOrCreate()) {
      say(talk, "ui", spark.sparkContext().uiWebUrl().get());
      final long start = System.nanoTime();
      for (int round = 0; !heard(talk, "enough", start); round++) {
        for (String root : roots) {
          work(spark, root + "/round-" + round);
        }
      }
      say(talk, "still", "");
      await(talk, "leave", System.nanoTime());
      figures("driver").forEach(System.out::println);
      // Each executor has a task, after which Spark tells our driver its last figures.
      JavaSparkContext.fromSparkContext(spark.sparkContext())
          .parallelize(List.of(1, 2), EXECUTORS)
          .mapPartitions(ignored -> besideTheOther(args[0]))
          .collect()
          .forEach(System.out::println);
    }
    System.out.println("job=complete");
  }

  /** Writes a table, reads it, reads some of its columns, and opens it on the driver. */
  private static void work(SparkSession spark, String dir) throws IOException {
    spark
        .range(0, ROWS, 1, EXECUTORS)
        .selectExpr("id", "sha1(CAST(id AS string)) AS name", "id / 4 AS value")
        .write()
        .parquet(dir);
    Checks.same(ROWS, spark.read().parquet(dir).where("name > ''").count(), "rows");
    Checks.same(1L, spark.read().parquet(dir).where("id = 77 AND value > 1").count(), "rows");
    final org.apache.hadoop.fs.Path table = new org.apache.hadoop.fs.Path(dir);
    final FileSystem fs = table.getFileSystem(spark.sparkContext().hadoopConfiguration());
    for (FileStatus file : fs.listStatus(table)) {
      try (FSDataInputStream in = fs.open(file.getPath())) {
        Checks.same(file.getLen() > 0, in.read() >= 0, "a byte of " + file.getPath());
      }
    }
  }

  /** A task that waits for one on another executor: it keeps the only core of its own. */
  private static Iterator<String> besideTheOther(String folder) throws Exception {
    final Path talk = Path.of(folder);
    final String executor = SparkEnv.get().executorId();
    say(talk, "task-" + executor, "");
    final long start = System.nanoTime();
    for (int other = 0; other < EXECUTORS; other++) {
      await(talk, "task-" + other, start);
    }
    return figures(executor).iterator();
  }

  private static List<String> figures(String executor) throws JMException {
    final MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    final Set<ObjectName> names =
        server.queryNames(new ObjectName("metrics:name=*.SeekwellPlugin.*,type=gauges"), null);
    final List<String> lines = new ArrayList<>();
    for (ObjectName name : names) {
      final String metric = name.getKeyProperty("name").replaceFirst(".*\\.SeekwellPlugin\\.", "");
      lines.add("jmx " + executor + " " + metric + " " + server.getAttribute(name, "Value"));
    }
    return lines;
  }

  private static void say(Path talk, String word, String text) throws IOException {
    final Path draft = Files.writeString(talk.resolve(word + ".draft"), text);
    Files.move(draft, talk.resolve(word), StandardCopyOption.ATOMIC_MOVE);
  }

  private static void await(Path talk, String word, long since) throws Exception {
    while (!heard(talk, word, since)) {
      TimeUnit.MILLISECONDS.sleep(50);
    }
  }

  private static boolean heard(Path talk, String word, long since) throws TimeoutException {
    if (System.nanoTime() - since > PATIENCE_NANOS) {
      throw new TimeoutException("nobody said " + word);
    }
    return Files.exists(talk.resolve(word));
  }
}
