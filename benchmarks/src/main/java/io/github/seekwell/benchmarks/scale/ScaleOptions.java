package io.github.seekwell.benchmarks.scale;

import io.github.seekwell.benchmarks.command.Options;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
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
    Options options = Options.parse(USAGE, NAMES, arguments);
    return new ScaleOptions(
        options.need("--store"),
        options.need("--client"),
        options.count("--executors"),
        new org.apache.hadoop.fs.Path(options.need("--warm-up")),
        options.inputs().stream().map(org.apache.hadoop.fs.Path::new).toList(),
        Path.of(options.need("--expected")),
        URI.create(options.need("--emulator")),
        options.count("--seed", 1),
        Path.of(options.need("--result")));
  }
}
