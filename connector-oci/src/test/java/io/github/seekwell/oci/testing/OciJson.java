package io.github.seekwell.oci.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.seekwell.core.testing.Body;
import java.io.IOException;
import java.util.Optional;

/** JSON bodies, read as trees and written from maps. */
final class OciJson {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private OciJson() {}

  static String write(Object value) {
    try {
      return MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not JSON: " + value, e);
    }
  }

  static JsonNode read(Body body) {
    try {
      return MAPPER.readTree(body.content().bytes());
    } catch (IOException e) {
      throw new OciRefusal(400, "InvalidJSON", "The body is not JSON");
    }
  }

  static Optional<String> optional(JsonNode node, String field) {
    return Optional.of(node.path(field).asText("")).filter(text -> !text.isEmpty());
  }

  /** A field that must be there. */
  static String required(JsonNode node, String field) {
    return optional(node, field)
        .orElseThrow(() -> OciRefusal.invalid("'" + field + "' is missing"));
  }
}
