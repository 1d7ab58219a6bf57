package io.github.seekwell.benchmarks.root;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Bytes of a ROOT file by position: a file on a store, or an array in memory. */
@FunctionalInterface
public interface ByteSource {

  /**
   * The {@code length} bytes from {@code position} on, big-endian, position 0 of the buffer first.
   *
   * @throws IOException when they are not all there
   */
  ByteBuffer read(long position, int length) throws IOException;
}
