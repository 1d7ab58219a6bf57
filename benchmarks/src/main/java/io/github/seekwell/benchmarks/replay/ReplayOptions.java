package io.github.seekwell.benchmarks.replay;

import io.github.seekwell.benchmarks.command.Options;
import io.github.seekwell.benchmarks.replay.Store.Dialect;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

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

  private static final Set<String> NAMES =
      StoreModel.optionsAnd(
          "--store",
          "--patterns",
          "--clients",
          "--trace",
          "--pairs",
          "--second-pass",
          "--heap",
          "--seed",
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
  static ReplayOptions parse(String... arguments) {
    Options options = Options.parse("", NAMES, Set.of("--keep-jvms"), arguments).withoutInputs();
    return new ReplayOptions(
        Dialect.of(options, "both"),
        options.names("--patterns"),
        options.names("--clients"),
        options.all("--trace").stream().map(Path::of).toList(),
        StoreModel.of(options),
        options.count("--pairs", 5),
        options.number("--second-pass", 1),
        options.has("--keep-jvms"),
        options.text("--heap", "2g"),
        options.number("--seed", 1),
        Duration.ofSeconds(options.count("--patience", 180)),
        options.pairs("--class-path"),
        Path.of(options.text("--scratch", ".")).toAbsolutePath(),
        options.text("--output").map(Path::of),
        options.text("--command", "benchmarks/run replay"));
  }
}
