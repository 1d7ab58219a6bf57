package io.github.seekwell.benchmarks.replay;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.util.Optional;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * One client in its own JVM, in a {@link DriverLoop}.
 *
 * <pre>
 * open URI SETTINGS   a new file system with the settings of a properties file
 * play TAPE FOLDER    played NANOS BYTES
 * close               the file system
 * </pre>
 */
public final class ReplayDriver {
  private Optional<FileSystem> fs = Optional.empty();

  private ReplayDriver() {}

  public static void main(String[] arguments) throws IOException {
    DriverLoop.run(new ReplayDriver()::answer);
  }

  private String answer(String... words) throws IOException, InterruptedException {
    return switch (words[0]) {
      case "open" -> open(URI.create(words[1]), java.nio.file.Path.of(words[2]));
      case "play" -> play(java.nio.file.Path.of(words[1]), new Path(URI.create(words[2])));
      case "close" -> close();
      default -> throw DriverLoop.unknown(words[0]);
    };
  }

  private String open(URI uri, java.nio.file.Path settings) throws IOException {
    fs = Optional.of(FileSystem.newInstance(uri, DriverLoop.configuration(settings)));
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
