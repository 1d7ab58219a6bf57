package io.github.seekwell.benchmarks.data;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;

/**
 * Writes the records of a small ROOT file (one directory, positions of four bytes) one after
 * another, and at the end the head that tells where they are.
 */
final class RootRecords implements AutoCloseable {
  private static final int DIRECTORY_LENGTH = 60;
  private static final int KEY_VERSION = 4;
  private static final int DATE = 1; // ROOT shows 1995; the same input gives the same bytes
  private static final int FREE_UNTIL = 2_000_000_000;
  private static final int POSITION_IN_KEY = 18;

  private final RandomAccessFile out;
  private final String fileName;
  private final int begin;
  private final int nameLength;

  RootRecords(RandomAccessFile out, String fileName, int begin) throws IOException {
    this.out = out;
    this.fileName = fileName;
    this.begin = begin;
    byte[] names = names();
    this.nameLength = key(0, 0, "TFile", fileName, "", begin, 0).length + names.length;
    out.seek((long) begin + nameLength + DIRECTORY_LENGTH);
  }

  long position() throws IOException {
    return out.getFilePointer();
  }

  void write(byte[] bytes, int length) throws IOException {
    out.write(bytes, 0, length);
  }

  /** Writes a record taken from another file, its key set right; gives its position. */
  int copy(byte[] record) throws IOException {
    int position = Math.toIntExact(out.getFilePointer());
    ByteBuffer.wrap(record).putInt(POSITION_IN_KEY, position);
    out.write(record);
    return position;
  }

  /** Makes a record taken from another file say that it lies at {@code position}. */
  static void move(byte[] record, long position) {
    ByteBuffer.wrap(record).putInt(POSITION_IN_KEY, Math.toIntExact(position));
  }

  /** Writes an object of the directory; gives its key. */
  byte[] object(String className, String name, String title, byte[] stored, int objectLength)
      throws IOException {
    byte[] key = key(stored.length, objectLength, className, name, title, position(), begin);
    out.write(key);
    out.write(stored);
    return key;
  }

  static int keyLength(String className, String name, String title) {
    return key(0, 0, className, name, title, 0, 0).length;
  }

  /** Writes key list, free list and the head of the file, with one object in the directory. */
  void finish(byte[] objectKey, int version, int compression, int streamerInfo, int streamerLength)
      throws IOException {
    int keys = Math.toIntExact(position());
    int listLength = Integer.BYTES + objectKey.length;
    byte[] listKey = key(listLength, listLength, "TFile", fileName, "", keys, begin);
    out.write(listKey);
    out.writeInt(1);
    out.write(objectKey);

    int free = Math.toIntExact(position());
    byte[] freeKey = key(10, 10, "TFile", fileName, "", free, begin);
    int end = free + freeKey.length + 10;
    out.write(freeKey);
    out.writeShort(1);
    out.writeInt(end);
    out.writeInt(FREE_UNTIL);

    out.seek(0);
    out.writeBytes("root");
    for (int field : new int[] {version, begin, end, free, freeKey.length + 10, 1, nameLength}) {
      out.writeInt(field);
    }
    out.writeByte(Integer.BYTES);
    out.writeInt(compression);
    out.writeInt(streamerInfo);
    out.writeInt(streamerLength);
    identity();

    out.seek(begin);
    byte[] names = names();
    int payload = names.length + DIRECTORY_LENGTH;
    out.write(key(payload, payload, "TFile", fileName, "", begin, 0));
    out.write(names);
    out.writeShort(5);
    for (int field :
        new int[] {DATE, DATE, listKey.length + listLength, nameLength, begin, 0, keys}) {
      out.writeInt(field);
    }
    identity();
    out.write(new byte[3 * Integer.BYTES]);
  }

  private void identity() throws IOException {
    out.writeShort(1);
    out.write(new byte[16]);
  }

  private byte[] names() {
    byte[] name = TreeWriter.string(fileName);
    byte[] title = TreeWriter.string("");
    return ByteBuffer.allocate(name.length + title.length).put(name).put(title).array();
  }

  private static byte[] key(
      int stored,
      int objectLength,
      String className,
      String name,
      String title,
      long position,
      int directory) {
    byte[] strings =
        ByteBuffer.allocate(stringsLength(className, name, title))
            .put(TreeWriter.string(className))
            .put(TreeWriter.string(name))
            .put(TreeWriter.string(title))
            .array();
    int length = 26 + strings.length;
    return ByteBuffer.allocate(length)
        .putInt(stored + length)
        .putShort((short) KEY_VERSION)
        .putInt(objectLength)
        .putInt(DATE)
        .putShort((short) length)
        .putShort((short) 1)
        .putInt(Math.toIntExact(position))
        .putInt(directory)
        .put(strings)
        .array();
  }

  private static int stringsLength(String... strings) {
    int length = 0;
    for (String string : strings) {
      length += TreeWriter.string(string).length;
    }
    return length;
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
