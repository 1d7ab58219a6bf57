package io.github.seekwell.s3.testing;

import io.github.seekwell.core.testing.Request;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** How names stand in a listing: as they are, or encoded for those that XML cannot hold. */
record KeyEncoding(boolean url) {
  static KeyEncoding of(Request request) {
    String asked = request.parameter("encoding-type").orElse("");
    if (!asked.isEmpty() && !asked.equals("url")) {
      throw S3Refusal.invalidArgument(
          "encoding-type", asked, "Invalid Encoding Method specified in Request");
    }
    return new KeyEncoding(!asked.isEmpty());
  }

  String of(String name) {
    return url ? URLEncoder.encode(name, StandardCharsets.UTF_8).replace("%2F", "/") : name;
  }

  void tell(S3Xml xml) {
    if (url) {
      xml.text("EncodingType", "url");
    }
  }
}
