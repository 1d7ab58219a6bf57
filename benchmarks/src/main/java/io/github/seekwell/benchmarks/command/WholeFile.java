package io.github.seekwell.benchmarks.command;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/** A file that is there as a whole or not at all, whenever its writer is told to end. */
public final class WholeFile {
  private WholeFile() {}

  /** Writes it in one step; a file that is there is replaced, folders are made. */
  public static Path write(Path file, byte[] bytes) throws IOException {
    Path folder = Files.createDirectories(file.toAbsolutePath().getParent());
    // Not a temporary file, which nobody but us may read.
    String name = "." + file.getFileName() + "-" + ProcessHandle.current().pid() + ".draft";
    Path draft = folder.resolve(name);
    try {
      Files.write(draft, bytes);
      return Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  public static Path write(Path file, String text) throws IOException {
    return write(file, text.getBytes(StandardCharsets.UTF_8));
  }

  public static Path write(Path file, List<String> lines) throws IOException {
    return write(file, String.join("\n", lines) + "\n");
  }
}
