package io.github.seekwell.benchmarks.tfrecord.training;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Files of the local disk over a {@link FileChannel}: what all others are compared with. */
record LocalShards(Path folder, List<String> names) implements Shards {
  private static final String SUFFIX = ".tfrecord";

  static LocalShards of(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return new LocalShards(
          folder,
          files
              .map(file -> file.getFileName().toString())
              .filter(name -> name.endsWith(SUFFIX))
              .sorted()
              .toList());
    }
  }

  @Override
  public InputStream open(String name) throws IOException {
    return Channels.newInputStream(FileChannel.open(folder.resolve(name)));
  }

  @Override
  public void close() {
    // Nothing is kept.
  }
}
