package io.github.seekwell.oci.testing;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.seekwell.core.testing.Body;
import io.github.seekwell.core.testing.Content;
import io.github.seekwell.core.testing.HttpDates;
import io.github.seekwell.core.testing.Request;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class ApiKeySignatureTest {
  private static final Instant NOW = Instant.parse("2026-11-05T12:00:00Z");
  private static final Body NOTHING = new Body(Content.EMPTY, new byte[16]);
  private static KeyPair pair;

  @BeforeAll
  static void makeKey() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    pair = generator.generateKeyPair();
  }

  @Test
  void rightSignature_isAccepted() throws GeneralSecurityException {
    Request request = signed("t/u/f", NOW);

    assertThatCode(() -> check(request)).doesNotThrowAnyException();
  }

  @Test
  void unsignedRequest_isRefused() throws GeneralSecurityException {
    assertRefused(signed("t/u/f", NOW).withoutHeader("Authorization"), "is not signed");
  }

  @Test
  void unknownKeyId_isRefused() throws GeneralSecurityException {
    assertRefused(signed("t/u/other", NOW), "key id is unknown");
  }

  @Test
  void anotherTarget_isRefused() throws GeneralSecurityException {
    Request request = signed("t/u/f", NOW);

    assertRefused(new Request("1", "GET", "/n/ns/b/other", request.headers()), "is wrong");
  }

  @Test
  void oldRequest_isRefused() throws GeneralSecurityException {
    assertRefused(signed("t/u/f", NOW.minus(Duration.ofMinutes(6))), "too far");
  }

  @Test
  void post_mustSignItsBody() throws GeneralSecurityException {
    Request request = signed("t/u/f", NOW);

    assertRefused(
        new Request("1", "POST", request.target(), request.headers()), "body are not signed");
  }

  @Test
  void changedBody_isRefused() throws GeneralSecurityException {
    assertRefused(signed("t/u/f", NOW).withHeader("x-content-sha256", "AAAA"), "digest");
  }

  private static void assertRefused(Request request, String why) {
    assertThatThrownBy(() -> check(request))
        .isInstanceOf(OciRefusal.class)
        .hasMessageContaining(why);
  }

  private static void check(Request request) {
    new ApiKeySignature("t/u/f", pair.getPublic(), Clock.fixed(NOW, ZoneOffset.UTC))
        .check(request, NOTHING);
  }

  private static Request signed(String keyId, Instant date) throws GeneralSecurityException {
    String target = "/n/ns/b/bucket/o/a%2Fb";
    String text =
        "date: %s\n(request-target): get %s\nhost: h:1".formatted(HttpDates.format(date), target);
    Signature signer = Signature.getInstance("SHA256withRSA");
    signer.initSign(pair.getPrivate());
    signer.update(text.getBytes(StandardCharsets.UTF_8));
    String authorization =
        "Signature headers=\"date (request-target) host\",keyId=\"%s\",algorithm=\"rsa-sha256\",signature=\"%s\",version=\"1\""
            .formatted(keyId, Base64.getEncoder().encodeToString(signer.sign()));
    return new Request(
        "1",
        "GET",
        target,
        Map.of("Date", HttpDates.format(date), "Host", "h:1", "Authorization", authorization));
  }
}
