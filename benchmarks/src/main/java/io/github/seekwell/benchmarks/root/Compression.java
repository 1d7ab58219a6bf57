package io.github.seekwell.benchmarks.root;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * The two letters that begin a compressed object of a ROOT file, and what the reader makes of them.
 */
final class Compression {
  private static final Map<String, String> UNREADABLE =
      Map.of("ZS", "ZSTD", "CS", "ROOT's old algorithm");
  private static final Map<String, String> READABLE =
      Map.of("ZL", "zlib", "XZ", "LZMA", "L4", "LZ4");

  private Compression() {}

  /** How many bytes say which algorithm it is. */
  static final int MARK_LENGTH = 2;

  /** Whether the reader can decompress what begins with these bytes. */
  static boolean readable(ByteBuffer mark) {
    return READABLE.containsKey(letters(mark));
  }

  /** The algorithm in words. */
  static String name(ByteBuffer mark) {
    String letters = letters(mark);
    String known = READABLE.getOrDefault(letters, UNREADABLE.get(letters));
    return known != null ? known : "an unknown algorithm";
  }

  private static String letters(ByteBuffer mark) {
    byte[] letters = new byte[MARK_LENGTH];
    mark.duplicate().get(letters);
    return new String(letters, StandardCharsets.ISO_8859_1);
  }
}
