package io.github.seekwell.s3.testing;

import io.github.seekwell.core.testing.Body;
import io.github.seekwell.core.testing.Content;
import io.github.seekwell.core.testing.Digests;
import io.github.seekwell.core.testing.Request;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A request's signature, version 4: a key derived from the secret, day, region and service signs a
 * digest of the request, and, one after another, the chunks of its body. In headers only; requests
 * signed in their address are refused.
 */
final class SignatureV4 {
  private static final String ALGORITHM = "AWS4-HMAC-SHA256";
  private static final String PAYLOAD = "x-amz-content-sha256";
  private static final Pattern AUTHORIZATION =
      Pattern.compile(
          ALGORITHM
              + " Credential=([^/,]+)/(\\d{8})/([^/,]+)/(s3|sts)/aws4_request,\\s*"
              + "SignedHeaders=([^,]+),\\s*Signature=([0-9a-f]{64})");
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final String NOTHING = hex(Digests.sha256(Content.EMPTY));
  // The service's own allowance.
  private static final Duration CLOCK_SKEW = Duration.ofMinutes(15);

  private final Request request;
  private final String accessKey;
  private final String day;
  private final String region;
  private final String service;
  private final List<String> signedHeaders;
  private final String signature;

  private SignatureV4(Request request, Matcher header) {
    this.request = request;
    this.accessKey = header.group(1);
    this.day = header.group(2);
    this.region = header.group(3);
    this.service = header.group(4);
    this.signedHeaders = List.of(header.group(5).split(";"));
    this.signature = header.group(6);
  }

  static SignatureV4 of(Request request) {
    Matcher header = AUTHORIZATION.matcher(request.header("Authorization").orElse("").strip());
    if (!header.matches()) {
      throw new S3Refusal(
          400,
          "AuthorizationHeaderMalformed",
          "The authorization header that you provided is not valid.");
    }
    return new SignatureV4(request, header);
  }

  String accessKey() {
    return accessKey;
  }

  /**
   * Refuses the request unless it was signed with this secret, now, and its body is what was
   * signed.
   *
   * @return what verifies the chunks of the body, if it comes in such
   */
  ChunkSeal verify(Body body, String secret, Instant now) {
    String date = request.header("x-amz-date").orElse("");
    checkDate(date, now);
    checkSignedHeaders();
    String payload = payload(body);
    byte[] key = key(secret);
    String toSign = String.join("\n", ALGORITHM, date, scope(), sha256(canonicalRequest(payload)));
    compare(hmac(key, toSign), signature);
    return switch (payload) {
      case "STREAMING-AWS4-HMAC-SHA256-PAYLOAD", "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER" ->
          new Chain(key, date);
      default -> ChunkSeal.NONE;
    };
  }

  private void checkDate(String date, Instant now) {
    try {
      Instant signed = Instant.from(DATE.parse(date));
      if (Duration.between(signed, now).abs().compareTo(CLOCK_SKEW) > 0) {
        throw new S3Refusal(
                403,
                "RequestTimeTooSkewed",
                "The difference between the request time and the current time is too large.")
            .detail("RequestTime", date)
            .detail("ServerTime", now.toString());
      }
    } catch (DateTimeException e) {
      throw S3Refusal.accessDenied("AWS authentication requires a valid Date or x-amz-date header");
    }
    if (!date.startsWith(day)) {
      throw mismatch();
    }
  }

  private void checkSignedHeaders() {
    List<String> forgotten =
        request.headers().keySet().stream()
            .map(name -> name.toLowerCase(Locale.ROOT))
            .filter(name -> name.equals("host") || name.startsWith("x-amz-"))
            .filter(name -> !signedHeaders.contains(name))
            .toList();
    if (!forgotten.isEmpty()) {
      throw S3Refusal.accessDenied(
              "There were headers present in the request which were not signed")
          .detail("HeadersNotSigned", String.join(", ", forgotten));
    }
  }

  /** What stands for the body in what was signed: its digest, or a word that says how it comes. */
  private String payload(Body body) {
    if (service.equals("sts")) {
      return hex(Digests.sha256(body.content()));
    }
    String payload =
        request
            .header(PAYLOAD)
            .orElseThrow(
                () ->
                    S3Refusal.invalidRequest(
                        "Missing required header for this request: " + PAYLOAD));
    switch (payload) {
      case "UNSIGNED-PAYLOAD",
      "STREAMING-UNSIGNED-PAYLOAD-TRAILER",
      "STREAMING-AWS4-HMAC-SHA256-PAYLOAD",
      "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER":
        return payload;
      default:
        break;
    }
    if (!payload.matches("[0-9a-f]{64}")) {
      throw S3Refusal.invalidArgument(
          PAYLOAD,
          payload,
          "x-amz-content-sha256 must be UNSIGNED-PAYLOAD, a STREAMING- value this server knows, or a valid sha256 value.");
    }
    String received = hex(Digests.sha256(body.content()));
    if (!payload.equals(received)) {
      throw new S3Refusal(
              400,
              "XAmzContentSHA256Mismatch",
              "The provided 'x-amz-content-sha256' header does not match what was computed.")
          .detail("ClientComputedContentSHA256", payload)
          .detail("S3ComputedContentSHA256", received);
    }
    return payload;
  }

  private String canonicalRequest(String payload) {
    String headers =
        signedHeaders.stream()
            .map(
                name ->
                    name
                        + ":"
                        + request.header(name).orElse("").strip().replaceAll(" +", " ")
                        + "\n")
            .collect(Collectors.joining());
    return String.join(
        "\n",
        request.method(),
        encode(Request.decodePath(request.rawPath()), true),
        canonicalQuery(),
        headers,
        String.join(";", signedHeaders),
        payload);
  }

  private String canonicalQuery() {
    int mark = request.target().indexOf('?');
    if (mark < 0) {
      return "";
    }
    List<Map.Entry<String, String>> pairs = new ArrayList<>();
    for (String pair : request.target().substring(mark + 1).split("&")) {
      int equals = pair.indexOf('=');
      String name = equals < 0 ? pair : pair.substring(0, equals);
      String value = equals < 0 ? "" : pair.substring(equals + 1);
      pairs.add(Map.entry(canonical(name), canonical(value)));
    }
    return pairs.stream()
        .filter(pair -> !pair.getKey().isEmpty())
        .sorted(
            Map.Entry.<String, String>comparingByKey().thenComparing(Map.Entry.comparingByValue()))
        .map(pair -> pair.getKey() + "=" + pair.getValue())
        .collect(Collectors.joining("&"));
  }

  private static String canonical(String encoded) {
    return encode(Request.decodePath(encoded.replace('+', ' ')), false);
  }

  private static String encode(String text, boolean path) {
    StringBuilder encoded = new StringBuilder();
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xff);
      boolean plain =
          (c >= 'A' && c <= 'Z')
              || (c >= 'a' && c <= 'z')
              || (c >= '0' && c <= '9')
              || "-._~".indexOf(c) >= 0
              || (path && c == '/');
      if (plain) {
        encoded.append(c);
      } else {
        encoded.append('%').append(HexFormat.of().withUpperCase().toHexDigits(b));
      }
    }
    return encoded.toString();
  }

  private String scope() {
    return day + "/" + region + "/" + service + "/aws4_request";
  }

  private byte[] key(String secret) {
    byte[] ofDay = mac(("AWS4" + secret).getBytes(StandardCharsets.UTF_8), day);
    return mac(mac(mac(ofDay, region), service), "aws4_request");
  }

  /** Chunks signed one after another, each with the signature before it. */
  private final class Chain implements ChunkSeal {
    private final byte[] key;
    private final String date;
    private String previous = signature;

    private Chain(byte[] key, String date) {
      this.key = key;
      this.date = date;
    }

    @Override
    public void chunk(Content data, String given) {
      next("-PAYLOAD", NOTHING + "\n" + hex(Digests.sha256(data)), given);
    }

    @Override
    public void trailer(String lines, String given) {
      next("-TRAILER", sha256(lines), given);
    }

    private void next(String kind, String digests, String given) {
      String expected =
          hmac(key, String.join("\n", ALGORITHM + kind, date, scope(), previous, digests));
      compare(expected, given);
      previous = expected;
    }
  }

  private static void compare(String expected, String given) {
    if (!MessageDigest.isEqual(
        expected.getBytes(StandardCharsets.US_ASCII), given.getBytes(StandardCharsets.US_ASCII))) {
      throw mismatch();
    }
  }

  private static S3Refusal mismatch() {
    return new S3Refusal(
        403,
        "SignatureDoesNotMatch",
        "The request signature we calculated does not match the signature you provided. Check your key and signing method.");
  }

  private static String sha256(String text) {
    return hex(Digests.sha256(Content.of(text)));
  }

  private static String hmac(byte[] key, String text) {
    return hex(mac(key, text));
  }

  private static byte[] mac(byte[] key, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new AssertionError("Every JDK has HmacSHA256", e);
    }
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
