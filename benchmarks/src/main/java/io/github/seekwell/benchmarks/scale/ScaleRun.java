package io.github.seekwell.benchmarks.scale;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.seekwell.benchmarks.command.WholeFile;
import io.github.seekwell.benchmarks.replay.Cost;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * One client on so many executors.
 *
 * @param store the dialect
 * @param seconds from the beginning of the reduction to its result, all executors there and warm
 * @param splitSeconds of them before the first stage, while the driver makes the splits
 * @param taskSeconds of all tasks together
 * @param cpuSeconds of the tasks' threads
 * @param delivered bytes that Spark counted in its tasks
 * @param cost what the store counted
 * @param splitBytes of its bytes, those sent while the driver made the splits
 * @param busy part of the machine's processors that was in use, by whatever
 * @param waitShare part of the tasks' time that the connector has counted as waiting for it; null
 *     if it does not count
 */
record ScaleRun(
    String store,
    String client,
    int executors,
    String spark,
    String master,
    double seconds,
    double splitSeconds,
    int tasks,
    double taskSeconds,
    double cpuSeconds,
    double gcSeconds,
    long delivered,
    Cost cost,
    long splitBytes,
    double busy,
    @Nullable Double waitShare) {

  /** Seconds in which executors had something to do. */
  double readSeconds() {
    return seconds - splitSeconds;
  }

  /** Bytes that the store sent meanwhile. */
  long readBytes() {
    return cost.bytes() - splitBytes;
  }

  /** Delivered bytes a second, while executors read. */
  double rate() {
    return delivered / readSeconds();
  }

  /** Part of the tasks' time in which they did not have a processor, whoever the client is. */
  double stallShare() {
    return taskSeconds == 0 ? 0 : Math.max(0, 1 - cpuSeconds / taskSeconds);
  }

  /** Writes it in one step. */
  void write(Path file) throws IOException {
    WholeFile.write(file, new ObjectMapper().writeValueAsBytes(this));
  }

  static ScaleRun read(Path file) throws IOException {
    return new ObjectMapper().readValue(file.toFile(), ScaleRun.class);
  }
}
