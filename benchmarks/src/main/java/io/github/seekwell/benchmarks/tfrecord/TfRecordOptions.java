package io.github.seekwell.benchmarks.tfrecord;

import io.github.seekwell.benchmarks.command.Options;
import java.net.URI;
import java.nio.file.Path;
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
    Options options = Options.parse(USAGE, NAMES, arguments).withoutInputs();
    return new TfRecordOptions(
        new org.apache.hadoop.fs.Path(options.need("--root")),
        options.count("--records", 1000),
        options.count("--files", 4),
        new TriggerData(
            options.count("--seed", 1),
            options.count("--particle-features", TriggerData.PARTICLE_FEATURES)),
        options.text("--sample").map(Path::of),
        options.text("--copy").map(Path::of),
        options.number("--warm-ups", 0),
        options.text("--emulator").map(URI::create));
  }

  org.apache.hadoop.fs.Path folder(String name) {
    return new org.apache.hadoop.fs.Path(root, name);
  }
}
