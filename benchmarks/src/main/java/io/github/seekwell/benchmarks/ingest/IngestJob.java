package io.github.seekwell.benchmarks.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.seekwell.benchmarks.command.Job;
import io.github.seekwell.benchmarks.command.WholeFile;
import io.github.seekwell.benchmarks.report.CostTable;
import io.github.seekwell.benchmarks.report.StoreCost;
import io.github.seekwell.benchmarks.report.Witnesses;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;

/**
 * The ingest job: makes a training set of ROOT files, writes it as Parquet, reads it again and
 * looks whether it is right. The main class for spark-submit.
 *
 * <p>Ends as every {@link Job} does. Unless it ends with 0, nothing of the result is left.
 */
public final class IngestJob {
  private IngestJob() {}

  public static void main(String[] arguments) {
    System.exit(Job.run("ingest", () -> run(IngestOptions.parse(arguments))));
  }

  private static boolean run(IngestOptions options) throws Exception {
    Map<String, Long> expected = expected(options.expected());
    Steps steps = new Steps();
    List<String> report = new ArrayList<>();
    Verdict verdict;
    SparkConf conf;
    double seconds;
    try (SparkSession spark =
        SparkSession.builder()
            .appName("ingest")
            .config("spark.sql.shuffle.partitions", "4")
            .getOrCreate()) {
      conf = spark.sparkContext().getConf();
      System.out.println("Spark " + spark.version() + " on " + spark.sparkContext().master());
      spark.sparkContext().addSparkListener(steps);
      // Looks at what there is to read: only then is anything removed.
      Preparation preparation = Preparation.of(spark, options);
      Target target = Target.begin(options.target(), spark.sparkContext().hadoopConfiguration());
      long start = System.nanoTime();
      try {
        verdict = work(preparation, options, expected, target, steps, report);
        if (verdict.failed().isEmpty()) {
          target.complete();
        }
      } finally {
        target.discard();
      }
      seconds = (System.nanoTime() - start) / 1e9;
    }
    List<StoreCost> costs = new ArrayList<>(List.of(steps.cost()));
    costs.addAll(Witnesses.heard(conf, options.emulator()));
    report.add(String.format(Locale.ROOT, "%.1f s", seconds));
    report.add("");
    report.add("What the store cost");
    report.addAll(CostTable.lines(costs));
    System.out.println();
    report.forEach(System.out::println);
    WholeFile.write(options.output().resolve("ingest.txt"), report);
    verdict.failed().forEach(what -> System.err.println("ingest: NOT right: " + what));
    return verdict.failed().isEmpty();
  }

  private static Verdict work(
      Preparation preparation,
      IngestOptions options,
      Map<String, Long> expected,
      Target target,
      Steps steps,
      List<String> report) {
    Verdict verdict = new Verdict();
    SparkSession spark = preparation.spark();
    int classes = options.processes().size();

    steps.begin("filtering: events with a lepton above " + Preparation.LEAST_PT + " GeV");
    Dataset<Row> passing = preparation.filtered();
    passing.write().mode("overwrite").parquet(target.filtered());
    Dataset<Row> filtered = spark.read().parquet(target.filtered());

    steps.begin("undersampling to equal classes");
    Preparation.Sizes sizes = preparation.undersample(filtered);
    steps.begin("scaling");
    Scale scale = preparation.scale(sizes);
    steps.begin("writing the set to train with");
    Dataset<Row> trainMeant = preparation.train(sizes, scale);
    trainMeant.write().mode("overwrite").parquet(target.train());
    steps.begin("writing the set to test with");
    Dataset<Row> testMeant = preparation.test(sizes, scale);
    testMeant.write().mode("overwrite").parquet(target.test());

    steps.begin("checking what was written");
    Dataset<Row> train = spark.read().parquet(target.train());
    Dataset<Row> test = spark.read().parquet(target.test());
    verdict.same("filtered", Fingerprint.of(passing), Fingerprint.of(filtered));
    verdict.filtered(filtered, expected);
    Fingerprint trained = Fingerprint.of(train);
    Fingerprint tested = Fingerprint.of(test);
    verdict.same("train", Fingerprint.of(trainMeant), trained);
    verdict.same("test", Fingerprint.of(testMeant), tested);
    verdict.balanced("train", train, classes, sizes.train());
    verdict.balanced("test", test, classes, sizes.test());
    verdict.apart(filtered, train, test);
    verdict.scaled(scale, train, test);
    verdict.shuffled("train", train, classes);
    steps.begin("done");

    describe(filtered, options, sizes, scale, report);
    report.add(
        String.format(
            Locale.ROOT,
            "train %,d rows (%016x), test %,d rows (%016x), below %s",
            trained.rows(),
            trained.hash(),
            tested.rows(),
            tested.hash(),
            options.target()));
    report.add(
        verdict.failed().isEmpty()
            ? "all " + verdict.passed().size() + " checks passed"
            : verdict.failed().size() + " checks FAILED, " + verdict.passed().size() + " passed");
    return verdict;
  }

  private static void describe(
      Dataset<Row> filtered,
      IngestOptions options,
      Preparation.Sizes sizes,
      Scale scale,
      List<String> report) {
    Map<String, Long> passed = new TreeMap<>();
    for (Row row : filtered.groupBy("process").count().collectAsList()) {
      passed.put(row.getString(0), row.getLong(1));
    }
    report.add("process              pass      train       test");
    for (String process : options.processes().keySet()) {
      report.add(
          String.format(
              Locale.ROOT,
              "%-14s %,10d %,10d %,10d",
              process,
              passed.getOrDefault(process, 0L),
              sizes.train(),
              sizes.test()));
    }
    report.add("");
    report.add("feature              least   greatest   to train with, before scaling");
    for (Scale.Range range : scale.ranges()) {
      report.add(
          String.format(
              Locale.ROOT,
              "%-14s %,11.3f %,10.3f",
              range.feature().column(),
              range.low(),
              range.high()));
    }
    report.add("");
  }

  /** How many events of each file must pass. */
  private static Map<String, Long> expected(@Nullable Path json) throws IOException {
    Map<String, Long> expected = new TreeMap<>();
    if (json != null) {
      JsonNode files = new ObjectMapper().readTree(json.toFile());
      for (Iterator<Map.Entry<String, JsonNode>> all = files.fields(); all.hasNext(); ) {
        Map.Entry<String, JsonNode> file = all.next();
        JsonNode count = file.getValue().get("leptonAbove" + Preparation.LEAST_PT);
        if (count != null) {
          expected.put(file.getKey(), count.asLong());
        }
      }
    }
    return expected;
  }
}
