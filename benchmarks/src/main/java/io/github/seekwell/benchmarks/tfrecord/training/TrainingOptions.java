package io.github.seekwell.benchmarks.tfrecord.training;

import io.github.seekwell.benchmarks.command.Options;
import io.github.seekwell.benchmarks.replay.Store.Dialect;
import io.github.seekwell.benchmarks.replay.StoreModel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What was asked for.
 *
 * @param data folder of TFRecord files, with their sum
 * @param stores which dialects
 * @param contestants names; empty for all
 * @param epochs of a scene; the first is cold
 * @param rounds in which everything is measured once
 * @param computeFactor what the consumer takes for an epoch, in local epochs without a consumer
 * @param heap of a client's JVM
 * @param smallHeap of ours with a disk tier, so that the data is larger than its cache
 * @param patience for one epoch
 * @param uri a folder of a store that the job has written to; empty for the embedded store
 * @param settings Hadoop's, that lead to it
 * @param classPaths by the name of their jars, and of the stores
 * @param scratch an empty folder
 * @param output where the tables go besides standard output
 * @param command how all this was asked for, for the report
 */
record TrainingOptions(
    Path data,
    List<Dialect> stores,
    List<String> contestants,
    StoreModel model,
    Shape shape,
    int epochs,
    int rounds,
    int computeFactor,
    String heap,
    String smallHeap,
    Duration patience,
    Optional<String> uri,
    Map<String, String> settings,
    Map<String, String> classPaths,
    Path scratch,
    Optional<Path> output,
    String command) {
  private static final String SPARK = "spark.hadoop.";
  private static final Set<String> NAMES =
      StoreModel.optionsAnd(
          "--data",
          "--store",
          "--uri",
          "--conf",
          "--clients",
          "--epochs",
          "--rounds",
          "--compute",
          "--readers",
          "--interleave",
          "--shuffle",
          "--batch",
          "--seed",
          "--heap",
          "--small-heap",
          "--patience",
          "--class-path",
          "--scratch",
          "--output",
          "--command");

  /**
   * Reads the command line.
   *
   * @throws IllegalArgumentException with a message for the user
   */
  static TrainingOptions parse(String... arguments) {
    Options options = Options.parse("", NAMES, arguments).withoutInputs();
    Optional<String> uri = options.text("--uri");
    return new TrainingOptions(
        Path.of(options.text("--data", ".")).toAbsolutePath(),
        Dialect.of(options, uri.map(TrainingOptions::dialectOf).orElse("both")),
        options.names("--clients"),
        StoreModel.of(options),
        new Shape(
            options.count("--readers", 4),
            options.count("--interleave", 8),
            options.count("--shuffle", 512),
            options.count("--batch", 64),
            options.number("--seed", 1)),
        options.count("--epochs", 4),
        options.count("--rounds", 3),
        options.number("--compute", 2),
        options.text("--heap", "3g"),
        options.text("--small-heap", "1g"),
        Duration.ofSeconds(options.count("--patience", 300)),
        uri,
        hadoops(options.pairs("--conf")),
        options.pairs("--class-path"),
        Path.of(options.text("--scratch", ".")).toAbsolutePath(),
        options.text("--output").map(Path::of),
        options.text("--command", "benchmarks/run tfrecord"));
  }

  /** Hadoop's alone; the others are Spark's. */
  private static Map<String, String> hadoops(Map<String, String> settings) {
    return settings.entrySet().stream()
        .filter(setting -> setting.getKey().startsWith(SPARK))
        .collect(
            Collectors.toMap(
                setting -> setting.getKey().substring(SPARK.length()), Map.Entry::getValue));
  }

  private static String dialectOf(String uri) {
    return uri.startsWith("oci:") ? "oci" : "s3";
  }
}
