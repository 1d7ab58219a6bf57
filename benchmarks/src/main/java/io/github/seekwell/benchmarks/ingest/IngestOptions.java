package io.github.seekwell.benchmarks.ingest;

import io.github.seekwell.benchmarks.command.Options;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The command line of the job.
 *
 * @param processes what each class is called, and its files, folders or patterns; their order
 *     numbers the classes
 * @param target folder of what is written, on any file system
 * @param output local folder of the report
 * @param seed of undersampling, split and shuffle
 * @param testShare how much of the events is for testing
 * @param expected how many events of each file must pass the filter, or null if that is not known
 * @param emulator where the embedded store answers, or null if another store is used
 */
record IngestOptions(
    Map<String, List<String>> processes,
    String target,
    Path output,
    long seed,
    double testShare,
    @Nullable Path expected,
    @Nullable URI emulator) {

  static final String USAGE =
      "usage: IngestJob --target URI [--output FOLDER] [--seed N] [--test-share SHARE]"
          + " [--expected FILE] [--emulator URL] PROCESS=INPUT...";

  private static final Set<String> NAMES =
      Set.of("--target", "--output", "--seed", "--test-share", "--expected", "--emulator");

  /**
   * Reads the command line.
   *
   * @throws IllegalArgumentException with a message for the user
   */
  static IngestOptions parse(String... arguments) {
    Options options = Options.parse(USAGE, NAMES, arguments);
    Map<String, List<String>> processes = new LinkedHashMap<>();
    options.inputs().forEach(input -> addInput(processes, input));
    if (processes.size() < 2) {
      throw options.refused("fewer than two processes");
    }
    double testShare = options.decimal("--test-share", 0.2);
    if (!(testShare > 0 && testShare < 1)) {
      throw options.refused("--test-share is between 0 and 1, not " + testShare);
    }
    String target = options.need("--target");
    requireApart(target, processes);
    return new IngestOptions(
        processes,
        target,
        Path.of(options.text("--output", "ingest")),
        options.number("--seed", 1),
        testShare,
        options.text("--expected").map(Path::of).orElse(null),
        options.text("--emulator").map(URI::create).orElse(null));
  }

  /** What is removed before a run must not be what it reads. */
  private static void requireApart(String target, Map<String, List<String>> processes) {
    for (List<String> inputs : processes.values()) {
      for (String input : inputs) {
        if (overlaps(target, input)) {
          throw new IllegalArgumentException(
              input + " meets filtered/, train/ or test/ in " + target + ", which are replaced");
        }
      }
    }
  }

  private static boolean overlaps(String target, String input) {
    try {
      return Target.overlaps(target, input);
    } catch (IOException e) {
      throw new IllegalArgumentException(input + ": " + e.getMessage(), e);
    }
  }

  private static void addInput(Map<String, List<String>> processes, String argument) {
    int equals = argument.indexOf('=');
    String name = argument.substring(0, Math.max(0, equals));
    if (!name.matches("\\w+")) { // it stands in SQL, and in names of events
      throw new IllegalArgumentException(
          "an input is PROCESS=PATH, PROCESS of letters and digits, not " + argument);
    }
    processes.computeIfAbsent(name, n -> new ArrayList<>()).add(argument.substring(equals + 1));
  }
}
