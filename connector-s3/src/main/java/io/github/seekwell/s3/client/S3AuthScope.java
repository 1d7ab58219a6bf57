package io.github.seekwell.s3.client;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** Digests of who somebody is. */
final class S3AuthScope {
  private S3AuthScope() {}

  /** How an access key is told apart, wherever it came from. */
  static String ofKey(String accessKey) {
    return "key " + accessKey;
  }

  /** Equal for equal words in equal order. */
  static String of(List<String> words) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (String word : words) {
        digest.update(word.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
      }
      // 64 bits tell the users of one process apart; more would only lengthen keys.
      return HexFormat.of().formatHex(digest.digest(), 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }
}
