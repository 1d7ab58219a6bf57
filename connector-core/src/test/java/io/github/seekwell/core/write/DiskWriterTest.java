package io.github.seekwell.core.write;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.seekwell.core.config.BufferConfig;
import io.github.seekwell.core.config.BufferConfig.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** The same writer, whose parts wait in files. */
final class DiskWriterTest extends ObjectWriterTest {
  @TempDir private Path directory;

  @Override
  BufferConfig buffer() {
    return new BufferConfig(Kind.DISK, List.of(directory.toString()), 1);
  }

  @AfterEach
  void noFileIsLeft() throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      assertThat(files.filter(file -> file.getFileName().toString().startsWith("part-"))).isEmpty();
    }
  }
}
