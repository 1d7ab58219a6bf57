package io.github.seekwell.benchmarks.replay;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/** A client of a store in a JVM of its own, as the harness speaks to it. */
public final class DriverJvm implements AutoCloseable {
  private static final Duration START = Duration.ofSeconds(60);

  private final ChildJvm jvm;
  private final Path settings;
  private final Duration patience;

  private DriverJvm(ChildJvm jvm, Path settings, Duration patience) {
    this.jvm = jvm;
    this.settings = settings;
    this.patience = patience;
  }

  /**
   * What to start.
   *
   * @param settings Hadoop's
   * @param scratch for its settings and its log
   * @param patience for one answer
   */
  public record Launch(
      String name,
      String classPath,
      String heap,
      Map<String, String> settings,
      Path scratch,
      Duration patience) {}

  /**
   * Starts one.
   *
   * @param driver its main class, which runs a {@link DriverLoop}
   */
  public static DriverJvm start(Class<?> driver, Launch launch)
      throws IOException, InterruptedException {
    Path scratch = launch.scratch();
    Path file = scratch.resolve(launch.name() + ".properties");
    Properties properties = new Properties();
    properties.putAll(launch.settings());
    properties.setProperty("hadoop.tmp.dir", scratch.resolve("hadoop-" + launch.name()).toString());
    try (OutputStream out = Files.newOutputStream(file)) {
      properties.store(out, null);
    }
    ChildJvm jvm =
        ChildJvm.start(
            launch.classPath(),
            // A heap that grows while it is measured would cost whoever is measured first.
            List.of("-Xms" + launch.heap(), "-Xmx" + launch.heap(), "-XX:+AlwaysPreTouch"),
            driver.getName(),
            List.of(),
            scratch.resolve(launch.name() + ".log"));
    DriverJvm client = new DriverJvm(jvm, file, launch.patience());
    try {
      client.hear(START);
      return client;
    } catch (IOException | InterruptedException e) {
      jvm.close();
      throw e;
    }
  }

  /** Opens a place of the store with a new file system. */
  public void open(String uri) throws IOException, InterruptedException {
    ask("open", uri, settings.toString());
  }

  /** Closes what is open. */
  public void closeFiles() throws IOException, InterruptedException {
    ask("close");
  }

  /**
   * The answer to a line of these words.
   *
   * @throws ClientFailure if the client failed and its JVM lives on
   */
  public String ask(String... words) throws IOException, InterruptedException {
    jvm.say(DriverLoop.line(words));
    String answer = hear(patience);
    if (answer.startsWith(DriverLoop.FAILED)) {
      throw new ClientFailure(answer);
    }
    return answer;
  }

  private String hear(Duration howLong) throws IOException, InterruptedException {
    String line = jvm.hear(howLong);
    if (!line.startsWith(DriverLoop.MARK)) {
      throw new IOException("not an answer: " + line);
    }
    return line.substring(DriverLoop.MARK.length());
  }

  @Override
  public void close() {
    jvm.close();
  }

  /** The client has failed, its JVM lives on. */
  public static final class ClientFailure extends IOException {
    private static final long serialVersionUID = 1;

    ClientFailure(String message) {
      super(message);
    }
  }
}
