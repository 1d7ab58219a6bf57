package io.github.seekwell.core.block;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * The SHA-256 of an object version's identity, for places that outlive this process or are none of
 * the reader's business to read: equal for equal versions in every JVM, and telling nothing of
 * them.
 */
public record ObjectDigest(long first, long second, long third, long fourth)
    implements Comparable<ObjectDigest> {
  /** Length in its binary form. */
  public static final int BYTES = 32;

  /** Each word counts with its length, so that no two lists of words look alike. */
  static ObjectDigest of(String... words) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      ByteBuffer length = ByteBuffer.allocate(Integer.BYTES);
      for (String word : words) {
        byte[] bytes = word.getBytes(StandardCharsets.UTF_8);
        digest.update(length.clear().putInt(bytes.length).flip());
        digest.update(bytes);
      }
      return read(ByteBuffer.wrap(digest.digest()));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }

  /** Takes the next {@link #BYTES} bytes. */
  public static ObjectDigest read(ByteBuffer from) {
    return new ObjectDigest(from.getLong(), from.getLong(), from.getLong(), from.getLong());
  }

  /** Puts {@link #BYTES} bytes. */
  public void write(ByteBuffer to) {
    to.putLong(first).putLong(second).putLong(third).putLong(fourth);
  }

  @Override
  public int compareTo(ObjectDigest other) {
    int order = Long.compare(first, other.first);
    order = order != 0 ? order : Long.compare(second, other.second);
    order = order != 0 ? order : Long.compare(third, other.third);
    return order != 0 ? order : Long.compare(fourth, other.fourth);
  }

  /** Any eight bytes of a digest are as good as a hash can be. */
  @Override
  public int hashCode() {
    return Long.hashCode(first);
  }
}
