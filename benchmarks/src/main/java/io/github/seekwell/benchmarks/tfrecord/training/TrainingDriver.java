package io.github.seekwell.benchmarks.tfrecord.training;

import io.github.seekwell.benchmarks.replay.DriverLoop;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A training in the JVM of one client, in a {@link DriverLoop}.
 *
 * <pre>
 * channel FOLDER               files of the local disk, without Hadoop
 * open URI SETTINGS            a new file system with the settings of a properties file
 * epoch SHAPE NUMBER COMPUTE   epoch and an EpochResult; COMPUTE nanoseconds a batch
 * close
 * </pre>
 */
public final class TrainingDriver {
  private Optional<Shards> shards = Optional.empty();

  private TrainingDriver() {}

  public static void main(String[] arguments) throws IOException {
    DriverLoop.run(new TrainingDriver()::answer);
  }

  private String answer(String... words) throws Exception {
    return switch (words[0]) {
      case "channel" -> open(LocalShards.of(Path.of(words[1])));
      case "open" ->
          open(HadoopShards.of(URI.create(words[1]), DriverLoop.configuration(Path.of(words[2]))));
      case "epoch" ->
          "epoch "
              + new Epoch(
                      shards.orElseThrow(),
                      Shape.parse(words[1]),
                      Integer.parseInt(words[2]),
                      Long.parseLong(words[3]))
                  .run();
      case "close" -> close();
      default -> throw DriverLoop.unknown(words[0]);
    };
  }

  private String open(Shards opened) {
    shards = Optional.of(opened);
    return "opened";
  }

  private String close() throws IOException {
    Shards open = shards.orElseThrow();
    shards = Optional.empty();
    open.close();
    return "closed";
  }
}
