package io.github.seekwell.s3.client;

import io.github.seekwell.core.config.Setting;
import io.github.seekwell.core.config.Settings;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * How the store is to encrypt what it keeps.
 *
 * @param key for SSE-C the key itself, in Base 64; for KMS the key's id or ARN, empty for the
 *     bucket's own
 * @param context for KMS: what the key's use is bound to
 */
public record S3Encryption(Method method, String key, Map<String, String> context) {

  public static final Setting<String> ALGORITHM =
      Setting.text(
          "fs.s3a.encryption.algorithm",
          "",
          "Server-side encryption: AES256 (SSE-S3), SSE-KMS, DSSE-KMS or SSE-C. Encryption on the "
              + "client's side (CSE-KMS, CSE-CUSTOM) is refused.");
  public static final Setting<String> KEY =
      Setting.secret(
          "fs.s3a.encryption.key",
          "For SSE-C the key in Base 64; for SSE-KMS and DSSE-KMS the key's ARN.");
  public static final Setting<String> CONTEXT =
      Setting.secret(
          "fs.s3a.encryption.context",
          "For SSE-KMS and DSSE-KMS: key=value pairs, comma-separated, that are bound to the data.");

  public static final S3Encryption NONE = new S3Encryption(Method.NONE, "", Map.of());

  private static final String CUSTOMER = "server-side-encryption-customer-";

  /** The ways of S3A, by the names it has for them. */
  public enum Method {
    /** The bucket's own default. */
    NONE("", ""),
    SSE_S3("AES256", "AES256"),
    SSE_KMS("SSE-KMS", "aws:kms"),
    DSSE_KMS("DSSE-KMS", "aws:kms:dsse"),
    SSE_C("SSE-C", "AES256");

    private final String setting;
    private final String header;

    Method(String setting, String header) {
      this.setting = setting;
      this.header = header;
    }
  }

  public S3Encryption {
    Objects.requireNonNull(method, "method");
    Objects.requireNonNull(key, "key");
    context = Map.copyOf(context);
    if (method == Method.SSE_C && length(key) != 32) {
      throw new IllegalArgumentException(
          ALGORITHM.key()
              + " = SSE-C needs "
              + KEY.key()
              + ": 256 bits in Base 64"
              + (key.isEmpty() ? "" : "; what is set there is something else"));
    }
  }

  private static int length(String base64) {
    try {
      return Base64.getDecoder().decode(base64).length;
    } catch (IllegalArgumentException e) {
      return -1;
    }
  }

  /**
   * @throws IllegalArgumentException naming a setting that does not fit or cannot be honoured
   */
  public static S3Encryption from(Settings settings) {
    String algorithm = settings.get(ALGORITHM);
    if (algorithm.toUpperCase(Locale.ROOT).startsWith("CSE")) {
      throw new IllegalArgumentException(
          ALGORITHM.key()
              + " = "
              + algorithm
              + ": encryption on the client's side is not supported (it is refused rather than"
              + " ignored, because what is written without it could be read by others)");
    }
    String key = settings.get(KEY).trim();
    for (Method method : Method.values()) {
      if (method.setting.equalsIgnoreCase(algorithm)) {
        return of(method, key, settings);
      }
    }
    if (algorithm.equalsIgnoreCase("SSE-S3")) {
      return of(Method.SSE_S3, key, settings);
    }
    throw new IllegalArgumentException(
        ALGORITHM.key()
            + " = '"
            + algorithm
            + "': must be AES256, SSE-KMS, DSSE-KMS or SSE-C, or not set");
  }

  private static S3Encryption of(Method method, String key, Settings settings) {
    if (method == Method.SSE_S3 && !key.isEmpty()) {
      throw new IllegalArgumentException(
          ALGORITHM.key() + " = AES256 takes no key: remove " + KEY.key());
    }
    if (method == Method.NONE) {
      return NONE;
    }
    return new S3Encryption(method, key, pairs(settings.get(CONTEXT)));
  }

  private static Map<String, String> pairs(String text) {
    Map<String, String> pairs = new LinkedHashMap<>();
    for (String pair : List.of(text.split(","))) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        pairs.put(pair.substring(0, equals).trim(), pair.substring(equals + 1).trim());
      } else if (!pair.isBlank()) {
        throw new IllegalArgumentException(
            CONTEXT.key() + " must hold key=value pairs, comma-separated");
      }
    }
    return pairs;
  }

  /**
   * The scope of blocks that these credentials fetched: with another key of the customer, or with
   * none, the store would not have given them.
   *
   * @param credentials the scope of the credentials alone
   */
  String scope(String credentials) {
    return method == Method.SSE_C
        ? S3AuthScope.of(List.of(credentials, "SSE-C", key))
        : credentials;
  }

  /** For requests that make an object. */
  Map<String, String> ofNewObjects() {
    Map<String, String> headers = new LinkedHashMap<>();
    if (method == Method.SSE_C) {
      return ofReads();
    } else if (method != Method.NONE) {
      headers.put("x-amz-server-side-encryption", method.header);
    }
    if (method == Method.SSE_KMS || method == Method.DSSE_KMS) {
      if (!key.isEmpty()) {
        headers.put("x-amz-server-side-encryption-aws-kms-key-id", key);
      }
      if (!context.isEmpty()) {
        headers.put(
            "x-amz-server-side-encryption-context",
            Base64.getEncoder().encodeToString(json(context).getBytes(StandardCharsets.UTF_8)));
      }
    }
    return headers;
  }

  /** For requests that read an object or fill a part of one: the store keeps no key of ours. */
  Map<String, String> ofReads() {
    return method == Method.SSE_C ? customer("x-amz-") : Map.of();
  }

  /** For requests that copy from an object. */
  Map<String, String> ofCopySources() {
    return method == Method.SSE_C ? customer("x-amz-copy-source-") : Map.of();
  }

  private Map<String, String> customer(String prefix) {
    try {
      byte[] digest = MessageDigest.getInstance("MD5").digest(Base64.getDecoder().decode(key));
      return Map.of(
          prefix + CUSTOMER + "algorithm",
          method.header,
          prefix + CUSTOMER + "key",
          key,
          prefix + CUSTOMER + "key-MD5",
          Base64.getEncoder().encodeToString(digest));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has MD5", e);
    }
  }

  private static String json(Map<String, String> pairs) {
    StringBuilder json = new StringBuilder("{");
    pairs.forEach(
        (name, value) -> {
          json.append(json.length() == 1 ? "" : ",");
          quote(json, name);
          json.append(':');
          quote(json, value);
        });
    return json.append('}').toString();
  }

  private static void quote(StringBuilder json, String text) {
    json.append('"');
    for (char c : text.toCharArray()) {
      if (c == '"' || c == '\\') {
        json.append('\\').append(c);
      } else if (c < ' ') {
        json.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
      } else {
        json.append(c);
      }
    }
    json.append('"');
  }

  /** Without key and context, which are nobody's business. */
  @Override
  public String toString() {
    return method == Method.NONE ? "as the bucket does" : method.setting;
  }
}
