package io.github.seekwell.benchmarks.dimuon;

import io.github.seekwell.benchmarks.command.Options;
import io.github.seekwell.benchmarks.root.BucketPath;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
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
    Options options =
        Options.parse(USAGE, Set.of("--output", "--expected", "--emulator"), arguments);
    return new DimuonOptions(
        options.inputs().stream().map(BucketPath::of).toList(),
        Path.of(options.text("--output", "dimuon")),
        options.text("--expected").map(Path::of).orElse(null),
        options.text("--emulator").map(URI::create).orElse(null));
  }
}
