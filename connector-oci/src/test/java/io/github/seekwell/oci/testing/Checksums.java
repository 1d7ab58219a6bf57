package io.github.seekwell.oci.testing;

import io.github.seekwell.core.testing.Body;
import io.github.seekwell.core.testing.Content;
import io.github.seekwell.core.testing.Digests;
import io.github.seekwell.core.testing.Request;
import java.util.Base64;

/** Digests that came with a body, compared with the body that came. */
final class Checksums {
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
    return base64(Digests.sha256(content));
  }

  static String crc32c(Content content) {
    return base64(Digests.crc32c(content));
  }

  private static String base64(byte[] digest) {
    return Base64.getEncoder().encodeToString(digest);
  }
}
