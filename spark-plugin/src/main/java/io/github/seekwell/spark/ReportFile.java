package io.github.seekwell.spark;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.EnumSet;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.CreateFlag;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.UnsupportedFileSystemException;

/** Writes a report in one step: a reader finds the whole of it, or what was there before. */
final class ReportFile {

  private ReportFile() {}

  /**
   * Writes.
   *
   * @param where a path of the driver's machine, or a URI of any file system that Hadoop knows
   */
  static void write(String where, String text, Configuration hadoop) throws IOException {
    final byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (where.startsWith("file:")) {
      writeHere(Path.of(URI.create(where)), bytes);
    } else if (!where.matches("[A-Za-z][A-Za-z0-9+.-]+:.*")) {
      writeHere(Path.of(where).toAbsolutePath(), bytes);
    } else {
      writeThere(new org.apache.hadoop.fs.Path(where), bytes, hadoop);
    }
  }

  private static void writeHere(Path file, byte[] bytes) throws IOException {
    if (Files.isDirectory(file)) {
      // An empty one would be replaced.
      throw new FileAlreadyExistsException(file.toString(), null, "it is a directory");
    }
    final Path folder = file.toAbsolutePath().getParent();
    Files.createDirectories(folder);
    final Path draft = Files.createTempFile(folder, ".seekwell", ".draft");
    try {
      Files.write(draft, bytes);
      Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  private static void writeThere(org.apache.hadoop.fs.Path file, byte[] bytes, Configuration hadoop)
      throws IOException {
    if (Schemes.known(file.toUri().getScheme())) {
      create(file, bytes, hadoop); // an object is there when its stream is closed, and not before
      return;
    }
    final FileContext files;
    try {
      files = FileContext.getFileContext(file.toUri(), hadoop);
    } catch (UnsupportedFileSystemException e) {
      create(file, bytes, hadoop); // many a store has the other door alone
      return;
    }
    final org.apache.hadoop.fs.Path draft =
        new org.apache.hadoop.fs.Path(file.getParent(), "." + file.getName() + ".draft");
    try (OutputStream out =
        files.create(
            draft,
            EnumSet.of(CreateFlag.CREATE, CreateFlag.OVERWRITE),
            Options.CreateOpts.createParent())) {
      out.write(bytes);
    }
    files.rename(draft, file, Options.Rename.OVERWRITE);
  }

  private static void create(org.apache.hadoop.fs.Path file, byte[] bytes, Configuration hadoop)
      throws IOException {
    final FileSystem store = file.getFileSystem(hadoop);
    try (OutputStream out = store.create(file, true)) {
      out.write(bytes);
    }
  }
}
