package io.github.seekwell.benchmarks.summary;

import java.nio.file.Path;
import java.time.Duration;

/**
 * How a job went.
 *
 * @param status with which it ended
 * @param command by which it can be run again
 * @param folder with what it has left
 */
record JobResult(String name, int status, Duration time, String command, Path folder) {
  private static final int FIELDS = 4;
  private static final int WRONG = 1;
  private static final int NOT_TAKEN = 2;

  /**
   * Reads a line of the script's: name, status, seconds and command, with tabs between.
   *
   * @param folder of all jobs
   */
  static JobResult parse(String line, Path folder) {
    String[] fields = line.split("\t", FIELDS);
    if (fields.length < FIELDS) {
      throw new IllegalArgumentException("not a job: " + line);
    }
    return new JobResult(
        fields[0],
        Integer.parseInt(fields[1]),
        Duration.ofSeconds(Long.parseLong(fields[2])),
        fields[3],
        folder.resolve(fields[0]));
  }

  boolean well() {
    return status == 0;
  }

  String verdict() {
    return switch (status) {
      case 0 -> "as expected";
      case WRONG -> "not what was expected (1)";
      case NOT_TAKEN -> "an option or a file was not taken (2)";
      default -> "failed (" + status + ")";
    };
  }
}
