package io.github.seekwell.oci.client;

import io.github.seekwell.core.store.BodyHandler;
import io.github.seekwell.core.store.ByteRange;
import io.github.seekwell.core.store.ErrorKind;
import io.github.seekwell.core.store.Etag;
import io.github.seekwell.core.store.ObjectInfo;
import io.github.seekwell.core.store.StoreException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What an answer must be before anything of it is believed: the range, length, version and checksum
 * that were asked for. Whatever else comes is an error, never data.
 */
final class OciAnswers {

  /** Bytes handed on at a time: what a TLS record or two bring, and small beside any block. */
  static final int PIECE = 64 * 1024;

  private OciAnswers() {}

  /** The whole object's size, from the answer to a request for a range. */
  static long rangedSize(OciCall call, ByteRange range) throws StoreException {
    if (call.status() == 200) {
      // Without a range only if that is the whole object: then it is the same bytes.
      if (range.start() == 0 && contentLength(call).equals(Optional.of(range.end()))) {
        return range.end();
      }
      throw wrong(call, "the store ignored the range and sends the whole object");
    }
    long size = totalOf(call);
    if (size < range.end()) {
      throw OciErrors.answer(
          call, ErrorKind.INVALID_RANGE, "the object has only " + size + " bytes");
    }
    checkRange(call, range);
    return size;
  }

  /** The size told by a whole answer to a request for a tail, if the tail is all there is. */
  static long wholeSize(OciCall call, long most) throws StoreException {
    Optional<Long> size = contentLength(call);
    if (size.isEmpty() || size.get() > most) {
      throw wrong(call, "the store ignored the range and sends the whole object");
    }
    return size.get();
  }

  static void checkRange(OciCall call, ByteRange range) throws StoreException {
    String sent = contentRange(call);
    String wanted = range.isEmpty() ? "" : range.toHeader().replace("bytes=", "bytes ") + "/";
    if (range.isEmpty() || !sent.startsWith(wanted)) {
      throw wrong(call, "asked for " + range + ", the store sends '" + sent + "'");
    }
    Optional<Long> length = contentLength(call);
    if (length.isPresent() && length.get() != range.length()) {
      throw wrong(call, "asked for " + range + ", the store sends " + length.get() + " bytes");
    }
  }

  private static String contentRange(OciCall call) throws StoreException {
    return call.answer("Content-Range")
        .orElseThrow(() -> wrong(call, "the answer tells no Content-Range"));
  }

  static long totalOf(OciCall call) throws StoreException {
    String range = contentRange(call);
    try {
      return Long.parseUnsignedLong(range.substring(range.indexOf('/') + 1).trim());
    } catch (NumberFormatException e) {
      throw wrong(call, "Content-Range '" + range + "' does not tell the object's size");
    }
  }

  private static Optional<Long> contentLength(OciCall call) throws StoreException {
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

  static Etag etagOf(OciCall call) throws StoreException {
    return call.answer("ETag")
        .map(Etag::ofHeader)
        .filter(etag -> !etag.isAny())
        .orElseThrow(() -> wrong(call, "the answer tells no ETag, so its version is unknown"));
  }

  /** Four bytes in base 64, the highest first; anything else is no checksum. */
  static Optional<Integer> crc32c(@Nullable String header) {
    try {
      byte[] bytes = header == null ? new byte[0] : Base64.getDecoder().decode(header);
      return bytes.length == Integer.BYTES
          ? Optional.of(ByteBuffer.wrap(bytes).getInt())
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** Hands on exactly the bytes of a range, and sees the body's end, which keeps the connection. */
  static void deliver(
      OciCall call, @Nullable InputStream in, ObjectInfo object, ByteRange range, BodyHandler body)
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
        throw OciErrors.answer(
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

  static Instant time(@Nullable Date date) {
    return date == null ? Instant.EPOCH : date.toInstant();
  }

  static @Nullable String orNull(String text) {
    return text.isEmpty() ? null : text;
  }

  static StoreException wrong(OciCall call, String detail) {
    return OciErrors.answer(call, ErrorKind.WRONG_ANSWER, detail);
  }
}
