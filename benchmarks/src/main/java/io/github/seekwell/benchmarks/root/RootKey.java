package io.github.seekwell.benchmarks.root;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * A key of a ROOT directory: where an object of the file lies and what it is.
 *
 * @param className the object's C++ class, such as {@code TTree}
 * @param cycle counts the versions of an object of that name; the highest is the newest
 * @param position of the key record in the file; the object follows its {@code keyLength} bytes
 * @param recordLength of key and object together, as stored
 * @param objectLength of the object, uncompressed
 */
public record RootKey(
    String className,
    String name,
    String title,
    int cycle,
    long position,
    int keyLength,
    int recordLength,
    int objectLength) {

  private static final int WIDE_POSITIONS = 1000;

  /** Parses the key at the buffer's position and moves past it. */
  public static RootKey parse(ByteBuffer bytes) {
    int start = bytes.position();
    int recordLength = bytes.getInt();
    boolean wide = bytes.getShort() > WIDE_POSITIONS;
    int objectLength = bytes.getInt();
    bytes.getInt(); // date
    int keyLength = bytes.getShort();
    int cycle = bytes.getShort();
    long position = wide ? bytes.getLong() : bytes.getInt();
    bytes.position(bytes.position() + (wide ? Long.BYTES : Integer.BYTES)); // parent directory
    String className = string(bytes);
    String name = string(bytes);
    String title = string(bytes);
    bytes.position(start + keyLength);
    return new RootKey(
        className, name, title, cycle, position, keyLength, recordLength, objectLength);
  }

  /** Where the object's bytes begin. */
  public long objectPosition() {
    return position + keyLength;
  }

  /** How many bytes the object takes in the file. */
  public int storedLength() {
    return recordLength - keyLength;
  }

  /** ROOT compresses an object only if that makes it smaller. */
  public boolean compressed() {
    return storedLength() != objectLength;
  }

  /** A ROOT string: one length byte, or 255 and four length bytes, then the characters. */
  public static String string(ByteBuffer bytes) {
    int length = bytes.get() & 0xff;
    if (length == 255) {
      length = bytes.getInt();
    }
    if (length < 0 || length > bytes.remaining()) {
      throw new BufferUnderflowException();
    }
    byte[] characters = new byte[length];
    bytes.get(characters);
    return new String(characters, StandardCharsets.UTF_8);
  }
}
