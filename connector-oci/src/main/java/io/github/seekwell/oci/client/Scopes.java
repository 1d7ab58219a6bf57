package io.github.seekwell.oci.client;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.UUID;

/** Names for identities that tell nothing of them: equal for equal ones, and for no others. */
final class Scopes {
  private Scopes() {}

  static String of(String... parts) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (String part : parts) {
        digest.update(part.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
      }
      // 64 bits tell the users of one process apart; more would only lengthen keys.
      return HexFormat.of().formatHex(digest.digest(), 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }

  /** For somebody of whom we cannot know who it is: shared with nobody. */
  static String unknown() {
    return of("unknown", UUID.randomUUID().toString());
  }
}
