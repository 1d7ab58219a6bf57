package io.github.seekwell.s3.testing;

import io.github.seekwell.core.testing.Bucket;
import io.github.seekwell.core.testing.Content;
import io.github.seekwell.core.testing.Digests;
import io.github.seekwell.core.testing.Request;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Encryption by the store, as far as a client can see it: nothing is encrypted, but what was asked
 * for is told again, and a customer's key is demanded of whoever wants to read.
 */
final class Encryption {
  static final String COPY_SOURCE = "x-amz-copy-source-";

  private static final String KIND = "x-amz-server-side-encryption";
  private static final String CUSTOMER = "x-amz-server-side-encryption-customer-";
  private static final String KEY_MD5 = CUSTOMER + "key-md5";
  private static final String KMS_KEY = KIND + "-aws-kms-key-id";
  private static final List<String> KMS =
      List.of(KMS_KEY, KIND + "-context", KIND + "-bucket-key-enabled");
  private static final List<String> KINDS = List.of("AES256", "aws:kms", "aws:kms:dsse");
  private static final int KEY_LENGTH = 32;

  private Encryption() {}

  /** What a request wants, as the headers its object will tell. */
  static Map<String, String> of(Request request) {
    Map<String, String> wanted = new HashMap<>();
    Optional<String> kind = request.header(KIND);
    Optional<String> keyMd5 = customerKey(request, "");
    if (kind.isPresent() && keyMd5.isPresent()) {
      throw S3Refusal.invalidArgument(
          KIND, kind.get(), "Server Side Encryption with Customer provided key is incompatible");
    }
    if (keyMd5.isPresent()) {
      wanted.put(CUSTOMER + "algorithm", "AES256");
      wanted.put(KEY_MD5, keyMd5.get());
    }
    if (kind.isPresent() && !KINDS.contains(kind.get())) {
      throw S3Refusal.invalidArgument(
          KIND, kind.get(), "The encryption method specified is not supported");
    }
    kind.ifPresent(text -> wanted.put(KIND, text));
    boolean kms = kind.orElse("").startsWith("aws:kms");
    for (String name : KMS) {
      Optional<String> value = request.header(name);
      if (value.isPresent() && !kms) {
        throw S3Refusal.invalidArgument(
            name,
            value.get(),
            "Server Side Encryption with AWS KMS managed key requires HTTP header x-amz-server-side-encryption : aws:kms");
      }
      // The context is not told again.
      value.filter(text -> !name.endsWith("-context")).ifPresent(text -> wanted.put(name, text));
    }
    if (kms) {
      wanted.putIfAbsent(KMS_KEY, "arn:aws:kms:us-east-1:000000000000:key/emulator");
    }
    return wanted;
  }

  /** The encryption among an object's headers, which answers to writes repeat. */
  static Map<String, String> told(Map<String, String> headers) {
    Map<String, String> told = new HashMap<>(headers);
    told.keySet().removeIf(name -> !name.startsWith(KIND));
    return told;
  }

  /** Whether the digest of the content says what the etag is: not under keys of one's own. */
  static boolean hidesDigest(Map<String, String> headers) {
    return headers.containsKey(KEY_MD5) || headers.getOrDefault(KIND, "").startsWith("aws:kms");
  }

  static String etag(Map<String, String> headers, byte[] md5) {
    return hidesDigest(headers) ? Bucket.newEtag().replace("-", "") : HexFormat.of().formatHex(md5);
  }

  /**
   * Refuses a request that does not bring the key of an object or upload.
   *
   * @param prefix of the headers that bring it: empty, or {@link #COPY_SOURCE}
   */
  static void checkKey(Request request, Map<String, String> headers, String prefix) {
    Optional<String> brought = customerKey(request, prefix);
    String needed = headers.getOrDefault(KEY_MD5, "");
    if (needed.isEmpty() && brought.isPresent()) {
      throw S3Refusal.invalidRequest(
          "The encryption parameters are not applicable to this object.");
    }
    if (!needed.isEmpty() && brought.isEmpty()) {
      throw S3Refusal.invalidRequest(
          "The object was stored using a form of Server Side Encryption. The correct parameters must be provided to retrieve the object.");
    }
    if (!needed.isEmpty() && !needed.equals(brought.get())) {
      throw S3Refusal.accessDenied("Access Denied");
    }
  }

  /** The digest of the key a request brings, which must fit that key. */
  private static Optional<String> customerKey(Request request, String prefix) {
    Optional<String> algorithm = request.header(prefix + CUSTOMER + "algorithm");
    Optional<String> key = request.header(prefix + CUSTOMER + "key");
    Optional<String> md5 = request.header(prefix + KEY_MD5);
    if (algorithm.isEmpty() && key.isEmpty() && md5.isEmpty()) {
      return Optional.empty();
    }
    if (algorithm.isEmpty() || key.isEmpty() || md5.isEmpty()) {
      throw S3Refusal.invalidArgument(
          prefix + CUSTOMER,
          "null",
          "Requests specifying Server Side Encryption with Customer provided keys must provide algorithm, key and digest.");
    }
    byte[] bytes = decoded(key.get());
    String digest = Base64.getEncoder().encodeToString(Digests.md5(Content.of(bytes)));
    if (!algorithm.get().equals("AES256") || bytes.length != KEY_LENGTH) {
      throw S3Refusal.invalidArgument(
          prefix + CUSTOMER + "key", "", "The secret key was invalid for the specified algorithm.");
    }
    if (!digest.equals(md5.get())) {
      throw S3Refusal.invalidArgument(
          prefix + KEY_MD5,
          md5.get(),
          "The calculated MD5 hash of the key did not match the hash that was provided.");
    }
    return md5;
  }

  private static byte[] decoded(String key) {
    try {
      return Base64.getDecoder().decode(key);
    } catch (IllegalArgumentException e) {
      return new byte[0];
    }
  }
}
