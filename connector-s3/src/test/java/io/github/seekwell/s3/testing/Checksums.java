package io.github.seekwell.s3.testing;

import io.github.seekwell.core.testing.Body;
import io.github.seekwell.core.testing.Content;
import io.github.seekwell.core.testing.Digests;
import io.github.seekwell.core.testing.Request;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Checksums that came with a body, in its head or behind it, compared with the body that came. */
final class Checksums {
  private static final String PREFIX = "x-amz-checksum-";
  private static final int MD5_LENGTH = 16;
  private static final Map<String, Function<Content, byte[]>> ALGORITHMS =
      Map.of(
          "crc32", Digests::crc32,
          "crc32c", Digests::crc32c,
          "crc64nvme", Digests::crc64nvme,
          "sha1", Digests::sha1,
          "sha256", Digests::sha256);

  /** The element that carries each in a document. */
  private static final Map<String, String> ELEMENTS =
      Map.of(
          "crc32", "ChecksumCRC32",
          "crc32c", "ChecksumCRC32C",
          "crc64nvme", "ChecksumCRC64NVME",
          "sha1", "ChecksumSHA1",
          "sha256", "ChecksumSHA256");

  private Checksums() {}

  /**
   * Verifies all there are.
   *
   * @return what is to be kept and answered: header and value, or nothing
   */
  static Map<String, String> verified(Request request, Body body) {
    request.header("Content-MD5").ifPresent(sent -> checkMd5(sent, body));
    List<String> sent = ALGORITHMS.keySet().stream().filter(a -> has(request, a)).toList();
    if (sent.size() > 1) {
      throw S3Refusal.invalidRequest(
          "Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.");
    }
    if (sent.isEmpty()) {
      return Map.of();
    }
    String algorithm = sent.get(0);
    String received = of(algorithm, body.content());
    if (!received.equals(request.header(header(algorithm)).orElse(""))) {
      throw new S3Refusal(
          400,
          "BadDigest",
          "The %s you specified did not match the calculated checksum."
              .formatted(algorithm.toUpperCase(Locale.ROOT)));
    }
    return Map.of(header(algorithm), received);
  }

  /** Whether anything came that vouches for the body. */
  static boolean any(Request request) {
    return request.header("Content-MD5").isPresent()
        || ALGORITHMS.keySet().stream().anyMatch(algorithm -> has(request, algorithm));
  }

  /** The algorithm of a header map, such as {@code crc32}. */
  static Optional<String> algorithm(Map<String, String> headers) {
    return ALGORITHMS.keySet().stream()
        .filter(algorithm -> headers.containsKey(header(algorithm)))
        .findFirst();
  }

  /** An algorithm named by a client, in the service's spelling. */
  static String named(String name) {
    String algorithm = name.toLowerCase(Locale.ROOT);
    if (!ALGORITHMS.containsKey(algorithm)) {
      throw S3Refusal.invalidRequest(
          "Checksum algorithm provided is unsupported. Please try again with any of the valid types: [CRC32, CRC32C, CRC64NVME, SHA1, SHA256]");
    }
    return algorithm;
  }

  static String header(String algorithm) {
    return PREFIX + algorithm;
  }

  static String element(String algorithm) {
    return ELEMENTS.getOrDefault(algorithm, "");
  }

  static String of(String algorithm, Content content) {
    return Base64.getEncoder().encodeToString(ALGORITHMS.get(algorithm).apply(content));
  }

  /** The elements of a document for the checksums among some headers. */
  static Map<String, String> elements(Map<String, String> headers) {
    Map<String, String> elements = new HashMap<>();
    ELEMENTS.forEach(
        (algorithm, element) -> {
          String value = headers.get(header(algorithm));
          if (value != null) {
            elements.put(element, value);
          }
        });
    return elements;
  }

  private static boolean has(Request request, String algorithm) {
    return request.header(header(algorithm)).isPresent();
  }

  private static void checkMd5(String sent, Body body) {
    byte[] digest;
    try {
      digest = Base64.getDecoder().decode(sent);
    } catch (IllegalArgumentException e) {
      digest = new byte[0];
    }
    if (digest.length != MD5_LENGTH) {
      throw new S3Refusal(400, "InvalidDigest", "The Content-MD5 you specified was invalid.");
    }
    if (!sent.equals(body.md5Base64())) {
      throw new S3Refusal(
          400, "BadDigest", "The Content-MD5 you specified did not match what we received.");
    }
  }
}
