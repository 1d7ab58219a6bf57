package io.github.seekwell.benchmarks.ingest;

import io.github.seekwell.benchmarks.root.sql.RootFiles;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * The pipeline, in Spark SQL. Whatever is left to chance is decided by a hash of an event's name
 * and the seed, so that neither the number of tasks nor their order changes the result.
 *
 * <p>An event's name is made of its process, its file's name (its address, where files of a process
 * have the same name) and its number in the file.
 */
final class Preparation {
  /** What the hardest lepton of an event must have, in GeV. */
  static final int LEAST_PT = 23;

  private static final String SELECTED = "selected";

  /** A file's name, as an expression of Spark SQL. */
  private static final String FILE = "element_at(split(_file, '/'), -1)";

  private final SparkSession spark;
  private final IngestOptions options;

  private final Dataset<Row> filtered;

  private Preparation(SparkSession spark, IngestOptions options, Dataset<Row> filtered) {
    this.spark = spark;
    this.options = options;
    this.filtered = filtered;
  }

  /**
   * Looks for the files, and into the first of each process.
   *
   * @throws IllegalArgumentException when it has leptons in no layout known here
   */
  static Preparation of(SparkSession spark, IngestOptions options) throws IOException {
    Dataset<Row> all = null;
    int label = 0;
    for (Map.Entry<String, List<String>> process : options.processes().entrySet()) {
      Dataset<Row> one = filtered(spark, process.getKey(), label++, process.getValue());
      all = all == null ? one : all.unionByName(one);
    }
    return new Preparation(spark, options, java.util.Objects.requireNonNull(all, "no process"));
  }

  SparkSession spark() {
    return spark;
  }

  /** How many events of each class are for training and for testing. */
  record Sizes(long train, long test) {

    /** Of classes of which the smallest has so many events. */
    static Sizes of(long smallest, double testShare) {
      long test = Math.round(smallest * testShare);
      if (test < 1 || test >= smallest) {
        throw new IllegalArgumentException(
            "the smallest class has "
                + smallest
                + " events with a lepton above "
                + LEAST_PT
                + " GeV: too few to train with and to test with");
      }
      return new Sizes(smallest - test, test);
    }
  }

  /** The events that pass, with their features, of all processes. */
  Dataset<Row> filtered() {
    return filtered;
  }

  private static Dataset<Row> filtered(
      SparkSession spark, String process, int label, List<String> paths) throws IOException {
    List<FileStatus> files = RootFiles.list(paths, spark.sparkContext().hadoopConfiguration());
    Dataset<Row> events =
        spark
            .read()
            .format("root")
            .option("tree", "Events,events")
            .load(paths.toArray(String[]::new));
    LeptonLayout layout =
        LeptonLayout.of(new HashSet<>(Arrays.asList(events.columns())))
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "process " + process + ": its tree has leptons in no layout known here"));
    List<String> columns =
        new ArrayList<>(
            List.of(
                "'" + process + "' AS process",
                label + " AS label",
                FILE + " AS file",
                "concat('" + process + "/', " + distinct(files) + ", '#', _entry) AS event"));
    for (Feature feature : Feature.values()) {
      columns.add(feature.expression + " AS " + feature.column());
    }
    return events
        .selectExpr("_file", "_entry", layout.leptons + " AS leptons")
        .where("exists(leptons, l -> l.pt > " + LEAST_PT + ")")
        .selectExpr("_file", "_entry", "sort_array(leptons, false) AS leptons")
        .selectExpr(columns.toArray(String[]::new));
  }

  /**
   * What tells a file from the others of its process, as an expression of Spark SQL: its name,
   * which is the same on every store; where folders have files of the same name, all of its
   * address.
   */
  static String distinct(List<FileStatus> files) {
    long names = files.stream().map(file -> file.getPath().getName()).distinct().count();
    return names == files.size() ? FILE : "_file";
  }

  /** Chooses, of what was filtered, as many events of each class, by the hash of their names. */
  Sizes undersample(Dataset<Row> filtered) {
    Map<Integer, Long> counts =
        filtered.groupBy("label").count().collectAsList().stream()
            .collect(Collectors.toMap(row -> row.getInt(0), row -> row.getLong(1)));
    long smallest = Long.MAX_VALUE;
    for (int label = 0; label < options.processes().size(); label++) {
      smallest = Math.min(smallest, counts.getOrDefault(label, 0L));
    }
    Sizes sizes = Sizes.of(smallest, options.testShare());
    filtered.createOrReplaceTempView("filtered");
    spark
        .sql(
            "SELECT *, row_number() OVER (PARTITION BY label ORDER BY xxhash64(event, "
                + options.seed()
                + "L), event) AS place FROM filtered")
        .where("place <= " + smallest)
        .createOrReplaceTempView(SELECTED);
    return sizes;
  }

  /** The least and the greatest of each feature among the events to train with. */
  Scale scale(Sizes sizes) {
    String bounds =
        Stream.of(Feature.values())
            .map(f -> "min(" + f.column() + "), max(" + f.column() + ")")
            .collect(Collectors.joining(", "));
    return Scale.of(
        spark
            .sql("SELECT " + bounds + " FROM " + SELECTED + " WHERE place <= " + sizes.train())
            .first());
  }

  Dataset<Row> train(Sizes sizes, Scale scale) {
    return shuffled("place <= " + sizes.train(), scale);
  }

  Dataset<Row> test(Sizes sizes, Scale scale) {
    return shuffled("place > " + sizes.train(), scale);
  }

  /** With the names of the DL Trigger's columns. */
  private Dataset<Row> shuffled(String which, Scale scale) {
    String classes = Integer.toString(options.processes().size() - 1);
    return spark.sql(
        "SELECT process, label, event, array("
            + scale.expressions()
            + ") AS HLF_input, transform(sequence(0, "
            + classes
            + "), c -> float(if(c = label, 1, 0))) AS encoded_label FROM "
            + SELECTED
            + " WHERE "
            + which
            + " ORDER BY xxhash64(event, "
            + (options.seed() + 1)
            + "L), event");
  }
}
