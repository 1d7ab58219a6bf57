package io.github.seekwell.benchmarks.tfrecord;

import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The command line of the job.
 *
 * @param root folder for all that is written, on the store
 * @param records how many events
 * @param files in how many files
 * @param data which events
 * @param sample a TFRecord file made by others, to be read as well
 * @param copy a local folder that gets the files and their sum
 * @param warmUps so many folders with a few of the files besides, for a training to warm up with
 * @param emulator where the embedded store answers
 */
record TfRecordOptions(
    org.apache.hadoop.fs.Path root,
    long records,
    int files,
    TriggerData data,
    Optional<Path> sample,
    Optional<Path> copy,
    int warmUps,
    Optional<URI> emulator) {
  static final String USAGE =
      "usage: TfRecordJob --root URI [--records N] [--files N] [--seed N] [--particle-features N]"
          + " [--sample FILE] [--copy FOLDER] [--warm-ups N] [--emulator URL]";

  private static final Set<String> NAMES =
      Set.of(
          "--root",
          "--records",
          "--files",
          "--seed",
          "--particle-features",
          "--sample",
          "--copy",
          "--warm-ups",
          "--emulator");

  /**
   * Reads the command line.
   *
   * @throws IllegalArgumentException with a message for the user
   */
  static TfRecordOptions parse(String... arguments) {
    Map<String, String> values = new HashMap<>();
    for (int i = 0; i < arguments.length; i += 2) {
      if (!NAMES.contains(arguments[i])) {
        throw new IllegalArgumentException("unknown option " + arguments[i] + "\n" + USAGE);
      }
      if (i + 1 == arguments.length) {
        throw new IllegalArgumentException(arguments[i] + " needs a value\n" + USAGE);
      }
      values.put(arguments[i], arguments[i + 1]);
    }
    String root = values.get("--root");
    if (root == null) {
      throw new IllegalArgumentException("no --root\n" + USAGE);
    }
    return new TfRecordOptions(
        new org.apache.hadoop.fs.Path(root),
        number(values, "--records", 1000),
        number(values, "--files", 4),
        new TriggerData(
            number(values, "--seed", 1),
            number(values, "--particle-features", TriggerData.PARTICLE_FEATURES)),
        Optional.ofNullable(values.get("--sample")).map(Path::of),
        Optional.ofNullable(values.get("--copy")).map(Path::of),
        values.containsKey("--warm-ups") ? number(values, "--warm-ups", 1) : 0,
        Optional.ofNullable(values.get("--emulator")).map(URI::create));
  }

  private static int number(Map<String, String> values, String option, int usual) {
    String text = values.getOrDefault(option, String.valueOf(usual));
    if (!text.matches("[1-9]\\d{0,8}")) {
      throw new IllegalArgumentException(option + " takes a whole number above 0, not " + text);
    }
    return Integer.parseInt(text);
  }

  org.apache.hadoop.fs.Path folder(String name) {
    return new org.apache.hadoop.fs.Path(root, name);
  }
}
