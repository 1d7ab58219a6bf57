package io.github.seekwell.benchmarks.scale;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The command line of {@link ScaleJob}.
 *
 * @param store the dialect it reads, for the report
 * @param client who reads, for the report
 * @param executors how many there must be
 * @param warmUp files or a folder that are read before, by every executor
 * @param inputs what is measured: files, folders or patterns
 * @param expected what the files must give
 * @param emulator where the embedded store answers
 * @param seed of its times to first byte
 * @param result the file to write
 */
record ScaleOptions(
    String store,
    String client,
    int executors,
    org.apache.hadoop.fs.Path warmUp,
    List<org.apache.hadoop.fs.Path> inputs,
    Path expected,
    URI emulator,
    long seed,
    Path result) {

  static final String USAGE =
      "usage: ScaleJob --store NAME --client NAME --executors N --warm-up URI --expected FILE"
          + " --emulator URL [--seed N] --result FILE INPUT...";

  private static final Set<String> NAMES =
      Set.of(
          "--store",
          "--client",
          "--executors",
          "--warm-up",
          "--expected",
          "--emulator",
          "--seed",
          "--result");

  /**
   * Reads the command line.
   *
   * @throws IllegalArgumentException with a message for the user
   */
  static ScaleOptions parse(String... arguments) {
    Map<String, String> values = new HashMap<>(Map.of("--seed", "1"));
    List<org.apache.hadoop.fs.Path> inputs = new ArrayList<>();
    for (int i = 0; i < arguments.length; i++) {
      String argument = arguments[i];
      if (!argument.startsWith("--")) {
        inputs.add(new org.apache.hadoop.fs.Path(argument));
      } else if (!NAMES.contains(argument)) {
        throw refused("unknown option " + argument);
      } else if (i + 1 == arguments.length) {
        throw refused(argument + " needs a value");
      } else {
        values.put(argument, arguments[++i]);
      }
    }
    if (inputs.isEmpty()) {
      throw refused("no input");
    }
    return new ScaleOptions(
        need(values, "--store"),
        need(values, "--client"),
        number(values, "--executors"),
        new org.apache.hadoop.fs.Path(need(values, "--warm-up")),
        List.copyOf(inputs),
        Path.of(need(values, "--expected")),
        URI.create(need(values, "--emulator")),
        number(values, "--seed"),
        Path.of(need(values, "--result")));
  }

  private static String need(Map<String, String> values, String option) {
    String value = values.get(option);
    if (value == null) {
      throw refused("no " + option);
    }
    return value;
  }

  private static int number(Map<String, String> values, String option) {
    String text = need(values, option);
    if (!text.matches("[1-9]\\d{0,6}")) {
      throw refused(option + " takes a whole number above 0, not " + text);
    }
    return Integer.parseInt(text);
  }

  private static IllegalArgumentException refused(String why) {
    return new IllegalArgumentException(why + "\n" + USAGE);
  }
}
