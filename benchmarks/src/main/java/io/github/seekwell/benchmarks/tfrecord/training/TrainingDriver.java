package io.github.seekwell.benchmarks.tfrecord.training;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.hadoop.conf.Configuration;

/**
 * A training in the JVM of one client. Takes a line of standard input at a time and answers each
 * with one that begins with {@value #MARK}; ends with its input, whatever it is at. Paths must not
 * contain blanks.
 *
 * <pre>
 * channel FOLDER               files of the local disk, without Hadoop
 * open URI SETTINGS            a new file system with the settings of a properties file
 * epoch SHAPE NUMBER COMPUTE   epoch and an EpochResult; COMPUTE nanoseconds a batch
 * close
 * </pre>
 */
public final class TrainingDriver {
  static final String MARK = "training: ";

  private Optional<Shards> shards = Optional.empty();

  private TrainingDriver() {}

  public static void main(String[] arguments) throws IOException {
    PrintStream answers = System.out;
    // Whatever a client prints must not be taken for an answer.
    System.setOut(System.err);
    TrainingDriver driver = new TrainingDriver();
    // Not in this thread: it must see the end of its input in the middle of an epoch.
    ExecutorService work = Executors.newSingleThreadExecutor();
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    answers.println(MARK + "here");
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      String[] words = line.split(" ");
      work.execute(
          () -> {
            answers.println(MARK + driver.answer(words));
            answers.flush();
          });
    }
    // A client's threads that are no daemons must not keep us.
    Runtime.getRuntime().halt(0);
  }

  private String answer(String[] words) {
    try {
      return switch (words[0]) {
        case "channel" -> channel(Path.of(words[1]));
        case "open" -> open(URI.create(words[1]), Path.of(words[2]));
        case "epoch" ->
            "epoch "
                + new Epoch(
                        shards.orElseThrow(),
                        Shape.parse(words[1]),
                        Integer.parseInt(words[2]),
                        Long.parseLong(words[3]))
                    .run();
        case "close" -> close();
        default -> "failed: no such word: " + words[0];
      };
    } catch (Exception | Error e) {
      // Also what does not link: the harness must be told, and goes on with others.
      e.printStackTrace();
      return "failed: " + inWords(e).replaceAll("\\s+", " ");
    }
  }

  private static String inWords(Throwable e) {
    return e.getCause() == null ? e.toString() : e + ": " + e.getCause();
  }

  private String channel(Path folder) throws IOException {
    shards = Optional.of(LocalShards.of(folder));
    return "opened";
  }

  private String open(URI folder, Path settings) throws IOException {
    Properties properties = new Properties();
    try (InputStream in = Files.newInputStream(settings)) {
      properties.load(in);
    }
    Configuration configuration = new Configuration();
    properties.forEach((key, value) -> configuration.set(key.toString(), value.toString()));
    shards = Optional.of(HadoopShards.of(folder, configuration));
    return "opened";
  }

  private String close() throws IOException {
    Shards open = shards.orElseThrow();
    shards = Optional.empty();
    open.close();
    return "closed";
  }
}
