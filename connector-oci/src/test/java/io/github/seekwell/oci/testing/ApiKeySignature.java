package io.github.seekwell.oci.testing;

import io.github.seekwell.core.testing.Body;
import io.github.seekwell.core.testing.HttpDates;
import io.github.seekwell.core.testing.Request;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * OCI's request signature: RSA with SHA-256 over target, date, host and, where a body is JSON, its
 * type, length and digest. Bodies of objects and parts need not be signed.
 */
final class ApiKeySignature implements SignatureCheck {
  private static final Pattern PARAMETER = Pattern.compile("(\\w+)=\"([^\"]*)\"");
  private static final String TARGET = "(request-target)";
  private static final List<String> ALWAYS = List.of(TARGET, "date", "host");
  private static final List<String> WITH_BODY =
      List.of("content-length", "content-type", "x-content-sha256");
  // The service's own allowance.
  private static final Duration CLOCK_SKEW = Duration.ofMinutes(5);

  private final String keyId;
  private final PublicKey key;
  private final Clock clock;

  ApiKeySignature(String keyId, PublicKey key, Clock clock) {
    this.keyId = keyId;
    this.key = key;
    this.clock = clock;
  }

  @Override
  public void check(Request request, Body body) {
    Map<String, String> parameters = parameters(request);
    require(keyId.equals(parameters.get("keyId")), "The key id is unknown.");
    require("rsa-sha256".equals(parameters.get("algorithm")), "The algorithm must be rsa-sha256.");
    List<String> signed =
        List.of(parameters.getOrDefault("headers", "date").toLowerCase(Locale.ROOT).split(" "));
    require(signed.containsAll(ALWAYS), "Not all required headers are signed.");
    require(
        !request.method().equals("POST") || signed.containsAll(WITH_BODY),
        "The headers of the body are not signed.");
    checkDate(request);
    String digest = request.header("x-content-sha256").orElse("");
    require(
        digest.isEmpty() || digest.equals(Checksums.sha256(body.content())),
        "The digest of the body is another.");
    require(
        verifies(signedText(request, signed), parameters.getOrDefault("signature", "")),
        "The signature is wrong.");
  }

  private static Map<String, String> parameters(Request request) {
    String header = request.header("Authorization").orElse("");
    require(header.startsWith("Signature "), "The request is not signed.");
    Map<String, String> parameters = new HashMap<>();
    Matcher matcher = PARAMETER.matcher(header);
    while (matcher.find()) {
      parameters.put(matcher.group(1), matcher.group(2));
    }
    return parameters;
  }

  private void checkDate(Request request) {
    try {
      Duration skew =
          Duration.between(HttpDates.parse(request.header("date").orElse("")), clock.instant());
      require(skew.abs().compareTo(CLOCK_SKEW) <= 0, "The date is too far from the service's.");
    } catch (DateTimeException e) {
      throw OciRefusal.notAuthenticated("The date cannot be read.");
    }
  }

  private static String signedText(Request request, List<String> names) {
    List<String> lines = new ArrayList<>();
    for (String name : names) {
      String value =
          name.equals(TARGET)
              ? request.method().toLowerCase(Locale.ROOT) + " " + request.target()
              : request.header(name).orElse("");
      lines.add(name + ": " + value);
    }
    return String.join("\n", lines);
  }

  private boolean verifies(String text, String signature) {
    try {
      Signature verifier = Signature.getInstance("SHA256withRSA");
      verifier.initVerify(key);
      verifier.update(text.getBytes(StandardCharsets.UTF_8));
      return verifier.verify(Base64.getDecoder().decode(signature));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      return false;
    }
  }

  private static void require(boolean condition, String otherwise) {
    if (!condition) {
      throw OciRefusal.notAuthenticated(otherwise);
    }
  }
}
