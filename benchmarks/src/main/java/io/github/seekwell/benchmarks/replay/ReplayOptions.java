package io.github.seekwell.benchmarks.replay;

import io.github.seekwell.benchmarks.replay.Store.Dialect;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What was asked for.
 *
 * @param stores which dialects
 * @param patterns names; empty for all
 * @param clients names; empty for all
 * @param traces recorded ones to be added, or to be played alone if {@code patterns} is empty
 * @param pairs how often each pair of clients is measured
 * @param secondPasses in how many of them there is a second pass
 * @param keepJvms one JVM a client for all pairs, instead of new ones for each
 * @param seed of the first pair's row of latencies
 * @param patience for one pass
 * @param classPaths by the name of their jars, see {@link Client#jars()}, and of the stores
 * @param scratch an empty folder
 * @param output where the tables go besides standard output
 * @param command how all this was asked for, for the report
 */
record ReplayOptions(
    List<Dialect> stores,
    List<String> patterns,
    List<String> clients,
    List<Path> traces,
    StoreModel model,
    int pairs,
    int secondPasses,
    boolean keepJvms,
    String heap,
    long seed,
    Duration patience,
    Map<String, String> classPaths,
    Path scratch,
    Optional<Path> output,
    String command) {

  /** Not an option, or not a value it takes. */
  static final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1;

    Refused(String message) {
      super(message);
    }
  }

  static ReplayOptions parse(String[] arguments) {
    Map<String, String> values = new HashMap<>();
    Map<String, String> classPaths = new HashMap<>();
    List<Path> traces = new ArrayList<>();
    boolean keepJvms = false;
    for (int i = 0; i < arguments.length; i++) {
      String option = arguments[i];
      if (option.equals("--keep-jvms")) {
        keepJvms = true;
        continue;
      }
      if (i + 1 == arguments.length) {
        throw new Refused(option + " needs a value");
      }
      String value = arguments[++i];
      switch (option) {
        case "--trace" -> traces.add(Path.of(value));
        case "--class-path" -> {
          String[] pair = value.split("=", 2);
          classPaths.put(pair[0], pair[1]);
        }
        case "--store",
            "--patterns",
            "--clients",
            "--pairs",
            "--second-pass",
            "--heap",
            "--seed",
            "--patience",
            "--first-byte-ms",
            "--sigma",
            "--new-connection-ms",
            "--connection-mbps",
            "--scratch",
            "--output",
            "--command" ->
            values.put(option, value);
        default -> throw new Refused("unknown option " + option);
      }
    }
    return new ReplayOptions(
        stores(values.getOrDefault("--store", "both")),
        names(values.getOrDefault("--patterns", "")),
        names(values.getOrDefault("--clients", "")),
        List.copyOf(traces),
        new StoreModel(
            number(values, "--first-byte-ms", 30),
            decimal(values.getOrDefault("--sigma", "0.3")),
            number(values, "--new-connection-ms", 20),
            number(values, "--connection-mbps", 80)),
        number(values, "--pairs", 5),
        number(values, "--second-pass", 1),
        keepJvms,
        values.getOrDefault("--heap", "2g"),
        number(values, "--seed", 1),
        Duration.ofSeconds(number(values, "--patience", 180)),
        Map.copyOf(classPaths),
        Path.of(values.getOrDefault("--scratch", ".")).toAbsolutePath(),
        Optional.ofNullable(values.get("--output")).map(Path::of),
        values.getOrDefault("--command", "benchmarks/run replay"));
  }

  private static List<Dialect> stores(String text) {
    return switch (text) {
      case "s3" -> List.of(Dialect.S3);
      case "oci" -> List.of(Dialect.OCI);
      case "both" -> List.of(Dialect.S3, Dialect.OCI);
      default -> throw new Refused("--store is s3, oci or both, not " + text);
    };
  }

  private static List<String> names(String text) {
    return text.isEmpty() ? List.of() : List.of(text.split(","));
  }

  private static int number(Map<String, String> values, String option, int usual) {
    String text = values.getOrDefault(option, String.valueOf(usual));
    if (!text.matches("\\d{1,9}")) {
      throw new Refused(option + " takes a whole number, not " + text);
    }
    return Integer.parseInt(text);
  }

  private static double decimal(String text) {
    if (!text.matches("\\d+(\\.\\d+)?")) {
      throw new Refused("--sigma takes a number such as 0.3, not " + text);
    }
    return Double.parseDouble(text);
  }
}
