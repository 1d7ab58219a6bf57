package io.github.seekwell.benchmarks.ingest;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

  /**
   * Reads the command line.
   *
   * @throws IllegalArgumentException with a message for the user
   */
  static IngestOptions parse(String... arguments) {
    Map<String, List<String>> processes = new LinkedHashMap<>();
    String target = "";
    Path output = Path.of("ingest");
    long seed = 1;
    double testShare = 0.2;
    Path expected = null;
    URI emulator = null;
    for (int i = 0; i < arguments.length; i++) {
      String argument = arguments[i];
      if (!argument.startsWith("--")) {
        addInput(processes, argument);
        continue;
      }
      i++;
      if (i == arguments.length) {
        throw new IllegalArgumentException(argument + " needs a value\n" + USAGE);
      }
      switch (argument) {
        case "--target" -> target = arguments[i];
        case "--output" -> output = Path.of(arguments[i]);
        case "--seed" -> seed = Long.parseLong(arguments[i]);
        case "--test-share" -> testShare = Double.parseDouble(arguments[i]);
        case "--expected" -> expected = Path.of(arguments[i]);
        case "--emulator" -> emulator = URI.create(arguments[i]);
        default -> throw new IllegalArgumentException("unknown option " + argument + "\n" + USAGE);
      }
    }
    if (target.isEmpty()) {
      throw new IllegalArgumentException("no --target\n" + USAGE);
    }
    if (processes.size() < 2) {
      throw new IllegalArgumentException("fewer than two processes\n" + USAGE);
    }
    if (!(testShare > 0 && testShare < 1)) {
      throw new IllegalArgumentException("--test-share is between 0 and 1, not " + testShare);
    }
    return new IngestOptions(processes, target, output, seed, testShare, expected, emulator);
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
