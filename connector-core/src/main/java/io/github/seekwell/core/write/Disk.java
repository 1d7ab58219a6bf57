package io.github.seekwell.core.write;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/** What parts in files ask of a file system, apart so that tests can let it fail. */
interface Disk {
  /** Makes an empty file, private to the user, that must not be there. */
  void create(Path file) throws IOException;

  /** Writes all the bytes, whatever becomes of the calling thread. */
  void write(Path file, long position, byte[] bytes, int offset, int count) throws IOException;

  InputStream open(Path file) throws IOException;

  /** Deletes a file, if it is there. */
  void delete(Path file) throws IOException;

  /** Bytes that we might write on the file system of this directory. */
  long usable(Path directory) throws IOException;
}
