package io.github.seekwell.oci.testing;

import io.github.seekwell.core.testing.Body;
import io.github.seekwell.core.testing.Content;
import io.github.seekwell.core.testing.Request;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.zip.CRC32C;

/** Digests that came with a body, compared with the body that came. */
final class Checksums {
  private static final int PIECE = 1 << 20;

  private Checksums() {}

  static void check(Request request, Body body) {
    request.header("Content-MD5").ifPresent(sent -> compare("MD5", sent, body.md5Base64()));
    request
        .header("opc-content-sha256")
        .ifPresent(sent -> compare("SHA256", sent, sha256(body.content())));
    request
        .header("opc-content-crc32c")
        .ifPresent(sent -> compare("CRC32C", sent, crc32c(body.content())));
  }

  private static void compare(String kind, String sent, String received) {
    if (!sent.equals(received)) {
      throw new OciRefusal(
          400,
          "UnmatchedContent" + kind,
          "The computed %s of the request body (%s) does not match the header (%s)"
              .formatted(kind, received, sent));
    }
  }

  static String sha256(Content content) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (long position = 0; position < content.size(); position += PIECE) {
        digest.update(piece(content, position));
      }
      return Base64.getEncoder().encodeToString(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("Every JDK has SHA-256", e);
    }
  }

  static String crc32c(Content content) {
    CRC32C crc = new CRC32C();
    for (long position = 0; position < content.size(); position += PIECE) {
      crc.update(piece(content, position));
    }
    byte[] bytes = ByteBuffer.allocate(Integer.BYTES).putInt((int) crc.getValue()).array();
    return Base64.getEncoder().encodeToString(bytes);
  }

  private static byte[] piece(Content content, long position) {
    return content.bytes(position, (int) Math.min(PIECE, content.size() - position));
  }
}
