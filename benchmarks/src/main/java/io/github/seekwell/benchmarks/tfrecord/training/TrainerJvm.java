package io.github.seekwell.benchmarks.tfrecord.training;

import io.github.seekwell.benchmarks.replay.DriverJvm;
import java.io.IOException;
import java.nio.file.Path;

/** A training in its JVM, as the harness speaks to it. */
record TrainerJvm(DriverJvm driver) implements AutoCloseable {

  static TrainerJvm start(DriverJvm.Launch launch) throws IOException, InterruptedException {
    return new TrainerJvm(DriverJvm.start(TrainingDriver.class, launch));
  }

  /** Opens a folder of the local disk without Hadoop. */
  void openChannel(Path folder) throws IOException, InterruptedException {
    driver.ask("channel", folder.toString());
  }

  EpochResult epoch(Shape shape, int number, long computeNanos)
      throws IOException, InterruptedException {
    String answer =
        driver.ask(
            "epoch", shape.toString(), Integer.toString(number), Long.toString(computeNanos));
    return EpochResult.parse(answer.substring(answer.indexOf(' ') + 1));
  }

  @Override
  public void close() {
    driver.close();
  }
}
