package io.github.seekwell.benchmarks.replay;

import io.github.seekwell.core.testing.RampObject;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * The bytes that are read: one file, whose beginnings are all objects of the store and all files of
 * the local disk.
 */
final class Ramps {
  private static final String FILE = "ramp";
  private static final int PIECE = 1 << 20;

  private final Path folder;

  private Ramps(Path folder) {
    this.folder = folder;
  }

  /** Writes the file, long enough for all patterns. */
  static Ramps write(Path folder, List<ReadPattern> patterns) throws IOException {
    long longest = Patterns.warmUp().objectSize();
    for (ReadPattern pattern : patterns) {
      longest = Math.max(longest, pattern.objectSize());
    }
    RampObject ramp = RampObject.of(longest);
    Files.createDirectories(folder);
    try (OutputStream out =
        new BufferedOutputStream(Files.newOutputStream(folder.resolve(FILE)), PIECE)) {
      for (long at = 0; at < longest; at += PIECE) {
        out.write(ramp.bytes(at, (int) Math.min(PIECE, longest - at)));
      }
    }
    return new Ramps(folder);
  }

  Path folder() {
    return folder;
  }

  /** The name of the store's object that has all of it. */
  String object() {
    return FILE;
  }

  /** Makes a file of its beginning and that end. */
  void copy(long size, byte[] tail, Path to) throws IOException {
    Files.createDirectories(to.getParent());
    try (FileChannel from = FileChannel.open(folder.resolve(FILE));
        FileChannel into =
            FileChannel.open(to, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      for (long at = 0; at < size; ) {
        at += from.transferTo(at, size - at, into);
      }
      into.write(ByteBuffer.wrap(tail), size - tail.length);
    }
  }
}
