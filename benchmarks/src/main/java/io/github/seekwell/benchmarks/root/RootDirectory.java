package io.github.seekwell.benchmarks.root;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The top directory of a ROOT file: the file's header and the keys of its objects. Reads three
 * short pieces of the file: header, directory record, key list.
 *
 * @param compression ROOT's setting for the file, algorithm times hundred plus level
 * @param begin where the first record of the file lies
 * @param version of ROOT that wrote the file; a million more if its positions take eight bytes
 * @param streamerInfo position of the description of the file's classes
 * @param streamerInfoLength its length with its key
 */
public record RootDirectory(
    int version,
    int begin,
    int compression,
    long streamerInfo,
    int streamerInfoLength,
    List<RootKey> keys) {

  private static final byte[] MAGIC = "root".getBytes(StandardCharsets.US_ASCII);
  static final int MAGIC_LENGTH = 4;
  static final int HEADER_LENGTH = 64;
  // 34 bytes of numbers at most, "TList", "StreamerInfo", "Doubly linked list"; and some to spare.
  private static final int STREAMER_KEY_LENGTH = 96;
  private static final int RECORD_LENGTH = 42;
  private static final int WIDE_FILE = 1_000_000;
  private static final int WIDE_DIRECTORY = 1000;

  /** Whether a ROOT file begins like this. */
  static boolean isMagic(ByteBuffer beginning) {
    return beginning.slice(0, MAGIC_LENGTH).equals(ByteBuffer.wrap(MAGIC));
  }

  /**
   * Reads header and keys.
   *
   * @throws IOException when the bytes cannot be read, or are not those of a ROOT file
   */
  public static RootDirectory read(ByteSource file) throws IOException {
    ByteBuffer header = file.read(0, HEADER_LENGTH);
    if (!isMagic(header)) {
      throw new IOException("not a ROOT file");
    }
    header.position(MAGIC_LENGTH);
    int version = header.getInt();
    int begin = header.getInt();
    boolean wide = version >= WIDE_FILE;
    header.position(header.position() + (wide ? 24 : 16)); // end, free list
    int nameLength = header.getInt();
    header.get(); // size of positions
    int compression = header.getInt();
    long streamerInfo = wide ? header.getLong() : header.getInt();
    int streamerInfoLength = header.getInt();
    return new RootDirectory(
        version,
        begin,
        compression,
        streamerInfo,
        streamerInfoLength,
        keys(file, begin + nameLength));
  }

  /** The key of the description of the file's classes. */
  public RootKey streamerInfoKey(ByteSource file) throws IOException {
    return RootKey.parse(
        file.read(streamerInfo, Math.min(STREAMER_KEY_LENGTH, streamerInfoLength)));
  }

  private static List<RootKey> keys(ByteSource file, long directory) throws IOException {
    ByteBuffer record = file.read(directory, RECORD_LENGTH);
    boolean wide = record.getShort() > WIDE_DIRECTORY;
    record.getLong(); // created, modified
    int keysLength = record.getInt();
    record.getInt(); // length of the name
    record.position(record.position() + 2 * (wide ? Long.BYTES : Integer.BYTES)); // itself, parent
    long keysPosition = wide ? record.getLong() : record.getInt();

    ByteBuffer list = file.read(keysPosition, keysLength);
    RootKey.parse(list); // of the list itself
    int count = list.getInt();
    List<RootKey> keys = new ArrayList<>(); // not so many in advance: the number may be anything
    for (int i = 0; i < count; i++) {
      keys.add(RootKey.parse(list));
    }
    return List.copyOf(keys);
  }

  /** The newest object of one of these names, the first name that is there. */
  public Optional<RootKey> newest(List<String> names) {
    for (String name : names) {
      Optional<RootKey> newest =
          keys.stream()
              .filter(key -> key.name().equals(name))
              .max(Comparator.comparingInt(RootKey::cycle));
      if (newest.isPresent()) {
        return newest;
      }
    }
    return Optional.empty();
  }
}
