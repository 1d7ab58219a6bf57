package io.github.seekwell.benchmarks.replay;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/** A client in its JVM, as the harness speaks to it. */
final class ClientJvm implements AutoCloseable {
  private static final Duration START = Duration.ofSeconds(60);

  private final ChildJvm jvm;
  private final Path settings;
  private final Duration patience;

  private ClientJvm(ChildJvm jvm, Path settings, Duration patience) {
    this.jvm = jvm;
    this.settings = settings;
    this.patience = patience;
  }

  /**
   * Starts one.
   *
   * @param settings Hadoop's
   * @param scratch for its settings and its log
   * @param patience for one pass
   */
  static ClientJvm start(
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
            // A heap that grows while it is measured would cost whoever is measured first.
            List.of("-Xms" + heap, "-Xmx" + heap, "-XX:+AlwaysPreTouch"),
            ReplayDriver.class.getName(),
            List.of(),
            scratch.resolve(name + ".log"));
    ClientJvm client = new ClientJvm(jvm, file, patience);
    try {
      client.hear(START);
      return client;
    } catch (IOException | InterruptedException e) {
      jvm.close();
      throw e;
    }
  }

  void open(String root) throws IOException, InterruptedException {
    ask("open " + root + " " + settings);
  }

  /** Plays a tape; nanoseconds it took. */
  long play(Path tape, String folder) throws IOException, InterruptedException {
    String answer = ask("play " + tape + " " + folder);
    return Long.parseLong(answer.split(" ")[1]);
  }

  /** Closes its file system. */
  void closeFileSystem() throws IOException, InterruptedException {
    ask("close");
  }

  private String ask(String line) throws IOException, InterruptedException {
    jvm.say(line);
    String answer = hear(patience);
    if (answer.startsWith("failed")) {
      throw new ClientFailure(answer);
    }
    return answer;
  }

  private String hear(Duration howLong) throws IOException, InterruptedException {
    String line = jvm.hear(howLong);
    if (!line.startsWith(ReplayDriver.MARK)) {
      throw new IOException("not an answer: " + line);
    }
    return line.substring(ReplayDriver.MARK.length());
  }

  @Override
  public void close() {
    jvm.close();
  }

  /** The client has failed, its JVM lives on. */
  static final class ClientFailure extends IOException {
    private static final long serialVersionUID = 1;

    ClientFailure(String message) {
      super(message);
    }
  }
}
