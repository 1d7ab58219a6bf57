package io.github.seekwell.oci.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;

/**
 * What a security token (a JWT) says of itself. Nothing of it is verified: the service does that.
 *
 * @param subject whom it speaks for; empty if it does not say
 * @param expires when it ends, if it says so
 */
record TokenClaims(String subject, Optional<Instant> expires) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final TokenClaims NONE = new TokenClaims("", Optional.empty());

  /** Of a token that can be read; one that cannot claims nothing. */
  static TokenClaims of(String token) {
    String[] parts = token.split("\\.", -1);
    if (parts.length < 2) {
      return NONE;
    }
    try {
      JsonNode claims = JSON.readTree(Base64.getUrlDecoder().decode(parts[1]));
      JsonNode end = claims.path("exp");
      return new TokenClaims(
          claims.path("sub").asText(""),
          end.isNumber() ? Optional.of(Instant.ofEpochSecond(end.asLong())) : Optional.empty());
    } catch (IOException | IllegalArgumentException e) {
      return NONE;
    }
  }
}
