package io.github.seekwell.benchmarks.tfrecord.training;

import io.github.seekwell.benchmarks.replay.Store.Dialect;
import io.github.seekwell.benchmarks.replay.StoreModel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

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
      Set.of(
          "--data",
          "--store",
          "--uri",
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
          "--first-byte-ms",
          "--sigma",
          "--new-connection-ms",
          "--connection-mbps",
          "--scratch",
          "--output",
          "--command");

  /**
   * Reads the command line.
   *
   * @throws IllegalArgumentException with a message for the user
   */
  static TrainingOptions parse(String... arguments) {
    Map<String, String> values = new HashMap<>();
    Map<String, String> classPaths = new HashMap<>();
    Map<String, String> settings = new HashMap<>();
    for (int i = 0; i < arguments.length; i += 2) {
      String option = arguments[i];
      if (i + 1 == arguments.length) {
        throw new IllegalArgumentException(option + " needs a value");
      }
      if (option.equals("--class-path")) {
        String[] pair = arguments[i + 1].split("=", 2);
        classPaths.put(pair[0], pair[1]);
      } else if (option.equals("--conf")) {
        set(settings, arguments[i + 1]);
      } else if (NAMES.contains(option)) {
        values.put(option, arguments[i + 1]);
      } else {
        throw new IllegalArgumentException("unknown option " + option);
      }
    }
    Optional<String> uri = Optional.ofNullable(values.get("--uri"));
    String clients = values.getOrDefault("--clients", "");
    return new TrainingOptions(
        Path.of(values.getOrDefault("--data", ".")).toAbsolutePath(),
        stores(values.getOrDefault("--store", uri.map(TrainingOptions::dialectOf).orElse("both"))),
        clients.isEmpty() ? List.of() : List.of(clients.split(",")),
        model(values),
        new Shape(
            number(values, "--readers", 4),
            number(values, "--interleave", 8),
            number(values, "--shuffle", 512),
            number(values, "--batch", 64),
            number(values, "--seed", 1)),
        number(values, "--epochs", 4),
        number(values, "--rounds", 3),
        number(values, "--compute", 2),
        values.getOrDefault("--heap", "3g"),
        values.getOrDefault("--small-heap", "1g"),
        Duration.ofSeconds(number(values, "--patience", 300)),
        uri,
        Map.copyOf(settings),
        Map.copyOf(classPaths),
        Path.of(values.getOrDefault("--scratch", ".")).toAbsolutePath(),
        Optional.ofNullable(values.get("--output")).map(Path::of),
        values.getOrDefault("--command", "benchmarks/run tfrecord"));
  }

  /** Hadoop's alone; the others are Spark's. */
  private static void set(Map<String, String> settings, String setting) {
    String[] pair = setting.split("=", 2);
    if (pair.length < 2) {
      throw new IllegalArgumentException("--conf takes KEY=VALUE, not " + setting);
    }
    if (pair[0].startsWith(SPARK)) {
      settings.put(pair[0].substring(SPARK.length()), pair[1]);
    }
  }

  private static String dialectOf(String uri) {
    return uri.startsWith("oci:") ? "oci" : "s3";
  }

  private static StoreModel model(Map<String, String> values) {
    String sigma = values.getOrDefault("--sigma", "0.3");
    if (!sigma.matches("\\d+(\\.\\d+)?")) {
      throw new IllegalArgumentException("--sigma takes a number such as 0.3, not " + sigma);
    }
    return new StoreModel(
        number(values, "--first-byte-ms", 30),
        Double.parseDouble(sigma),
        number(values, "--new-connection-ms", 20),
        number(values, "--connection-mbps", 80));
  }

  private static List<Dialect> stores(String text) {
    return switch (text) {
      case "s3" -> List.of(Dialect.S3);
      case "oci" -> List.of(Dialect.OCI);
      case "both" -> List.of(Dialect.S3, Dialect.OCI);
      default -> throw new IllegalArgumentException("--store is s3, oci or both, not " + text);
    };
  }

  private static int number(Map<String, String> values, String option, int usual) {
    String text = values.getOrDefault(option, String.valueOf(usual));
    if (!text.matches("\\d{1,9}")) {
      throw new IllegalArgumentException(option + " takes a whole number, not " + text);
    }
    return Integer.parseInt(text);
  }
}
