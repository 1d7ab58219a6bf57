package io.github.seekwell.core.block.disk;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/** What the tier asks of a file system, apart so that tests can let it fail. */
interface Volume {
  /** Opens a file to read and write, and makes it, private to the user, if it is not there. */
  Content open(Path file) throws IOException;

  /** Deletes a file, if it is there. */
  void delete(Path file) throws IOException;

  /** Bytes that we might write on the file system of this directory. */
  long usable(Path directory) throws IOException;

  /** Size in bytes of the file system of this directory. */
  long total(Path directory) throws IOException;

  /** An open file. Safe for threads. */
  interface Content extends Closeable {
    /**
     * Reads until the buffer is full or the file ends. An interrupt of the calling thread, before
     * or during it, does no harm to others.
     *
     * @return whether the buffer was filled
     */
    boolean read(ByteBuffer into, long position) throws IOException;

    /** Writes all that remains in the buffer. */
    void write(ByteBuffer from, long position) throws IOException;

    /** Cuts off what is behind {@code size}. */
    void truncate(long size) throws IOException;

    long size() throws IOException;
  }
}
