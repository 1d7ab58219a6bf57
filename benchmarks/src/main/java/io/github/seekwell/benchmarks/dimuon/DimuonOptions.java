package io.github.seekwell.benchmarks.dimuon;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The command line of the job.
 *
 * @param inputs files, folders or patterns, as Hadoop takes them
 * @param output folder for picture and tables
 * @param expected what the files must give, or null if that is not known
 * @param emulator where the embedded store answers, or null if another store is read
 */
record DimuonOptions(
    List<org.apache.hadoop.fs.Path> inputs,
    Path output,
    @Nullable Path expected,
    @Nullable URI emulator) {

  static final String USAGE =
      "usage: DimuonJob [--output FOLDER] [--expected FILE] [--emulator URL] INPUT...";

  /**
   * Reads the command line.
   *
   * @throws IllegalArgumentException with a message for the user
   */
  static DimuonOptions parse(String... arguments) {
    List<org.apache.hadoop.fs.Path> inputs = new ArrayList<>();
    Path output = Path.of("dimuon");
    Path expected = null;
    URI emulator = null;
    for (int i = 0; i < arguments.length; i++) {
      String argument = arguments[i];
      if (!argument.startsWith("--")) {
        inputs.add(new org.apache.hadoop.fs.Path(argument));
        continue;
      }
      i++;
      if (i == arguments.length) {
        throw new IllegalArgumentException(argument + " needs a value\n" + USAGE);
      }
      switch (argument) {
        case "--output" -> output = Path.of(arguments[i]);
        case "--expected" -> expected = Path.of(arguments[i]);
        case "--emulator" -> emulator = URI.create(arguments[i]);
        default -> throw new IllegalArgumentException("unknown option " + argument + "\n" + USAGE);
      }
    }
    if (inputs.isEmpty()) {
      throw new IllegalArgumentException("no input\n" + USAGE);
    }
    return new DimuonOptions(List.copyOf(inputs), output, expected, emulator);
  }
}
