package io.github.seekwell.benchmarks.replay;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Optional;
import java.util.Properties;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * One client in its own JVM. Takes a line of standard input at a time and answers each with one
 * that begins with {@value #MARK}; ends with its input. Paths must not contain blanks.
 *
 * <pre>
 * open URI SETTINGS   a new file system with the settings of a properties file
 * play TAPE FOLDER    played NANOS BYTES
 * close               the file system
 * </pre>
 */
public final class ReplayDriver {
  static final String MARK = "replay: ";

  private Optional<FileSystem> fs = Optional.empty();

  private ReplayDriver() {}

  public static void main(String[] arguments) throws IOException {
    PrintStream answers = System.out;
    // Whatever a client prints must not be taken for an answer.
    System.setOut(System.err);
    ReplayDriver driver = new ReplayDriver();
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    answers.println(MARK + "here");
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      answers.println(MARK + driver.answer(line.split(" ")));
      answers.flush();
    }
    // A client's threads that are no daemons must not keep us.
    Runtime.getRuntime().halt(0);
  }

  private String answer(String[] words) {
    try {
      return switch (words[0]) {
        case "open" -> open(URI.create(words[1]), java.nio.file.Path.of(words[2]));
        case "play" -> play(java.nio.file.Path.of(words[1]), new Path(words[2]));
        case "close" -> close();
        default -> "failed: no such word: " + words[0];
      };
    } catch (Exception | Error e) {
      // Also what does not link: the harness must be told, and goes on with others.
      e.printStackTrace();
      return "failed: " + e.toString().replaceAll("\\s+", " ");
    }
  }

  private String open(URI uri, java.nio.file.Path settings) throws IOException {
    Properties properties = new Properties();
    try (InputStream in = Files.newInputStream(settings)) {
      properties.load(in);
    }
    Configuration configuration = new Configuration();
    properties.forEach((key, value) -> configuration.set(key.toString(), value.toString()));
    fs = Optional.of(FileSystem.newInstance(uri, configuration));
    return "opened";
  }

  private String play(java.nio.file.Path file, Path folder)
      throws IOException, InterruptedException {
    Tape tape;
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
      tape = Tape.read(in);
    }
    Player.Played played = new Player(fs.orElseThrow(), folder, tape).play();
    return "played " + played.nanos() + " " + played.bytes();
  }

  private String close() throws IOException {
    FileSystem open = fs.orElseThrow();
    fs = Optional.empty();
    open.close();
    return "closed";
  }
}
