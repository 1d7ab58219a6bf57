package io.github.seekwell.core.write;

import io.github.seekwell.core.local.PrivateFiles;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The file systems of this machine.
 *
 * <p>A file is open only while it is written to or read, since a thousand parts may wait to be
 * filled, and through streams that an interrupt of the thread does not close.
 */
final class LocalDisk implements Disk {
  /** The JDK copies what it writes at once into memory outside the heap. */
  private static final int PIECE = 64 * 1024;

  @Override
  public void create(Path file) throws IOException {
    Files.createFile(file, PrivateFiles.fileAttributes(file));
  }

  @Override
  public void write(Path file, long position, byte[] bytes, int offset, int count)
      throws IOException {
    try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
      out.seek(position);
      for (int done = 0; done < count; done += PIECE) {
        out.write(bytes, offset + done, Math.min(PIECE, count - done));
      }
    }
  }

  @Override
  public InputStream open(Path file) throws IOException {
    return new FileInputStream(file.toFile());
  }

  @Override
  public void delete(Path file) throws IOException {
    Files.deleteIfExists(file);
  }

  @Override
  public long usable(Path directory) {
    return directory.toFile().getUsableSpace();
  }
}
