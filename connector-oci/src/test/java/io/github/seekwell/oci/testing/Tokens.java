package io.github.seekwell.oci.testing;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** Security tokens as OCI issues them, each another, signed by nobody. */
public final class Tokens {
  private static final AtomicLong NUMBER = new AtomicLong();

  private Tokens() {}

  public static String of(String subject, Duration life) {
    Instant now = Instant.now();
    Map<String, Object> claims =
        Map.of(
            "sub",
            subject,
            "iat",
            now.getEpochSecond(),
            "exp",
            now.plus(life).getEpochSecond(),
            "jti",
            NUMBER.incrementAndGet());
    return encoded(OciJson.write(Map.of("alg", "RS256", "typ", "JWT")))
        + "."
        + encoded(OciJson.write(claims))
        + "."
        + encoded("signature" + NUMBER.get());
  }

  private static String encoded(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
