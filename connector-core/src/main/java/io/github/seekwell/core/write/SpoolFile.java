package io.github.seekwell.core.write;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A file with the bytes of one part. */
record SpoolFile(SpoolDirectory directory, Disk disk, Path path) {
  private static final Logger LOG = LoggerFactory.getLogger(SpoolFile.class);

  void write(long position, byte[] bytes, int offset, int count) throws IOException {
    disk.write(path, position, bytes, offset, count);
  }

  InputStream open() throws IOException {
    return disk.open(path);
  }

  /** To be called once. What cannot be deleted is left to the next process. */
  void delete() {
    directory.exit();
    try {
      disk.delete(path);
    } catch (IOException e) {
      LOG.warn("{} cannot be deleted", path, e);
    }
  }

  @Override
  public String toString() {
    return path.toString();
  }
}
