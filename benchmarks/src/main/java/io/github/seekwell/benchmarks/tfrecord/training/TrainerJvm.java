package io.github.seekwell.benchmarks.tfrecord.training;

import io.github.seekwell.benchmarks.replay.ChildJvm;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/** A training in its JVM, as the harness speaks to it. */
final class TrainerJvm implements AutoCloseable {
  private static final Duration START = Duration.ofSeconds(60);

  private final ChildJvm jvm;
  private final Path settings;
  private final Duration patience;

  private TrainerJvm(ChildJvm jvm, Path settings, Duration patience) {
    this.jvm = jvm;
    this.settings = settings;
    this.patience = patience;
  }

  /**
   * Starts one.
   *
   * @param settings Hadoop's
   * @param scratch for its settings and its log
   * @param patience for one epoch
   */
  static TrainerJvm start(
      String name,
      String classPath,
      String heap,
      Map<String, String> settings,
      Path scratch,
      Duration patience)
      throws IOException, InterruptedException {
    Path file = scratch.resolve(name + ".properties");
    Properties properties = new Properties();
    properties.putAll(settings);
    properties.setProperty("hadoop.tmp.dir", scratch.resolve("hadoop-" + name).toString());
    try (OutputStream out = Files.newOutputStream(file)) {
      properties.store(out, null);
    }
    ChildJvm jvm =
        ChildJvm.start(
            classPath,
            // A heap that grows while it is measured would cost the first epoch.
            List.of("-Xms" + heap, "-Xmx" + heap, "-XX:+AlwaysPreTouch"),
            TrainingDriver.class.getName(),
            List.of(),
            scratch.resolve(name + ".log"));
    TrainerJvm trainer = new TrainerJvm(jvm, file, patience);
    try {
      trainer.hear(START);
      return trainer;
    } catch (IOException | InterruptedException e) {
      jvm.close();
      throw e;
    }
  }

  /** Opens a folder behind Hadoop's API. */
  void open(String folder) throws IOException, InterruptedException {
    ask("open " + folder + " " + settings);
  }

  /** Opens a folder of the local disk without Hadoop. */
  void openChannel(Path folder) throws IOException, InterruptedException {
    ask("channel " + folder);
  }

  EpochResult epoch(Shape shape, int number, long computeNanos)
      throws IOException, InterruptedException {
    String answer = ask("epoch " + shape + " " + number + " " + computeNanos);
    return EpochResult.parse(answer.substring(answer.indexOf(' ') + 1));
  }

  void closeFiles() throws IOException, InterruptedException {
    ask("close");
  }

  private String ask(String line) throws IOException, InterruptedException {
    jvm.say(line);
    String answer = hear(patience);
    if (answer.startsWith("failed")) {
      throw new IOException(answer);
    }
    return answer;
  }

  private String hear(Duration howLong) throws IOException, InterruptedException {
    String line = jvm.hear(howLong);
    if (!line.startsWith(TrainingDriver.MARK)) {
      throw new IOException("not an answer: " + line);
    }
    return line.substring(TrainingDriver.MARK.length());
  }

  @Override
  public void close() {
    jvm.close();
  }
}
