package io.github.seekwell.core.client;

import io.github.seekwell.core.store.BodyHandler;
import io.github.seekwell.core.store.ByteRange;
import io.github.seekwell.core.store.Crc;
import io.github.seekwell.core.store.ErrorKind;
import io.github.seekwell.core.store.Etag;
import io.github.seekwell.core.store.ObjectBody;
import io.github.seekwell.core.store.ObjectChecksum;
import io.github.seekwell.core.store.ObjectInfo;
import io.github.seekwell.core.store.StoreException;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What an answer must be before anything of it is believed: the range, length, version and checksum
 * that were asked for. Whatever else comes is an error, never data.
 */
public final class Answers {

  /** Bytes handed on at a time: what a TLS record or two bring, and small beside any block. */
  private static final int PIECE = 64 * 1024;

  private Answers() {}

  /** The whole object's size, from the answer to a request for a range. */
  public static long rangedSize(StoreCall call, ByteRange range) throws StoreException {
    if (call.status() == 200) {
      // Without a range only if that is the whole object: then it is the same bytes.
      if (range.start() == 0 && contentLength(call).equals(Optional.of(range.end()))) {
        return range.end();
      }
      throw wrong(call, "the store ignored the range and sends the whole object");
    }
    long size = totalOf(call);
    if (size < range.end()) {
      // What begins beyond an object's end is refused, not answered: such a size is no size.
      checkRange(call, range, ByteRange.of(range.start(), Math.max(range.start(), size)));
      throw CallFailures.answer(
          call, ErrorKind.INVALID_RANGE, "the object has only " + size + " bytes");
    }
    checkRange(call, range, range);
    return size;
  }

  /**
   * The whole object's size, from the answer to a request for one end of it. An answer without a
   * range is believed if it is no longer than what was asked for: then it is all there is.
   *
   * @param length how many bytes were asked for
   */
  public static long sizeOfEnd(StoreCall call, ObjectEnd end, long length) throws StoreException {
    if (call.status() == 200) {
      return wholeSize(call, length);
    }
    long size = totalOf(call);
    ByteRange range = end.within(size, length);
    checkRange(call, range, range);
    return size;
  }

  private static long wholeSize(StoreCall call, long most) throws StoreException {
    Optional<Long> size = contentLength(call);
    if (size.isEmpty() || size.get() > most) {
      throw wrong(call, "the store ignored the range and sends the whole object");
    }
    return size.get();
  }

  /**
   * @param there what of the range asked for the object has
   */
  private static void checkRange(StoreCall call, ByteRange asked, ByteRange there)
      throws StoreException {
    String sent = contentRange(call);
    String wanted = there.isEmpty() ? "" : there.toHeader().replace("bytes=", "bytes ") + "/";
    if (there.isEmpty() || !sent.startsWith(wanted)) {
      throw wrong(call, "asked for " + asked + ", the store sends '" + sent + "'");
    }
    Optional<Long> length = contentLength(call);
    if (length.isPresent() && length.get() != there.length()) {
      throw wrong(call, "asked for " + asked + ", the store sends " + length.get() + " bytes");
    }
  }

  private static String contentRange(StoreCall call) throws StoreException {
    return call.answer("Content-Range")
        .orElseThrow(() -> wrong(call, "the answer tells no Content-Range"));
  }

  private static long totalOf(StoreCall call) throws StoreException {
    String range = contentRange(call);
    try {
      return Long.parseUnsignedLong(range.substring(range.indexOf('/') + 1).trim());
    } catch (NumberFormatException e) {
      throw wrong(call, "Content-Range '" + range + "' does not tell the object's size");
    }
  }

  private static Optional<Long> contentLength(StoreCall call) throws StoreException {
    Optional<String> header = call.answer("Content-Length");
    if (header.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(Long.parseLong(header.get().trim()));
    } catch (NumberFormatException e) {
      throw wrong(call, "Content-Length '" + header.get() + "' is no number");
    }
  }

  public static Etag etagOf(StoreCall call) throws StoreException {
    return call.answer("ETag")
        .map(Etag::ofHeader)
        .filter(etag -> !etag.isAny())
        .orElseThrow(() -> wrong(call, "the answer tells no ETag, so its version is unknown"));
  }

  /**
   * A sum of the whole object as a header tells it, in base 64; nothing if there is none, or one of
   * the sums of parts ({@code …==-3}).
   */
  public static Optional<ObjectChecksum> checksum(
      ObjectInfo object, Crc crc, @Nullable String header) {
    try {
      byte[] bytes = header == null ? new byte[0] : Base64.getDecoder().decode(header);
      return bytes.length == crc.bytes()
          ? Optional.of(new ObjectChecksum(object, crc, new BigInteger(1, bytes).longValue()))
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** Hands on exactly the bytes of a range, and sees the body's end, which keeps the connection. */
  public static void deliver(
      StoreCall call,
      @Nullable InputStream in,
      ObjectInfo object,
      ByteRange range,
      BodyHandler body)
      throws IOException {
    if (in == null) {
      throw wrong(call, "the answer has no body");
    }
    body.begin(object, range);
    byte[] buffer = new byte[(int) Math.min(PIECE, Math.max(1, range.length()))];
    long position = range.start();
    while (position < range.end()) {
      int count = in.read(buffer, 0, (int) Math.min(buffer.length, range.end() - position));
      if (count < 0) {
        throw CallFailures.answer(
            call,
            ErrorKind.TRUNCATED,
            "the body ended after "
                + (position - range.start())
                + " of "
                + range.length()
                + " bytes");
      }
      body.accept(position, buffer, 0, count);
      position += count;
    }
    if (in.read(buffer, 0, 1) >= 0) {
      throw wrong(call, "the body is longer than the " + range.length() + " bytes asked for");
    }
  }

  /**
   * What a refusal of an object's end means: only of an empty one there are no first and no last
   * bytes.
   *
   * @param object as a HEAD told of it after the refusal
   */
  public static ObjectInfo emptyOrElse(ObjectInfo object, StoreException refusal, BodyHandler body)
      throws StoreException {
    if (object.size() > 0) {
      StoreException grown =
          new StoreException(
              ErrorKind.WRONG_ANSWER,
              refusal.failure().action(),
              "the store refused any bytes of an object of " + object.size() + " bytes");
      grown.addSuppressed(refusal);
      throw grown;
    }
    body.begin(object, ByteRange.of(0, 0));
    return object;
  }

  /** As a request tells it: in Base 64. */
  public static String md5(ObjectBody body) throws IOException {
    try (InputStream in = body.open()) {
      MessageDigest digest = MessageDigest.getInstance("MD5");
      byte[] buffer = new byte[(int) Math.min(PIECE, Math.max(1, body.length()))];
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        digest.update(buffer, 0, count);
      }
      return Base64.getEncoder().encodeToString(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has MD5", e);
    }
  }

  public static @Nullable String orNull(String text) {
    return text.isEmpty() ? null : text;
  }

  public static StoreException wrong(StoreCall call, String detail) {
    return CallFailures.answer(call, ErrorKind.WRONG_ANSWER, detail);
  }
}
